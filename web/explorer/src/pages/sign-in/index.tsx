import './sign-in.css';
import type { ApiError } from '../../api/client';
import { currentToken } from '../../../../shared/token';
import { usePlace } from '../../router';
import { Main } from '../../ui/frame';
import { TokenForm } from './token-form';

/** In the place of a page that the server does not show to nobody in particular. */
export default function SignInPage({ refusal }: { refusal: ApiError }) {
  const then = usePlace().params.get('then');
  // Only to the playground: an address must not lead elsewhere.
  const leave = then !== null && /^\/playground(#|$)/.test(then) ? () => location.assign(then) : undefined;
  const ended = currentToken() !== null;
  return (
    <Main title="Sign in" className="sign-in">
      <h1>{ended ? 'Your token no longer does' : 'This server asks for a token'}</h1>
      {ended ? (
        <p className="muted">{refusal.message.charAt(0).toUpperCase() + refusal.message.slice(1)}. Enter another, and this page opens where you were.</p>
      ) : (
        <p className="muted">
          It shows its graph to those whom it knows. Enter your token, and this page opens where you were going. Who runs the server makes one with{' '}
          <code>missiongraph token create</code>.
        </p>
      )}
      <TokenForm autoFocus onDone={leave} />
    </Main>
  );
}
