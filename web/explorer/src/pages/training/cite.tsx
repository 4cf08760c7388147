import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useLens } from '../../api/lens';
import { useQuery } from '../../api/use-query';
import textQuery from '../../queries/text.graphql?raw';
import { navigate, sourceHref, usePlace, withParams } from '../../router';
import { date } from '../../ui/format';
import { Link } from '../../ui/link';
import { useMarkInView } from '../../ui/mark-in-view';
import { findQuote } from '../../ui/quote';
import { SourceText, type Sentence } from '../../ui/source-text';
import { Failed, Loading } from '../../ui/states';
import type { Citation } from './types';

export const place = ({ title, line }: Citation) => `${title}, line ${line}`;

/** The address of the source reader with the quote marked. */
export const citeHref = ({ source, line, quote }: Citation) => sourceHref(source, { line, quote });

/**
 * A link to the words of a source. It opens them beside the page; the source
 * itself where the browser opens links elsewhere.
 */
export function Cite({ citation, children, label }: { citation: Citation; children?: ReactNode; label?: string }) {
  return (
    <Link
      className="cite"
      href={citeHref(citation)}
      aria-label={label}
      onClick={event => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        navigate(withParams({ cite: `${citation.source}:${citation.line}`, quote: citation.quote }));
      }}
    >
      {children ?? place(citation)}
    </Link>
  );
}

export const uncited = { cite: null, quote: null };

/** What the address cites; null where it cites nothing. */
export function useCited(): { source: string; line: number; quote: string } | null {
  const { params } = usePlace();
  const [cite, quote] = [params.get('cite'), params.get('quote')];
  return useMemo(() => {
    const found = /^(.+):(\d{1,9})$/.exec(cite ?? '');
    return found && quote ? { source: found[1]!, line: Number(found[2]), quote } : null;
  }, [cite, quote]);
}

type Source = { id: string; title: string; publisher: string; reviewedOn: string | null; text: string; coverage: { sentences: Sentence[] } };

/** The source text with the quote marked, scrolled to it. */
export function CitedPanel({ source: id, line, quote }: { source: string; line: number; quote: string }) {
  const lens = useLens();
  const panel = useRef<HTMLElement>(null);
  const opener = useRef<Element | null>(null);
  const { data, error, loading, retry } = useQuery<{ view: { source: Source | null } }>(textQuery, { id, lens });
  const source = data?.view.source;
  const marks = useMemo(() => {
    const found = source ? findQuote(source.text, line, quote) : null;
    return found ? [found] : [];
  }, [source, line, quote]);
  const close = () => {
    navigate(withParams(uncited));
    if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
  };

  useEffect(() => {
    if (!panel.current?.contains(document.activeElement)) opener.current = document.activeElement;
    panel.current?.focus({ preventScroll: true });
  }, [id, line, quote]);
  useMarkInView(panel, source, marks);

  return (
    <aside ref={panel} tabIndex={-1} className="panel open" aria-label="Source text" onKeyDown={event => event.key === 'Escape' && close()}>
      <div className="panel-head">
        <div>
          <h2>
            <Link href={sourceHref(id, { line, quote })}>{source?.title ?? id}</Link>
          </h2>
          {source && (
            <p className="small muted">
              {source.publisher}
              {source.reviewedOn && `, reviewed ${date(source.reviewedOn)}`}, line {line}
            </p>
          )}
        </div>
        <button type="button" className="icon-button" aria-label="Close the source text" onClick={close}>
          <svg viewBox="0 0 18 18" aria-hidden="true">
            <path d="m4 4 10 10M14 4 4 14" />
          </svg>
        </button>
      </div>
      {error && <Failed error={error} retry={retry} />}
      {!source && loading && <Loading what="the source" />}
      {source && (
        <>
          {marks.length === 0 && <p className="note muted">The text at this revision does not have the quote.</p>}
          <SourceText compact text={source.text} sentences={source.coverage.sentences} marks={marks} />
        </>
      )}
    </aside>
  );
}
