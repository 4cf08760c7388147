import { forwardRef, type ComponentPropsWithoutRef, type MouseEvent } from 'react';
import { navigate } from '../router';

type Props = ComponentPropsWithoutRef<'a'> & { href: string; replace?: boolean };

/** A link within the page. With a modifier key the browser does what it always does. */
export const Link = forwardRef<HTMLAnchorElement, Props>(function Link({ replace, onClick, ...props }, ref) {
  const click = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain || props.target) return;
    event.preventDefault();
    navigate(props.href, { replace });
  };
  return <a ref={ref} {...props} onClick={click} />;
});
