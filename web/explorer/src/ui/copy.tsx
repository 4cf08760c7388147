import { useEffect, useState, type ReactNode } from 'react';

/** A button that copies a text and says so. */
export function Copy({ text, children, className = 'button' }: { text: string | (() => string); children: ReactNode; className?: string }) {
  const [state, setState] = useState<'idle' | 'done' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2500);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <button
      type="button"
      className={className}
      onClick={() =>
        void copy(typeof text === 'string' ? text : text()).then(
          () => setState('done'),
          () => setState('refused'),
        )
      }
    >
      <span aria-live="polite">{state === 'idle' ? children : state === 'done' ? 'Copied' : 'The browser did not allow it'}</span>
    </button>
  );
}

/** Browsers offer the clipboard to pages of this machine and over TLS only. */
export async function copy(text: string): Promise<void> {
  if (navigator.clipboard) {
    try {
      return await navigator.clipboard.writeText(text);
    } catch {
      // Not allowed in this way: try the other.
    }
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('not copied');
}
