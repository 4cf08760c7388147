import { useState, type FormEvent } from 'react';
import { signIn } from '../../api/access';
import { ApiError } from '../../api/client';

/** A field for a token. It is tried before it is kept. */
export function TokenForm({ autoFocus, onDone }: { autoFocus?: boolean; onDone?: () => void }) {
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    signIn(token.trim())
      .then(onDone, failure => setError(failure instanceof ApiError ? failure : new ApiError(String(failure), 'INTERNAL')))
      .finally(() => setBusy(false));
  };
  return (
    <form className="token-form" onSubmit={submit}>
      <label htmlFor="token">Token</label>
      <div className="row">
        <input
          id="token"
          className="field"
          type="password"
          value={token}
          onChange={event => setToken(event.target.value)}
          autoFocus={autoFocus}
          autoComplete="off"
          spellCheck={false}
          required
          aria-invalid={error !== null}
          aria-describedby="token-said token-kept"
        />
        <button type="submit" className="button primary" disabled={busy || token.trim() === ''}>
          Sign in
        </button>
      </div>
      <p id="token-said" className="note token-error" role="status">
        {busy ? 'Trying it…' : error && `This token does not do: ${error.message}.`}
      </p>
      <p id="token-kept" className="note muted">
        It is kept in this tab until you sign out or close it, and sent to this server only.
      </p>
    </form>
  );
}
