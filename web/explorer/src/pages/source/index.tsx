import './source.css';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { useLens } from '../../api/lens';
import type { Fact, SourceRef } from '../../api/types';
import { useQuery } from '../../api/use-query';
import sourceQuery from '../../queries/source.graphql?raw';
import { entityHref, navigate, usePlace, withParams } from '../../router';
import { counted, date, number } from '../../ui/format';
import { Frame } from '../../ui/frame';
import { Link } from '../../ui/link';
import { findQuote } from '../../ui/quote';
import { SourceText, type Sentence, type Span } from '../../ui/source-text';
import { Empty, Failed, Loading } from '../../ui/states';
import { citationRows } from '../entity/citation';
import { SentenceFacts } from './sentence-facts';

const Download = lazy(async () => ({ default: (await import('../../ui/download')).Download }));

export type Source = SourceRef & {
  url: string | null;
  text: string;
  coverage: { total: number; used: number; sentences: Sentence[] };
  facts: { totalCount: number; nodes: Fact[] };
};

/** As many facts as a page of the server holds. */
const maxFacts = 1000;

export function SourcePage({ id }: { id: string }) {
  const lens = useLens();
  const variables = { id, first: maxFacts, lens };
  const { data, error, loading, retry } = useQuery<{ view: { source: Source | null } }>(sourceQuery, variables);
  const source = data?.view.source;
  if (source) return <Page source={source} variables={variables} />;
  return (
    <Frame title={id}>
      {error ? (
        <Failed error={error} retry={retry} />
      ) : loading ? (
        <Loading what="the source" />
      ) : (
        <Empty title={`There is no source “${id}”`}>
          <p>Every fact leads to its source: open an entity and follow one.</p>
        </Empty>
      )}
    </Frame>
  );
}

const touches = (a: Span, b: Span) => a.start < b.end && b.start < a.end;

function Page({ source, variables }: { source: Source; variables: object }) {
  const { params } = usePlace();
  const { sentences, used, total } = source.coverage;
  const fact = source.facts.nodes.find(one => one.id === params.get('fact')) ?? null;
  const sentence = sentences.find(one => String(one.start) === params.get('sentence')) ?? null;
  const unused = params.get('show') === 'unused';
  const [line, quote] = [Number(params.get('line')), params.get('quote') ?? ''];
  const quoted = useMemo(() => findQuote(source.text, line, quote), [source, line, quote]);
  const marks = useMemo<Span[]>(() => {
    if (fact) return fact.evidence.filter(one => one.source.id === source.id);
    if (sentence) return [sentence];
    if (quoted) return [quoted];
    return unused ? sentences.filter(one => !one.used) : [];
  }, [fact, sentence, quoted, unused, source, sentences]);
  const span = sentence ?? quoted;
  const facts = fact ? [fact] : span ? source.facts.nodes.filter(one => quotes(one, source.id).some(quote => touches(quote, span))) : [];

  useEffect(() => {
    if (fact || quoted) document.querySelector('.source-page mark')?.scrollIntoView({ block: 'center' });
  }, [fact, quoted]);

  const panel = <SentenceFacts source={source} facts={facts} fact={fact} sentence={span} onClose={() => navigate(withParams({ sentence: null, fact: null, line: null, quote: null }))} />;
  return (
    <Frame title={source.title} side={<Contents source={source} />} panel={panel}>
      <article className="source-page">
        <header>
          <h1>{source.title}</h1>
          <p className="muted">
            {source.publisher}
            {source.reviewedOn && `, reviewed ${date(source.reviewedOn)}`}
            {source.url && (
              <>
                {', '}
                <a href={source.url} rel="noreferrer">
                  {source.url}
                </a>
              </>
            )}
          </p>
          <p className="row note">
            <span>
              <strong>
                {number(used)} of {counted(total, 'sentence')} used
              </strong>
              <span className="muted"> by {counted(source.facts.totalCount, 'fact')}</span>
            </span>
            <Link className="button" aria-current={unused || undefined} href={withParams({ show: unused ? null : 'unused', sentence: null, fact: null, line: null, quote: null })}>
              {unused ? 'Marking those not used' : 'Mark those not used'}
            </Link>
            <Suspense fallback={<span className="button">Take away</span>}>
              <Download
                name={source.id}
                query={sourceQuery}
                variables={variables}
                json={() => source}
                rows={() => [['fact', 'sentence', 'grade', 'quote', 'source', 'line'], ...source.facts.nodes.flatMap(one => citationRows(one, one.subject.id))]}
              />
            </Suspense>
          </p>
          {source.facts.totalCount > source.facts.nodes.length && (
            <p className="note">
              {number(source.facts.nodes.length)} of {number(source.facts.totalCount)} facts shown
            </p>
          )}
        </header>
        <SourceText text={source.text} sentences={sentences} marks={marks} />
      </article>
    </Frame>
  );
}

const quotes = (fact: Fact, source: string) => fact.evidence.filter(quote => quote.source.id === source);

/** The entities that the source says most about. */
function Contents({ source }: { source: Source }) {
  const counts = new Map<string, { name: string; count: number }>();
  for (const { subject } of source.facts.nodes) {
    const known = counts.get(subject.id);
    if (known) known.count++;
    else counts.set(subject.id, { name: subject.name, count: 1 });
  }
  const most = [...counts].sort((a, b) => b[1].count - a[1].count).slice(0, 12);
  if (most.length === 0) return null;
  return (
    <nav className="facet on-page" aria-label="What it is about">
      <h2>What it says most about</h2>
      {most.map(([id, { name, count }]) => (
        <Link key={id} className="choice" href={entityHref(id)}>
          {name}
          <span className="count">{count}</span>
        </Link>
      ))}
    </nav>
  );
}
