import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';

type Props = { items: string[]; order: number[]; onOrder: (order: number[]) => void };

/** A list to be put in order: with the buttons, with the arrow keys on them, or by dragging. */
export function Order({ items, order, onOrder }: Props) {
  const list = useRef<HTMLOListElement>(null);
  // The button to have the focus again: moving an element in the page takes it away.
  const held = useRef<string | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [said, setSaid] = useState('');

  useLayoutEffect(() => {
    if (held.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-move="${held.current}"]`)?.focus();
    held.current = null;
  }, [order]);

  const move = (from: number, to: number, button: string | null) => {
    if (to < 0 || to >= order.length || to === from) return;
    const next = [...order];
    const [item] = next.splice(from, 1);
    next.splice(to, 0, item!);
    held.current = button;
    setSaid(`${items[item!]} is now ${to + 1} of ${order.length}.`);
    onOrder(next);
  };
  const keys = (event: KeyboardEvent, place: number, item: number) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    move(place, place + step, `${item}-${step < 0 ? 'up' : 'down'}`);
  };
  return (
    <>
      <ol className="order" ref={list}>
        {order.map((item, place) => (
          <li
            key={item}
            draggable
            className={dragged === item ? 'dragged' : undefined}
            onDragStart={event => {
              event.dataTransfer.effectAllowed = 'move';
              event.dataTransfer.setData('text/plain', items[item] ?? '');
              setDragged(item);
            }}
            onDragEnd={() => setDragged(null)}
            onDragOver={event => {
              if (dragged === null) return;
              event.preventDefault();
              move(order.indexOf(dragged), place, null);
            }}
            onDrop={event => event.preventDefault()}
            onKeyDown={event => keys(event, place, item)}
          >
            <span className="order-place" aria-hidden="true">
              {place + 1}
            </span>
            <span className="order-text">{items[item]}</span>
            {(['up', 'down'] as const).map(way => {
              const to = place + (way === 'up' ? -1 : 1);
              const possible = to >= 0 && to < order.length;
              return (
                <button
                  key={way}
                  type="button"
                  className="icon-button"
                  data-move={`${item}-${way}`}
                  aria-disabled={!possible}
                  aria-label={`Move ${items[item]} ${way}, it is ${place + 1} of ${order.length}`}
                  onClick={() => move(place, to, `${item}-${way}`)}
                >
                  <svg viewBox="0 0 18 18" aria-hidden="true">
                    <path d={way === 'up' ? 'M9 14V4M4.5 8.5 9 4l4.5 4.5' : 'M9 4v10M4.5 9.5 9 14l4.5-4.5'} />
                  </svg>
                </button>
              );
            })}
          </li>
        ))}
      </ol>
      <p className="small muted hint">Move with the buttons or, on them, with the arrow keys; or drag.</p>
      <p role="status" className="visually-hidden">
        {said}
      </p>
    </>
  );
}
