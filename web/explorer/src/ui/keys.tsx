import { Dialog, DialogDismiss, DialogHeading } from '@ariakit/react';
import { useEffect, useRef, useState } from 'react';

const keys: [string, string][] = [
  ['/', 'Search'],
  ['Arrows', 'In a picture: walk along the relations'],
  ['Enter', 'Open what is focused'],
  ['e', 'Expand: show what it is related to'],
  ['c', 'Collapse: hide what only it leads to'],
  ['h', 'Hide it'],
  ['f', 'Focus: begin the picture there'],
  ['p', 'Path from here'],
  ['g p, g t, g j', 'Picture, table, JSON'],
  ['Esc', 'Close'],
  ['?', 'This list'],
];

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Calls back for single keys, and for "g" and another, unless someone is typing. */
export function useKeys(handle: (key: string, event: KeyboardEvent) => void): void {
  const latest = useRef(handle);
  latest.current = handle;
  useEffect(() => {
    let before = '';
    let when = 0;
    const down = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || event.defaultPrevented) return;
      const pair = before === 'g' && event.timeStamp - when < 1500 ? `g ${event.key}` : event.key;
      before = event.key;
      when = event.timeStamp;
      latest.current(pair, event);
    };
    window.addEventListener('keydown', down);
    return () => window.removeEventListener('keydown', down);
  }, []);
}

/** The keys that work everywhere, and the list of all. */
export function Keys() {
  const [open, setOpen] = useState(false);
  useKeys((key, event) => {
    if (key === '/') {
      const box = document.querySelector<HTMLInputElement>('[data-main-search]');
      if (box) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    } else if (key === '?') {
      event.preventDefault();
      setOpen(true);
    }
  });
  return (
    <>
      <button type="button" className="icon-button" aria-label="Keys" title="Keys (?)" onClick={() => setOpen(true)}>
        <svg viewBox="0 0 18 18" aria-hidden="true">
          <rect x="1.5" y="4" width="15" height="10" rx="2" />
          <path d="M4.5 7.2h.01M7.5 7.2h.01M10.5 7.2h.01M13.5 7.2h.01M6 11h6" />
        </svg>
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} className="dialog" backdrop={<div className="dialog-backdrop" />}>
        <DialogHeading render={<h2 />}>Keys</DialogHeading>
        <dl className="keys">
          {keys.map(([key, what]) => (
            <div key={key} style={{ display: 'contents' }}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <div className="row" style={{ marginTop: 20 }}>
          <DialogDismiss className="button primary">Close</DialogDismiss>
          <a className="note" href="/explorer/licenses.txt">
            Licences
          </a>
        </div>
      </Dialog>
    </>
  );
}
