import { useEffect, useRef } from 'react';
import type { Fact } from '../../api/types';
import { withParams } from '../../router';
import { CodePoints } from '../../ui/code-points';
import { counted, number } from '../../ui/format';
import { Grade } from '../../ui/grade';
import { Link } from '../../ui/link';
import { Sentence as Words } from '../../ui/sentence';
import type { Span } from '../../ui/source-text';
import type { Source } from './index';

type Props = { source: Source; facts: Fact[]; fact: Fact | null; sentence: Span | null; onClose(): void };

/** The facts of the sentence chosen; before one is, what to do. */
export function SentenceFacts({ source, facts, fact, sentence, onClose }: Props) {
  const panel = useRef<HTMLElement>(null);
  const open = fact !== null || sentence !== null;
  useEffect(() => {
    if (open && matchMedia('(max-width: 1199px)').matches) panel.current?.focus();
  }, [open, sentence]);
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      className={open ? 'panel open' : 'panel'}
      aria-label="Facts of the sentence"
      onKeyDown={event => event.key === 'Escape' && open && onClose()}
    >
      <div className="panel-head">
        <h2>{open ? counted(facts.length, 'fact') : 'Facts'}</h2>
        <button type="button" className="icon-button close-narrow" aria-label="Close the facts" onClick={onClose}>
          <svg viewBox="0 0 18 18" aria-hidden="true">
            <path d="m4 4 10 10M14 4 4 14" />
          </svg>
        </button>
      </div>
      {!open && <p className="muted note">Choose an underlined sentence to see the facts that it supports.</p>}
      {sentence && <blockquote className="quoted note">{new CodePoints(source.text).slice(sentence.start, sentence.end)}</blockquote>}
      {open && source.facts.totalCount > source.facts.nodes.length && (
        <p className="note muted panel-note">
          Of the first {number(source.facts.nodes.length)} of {number(source.facts.totalCount)} facts that quote this source.
        </p>
      )}
      <ul className="panel-facts">
        {facts.map(one => (
          <li key={one.id}>
            <p>
              <Words text={one.sentence} ends={one.__typename === 'Relation' ? [one.subject, one.object] : [one.subject]} />
            </p>
            <p className="small muted row">
              <Grade grade={one.grade} />
              {one !== fact && (
                <Link href={withParams({ fact: one.id, sentence: null })}>
                  Mark its quote<span className="visually-hidden"> for “{one.sentence}”</span>
                </Link>
              )}
            </p>
          </li>
        ))}
      </ul>
    </aside>
  );
}
