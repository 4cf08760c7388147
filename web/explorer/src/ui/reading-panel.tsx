import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useLens } from '../api/lens';
import type { Evidence } from '../api/types';
import { useQuery } from '../api/use-query';
import textQuery from '../queries/text.graphql?raw';
import { sourceHref } from '../router';
import { date } from './format';
import { Grade } from './grade';
import { Link } from './link';
import { useMarkInView } from './mark-in-view';
import { SourceText, type Sentence } from './source-text';
import { Failed, Loading } from './states';

type SourceOf = { id: string; title: string; publisher: string; reviewedOn: string | null; text: string; coverage: { sentences: Sentence[] } };

type Props = {
  title: string;
  children?: ReactNode;
  evidence: Evidence[];
  /** Chosen by the reader: narrow screens show the panel then, and only then. */
  open: boolean;
  onClose(): void;
  /** Added to the link to the whole source. */
  fact?: string;
};

/** The source text with the quotes marked, scrolled to the first. */
export function ReadingPanel({ title, children, evidence, open, onClose, fact }: Props) {
  const lens = useLens();
  const panel = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useState(0);
  const shown = evidence[Math.min(chosen, evidence.length - 1)];
  const { data, error, loading, retry } = useQuery<{ view: { source: SourceOf | null } }>(textQuery, shown ? { id: shown.source.id, lens } : null);
  const source = data?.view.source;
  const marks = useMemo(() => (shown ? [{ start: shown.start, end: shown.end }] : []), [shown]);

  useEffect(() => setChosen(0), [evidence]);
  useEffect(() => {
    if (open && matchMedia('(max-width: 1199px)').matches) panel.current?.focus();
  }, [open, title]);
  useMarkInView(panel, source, marks);

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      className={open ? 'panel open' : 'panel'}
      aria-label="Source text"
      onKeyDown={event => event.key === 'Escape' && open && onClose()}
    >
      <div className="panel-head">
        <div>
          <h2>{title}</h2>
          {children}
        </div>
        <button type="button" className="icon-button close-narrow" aria-label="Close the source text" onClick={onClose}>
          <svg viewBox="0 0 18 18" aria-hidden="true">
            <path d="m4 4 10 10M14 4 4 14" />
          </svg>
        </button>
      </div>
      {!shown && <p className="muted note">No source is quoted for this.</p>}
      {evidence.length > 1 && (
        <div className="row quotes" role="group" aria-label="Quotes">
          {evidence.map((one, i) => (
            <button key={i} type="button" className="button" aria-pressed={one === shown} onClick={() => setChosen(i)}>
              Quote {i + 1}
            </button>
          ))}
        </div>
      )}
      {shown && (
        <p className="note muted source-line">
          <Grade grade={shown.grade} />
          <span>
            <Link href={sourceHref(shown.source.id, { fact })}>{shown.source.title}</Link>, {shown.source.publisher}
            {shown.source.reviewedOn && `, reviewed ${date(shown.source.reviewedOn)}`}, line {shown.line}
          </span>
          {shown.note && <span>Editor’s note: {shown.note}</span>}
        </p>
      )}
      {error && <Failed error={error} retry={retry} />}
      {shown && !source && loading && <Loading what="the source" />}
      {source && <SourceText compact text={source.text} sentences={source.coverage.sentences} marks={marks} />}
    </aside>
  );
}
