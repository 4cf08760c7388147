import { lazy, Suspense } from 'react';
import { useLens } from '../../api/lens';
import type { Page, Ref } from '../../api/types';
import { useQuery } from '../../api/use-query';
import searchQuery from '../../queries/search.graphql?raw';
import { entityHref, withParams, usePlace } from '../../router';
import { CodePoints } from '../../ui/code-points';
import { counted } from '../../ui/format';
import { KindTag } from '../../ui/kind-mark';
import { Link } from '../../ui/link';
import { Empty, Failed, Loading } from '../../ui/states';

const Download = lazy(() => import('../diagram/download'));

type Highlight = { field: string; text: string; spans: { start: number; end: number }[] };
type Search = {
  totalCount: number;
  totalCountIsExact: boolean;
  pageInfo: Page;
  nodes: { entity: Ref; highlights: Highlight[] }[];
};

/** What a full text search found, each with the words where they stand. */
export function Results({ text }: { text: string }) {
  const lens = useLens();
  const after = usePlace().params.get('after');
  const variables = { text, after, lens };
  const { data, error, loading, retry } = useQuery<{ view: { search: Search } }>(searchQuery, variables);
  if (error) return <Failed error={error} retry={retry} />;
  if (!data) return loading ? <Loading what="what was found" /> : null;
  const found = data.view.search;
  if (found.totalCount === 0) {
    return (
      <Empty title={`Nothing says “${text}”`}>
        <p>Try fewer words, the beginning of one with a star (terror*), or a misspelt one with a tilde (terorism~).</p>
      </Empty>
    );
  }
  return (
    <section aria-label="What was found" className="results">
      <div className="row">
        <p className="muted note" role="status">
          {found.totalCountIsExact ? '' : 'At least '}
          {counted(found.totalCount, 'entity', 'entities')} found
        </p>
        <Suspense fallback={<span className="button">Take away</span>}>
          <Download
            name="search"
            query={searchQuery}
            variables={variables}
            json={() => found}
            rows={() => [['id', 'name', 'kind', 'where', 'words'], ...found.nodes.map(({ entity, highlights: [first] }) => [entity.id, entity.name, entity.kind, first?.field ?? '', first?.text ?? ''])]}
            drawn={{ roots: found.nodes.map(({ entity }) => entity.id), depth: 0, lens }}
          />
        </Suspense>
      </div>
      <ol>
        {found.nodes.map(({ entity, highlights }) => (
          <li key={entity.id}>
            <div className="row">
              <Link href={entityHref(entity.id)}>{entity.name}</Link>
              <KindTag kind={entity.kind} />
            </div>
            {highlights.slice(0, 2).map((highlight, i) => (
              <p key={i} className="note">
                <span className="muted">{highlight.field}: </span>
                <Marked {...highlight} />
              </p>
            ))}
          </li>
        ))}
      </ol>
      {found.pageInfo.hasNextPage && (
        <Link className="button" href={withParams({ after: found.pageInfo.endCursor })}>
          Next page
        </Link>
      )}
    </section>
  );
}

function Marked({ text, spans }: Highlight) {
  const points = new CodePoints(text);
  let at = 0;
  const parts = spans.flatMap(({ start, end }, i) => {
    const before = points.slice(at, start);
    at = end;
    return [before, <mark key={i}>{points.slice(start, end)}</mark>];
  });
  return (
    <>
      {parts}
      {points.slice(at, points.length)}
    </>
  );
}
