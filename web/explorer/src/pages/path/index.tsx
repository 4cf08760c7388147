import './path.css';
import { useLens, type Lens } from '../../api/lens';
import type { Grade as GradeName, Ref } from '../../api/types';
import { useQuery } from '../../api/use-query';
import pathsQuery from '../../queries/paths.graphql?raw';
import { list, navigate, usePlace, withParams } from '../../router';
import Download from '../diagram/download';
import { counted, short } from '../../ui/format';
import { Frame } from '../../ui/frame';
import { GradeFacet } from '../../ui/grade-facet';
import { Empty, Failed, Loading } from '../../ui/states';
import { Twins, useTwin } from '../../ui/tabs';
import type { Cited } from '../entity/citation';
import { Ends } from './ends';
import { PathText } from './path-text';

export type Step = { direction: 'OUT' | 'IN'; sentence: string; entity: Ref; relation: { id: string; grade: GradeName; type: string; evidence: Cited[] } };
export type Path = { length: number; weakestGrade: GradeName | null; sentence: string; entities: Ref[]; steps: Step[] };
type Answer = {
  view: { from: Ref | null; to: Ref | null; paths: { exhausted: boolean; reason: string | null; paths: Path[] } };
};

const maxLength = 6;

export default function PathPage() {
  const lens = useLens();
  const { params } = usePlace();
  const [from, to] = [params.get('from'), params.get('to')];
  const avoid = list(params, 'avoid');
  const weight = params.get('best') === 'short' ? 'STEPS' : 'GRADE';
  const variables = from && to ? { from, to, avoid: avoid.length > 0 ? avoid : null, maxLength, weight, lens } : null;
  const { data, error, loading, retry } = useQuery<Answer>(pathsQuery, variables);
  const view = variables && data?.view;
  const title = view?.from && view.to ? `How are ${short(view.from.name)} and ${short(view.to.name)} connected?` : 'How are two entities connected?';
  return (
    <Frame title={title} facets="What is followed" side={<GradeFacet />}>
      <article className="paths">
        <h1>{title}</h1>
        <Ends from={from} to={to} />
        {error && <Failed error={error} retry={retry} />}
        {!view && loading && <Loading what="the paths" />}
        {!variables && (
          <Empty title="Name both ends">
            <p>For example INTERPOL and JTTF. The answer is in sentences first, each with its grade, then as a picture.</p>
          </Empty>
        )}
        {view && variables && <Answered view={view} variables={variables} avoid={avoid} />}
      </article>
    </Frame>
  );
}

function Answered({ view, variables, avoid }: { view: Answer['view']; variables: { lens: Lens }; avoid: string[] }) {
  const twin = useTwin();
  const { paths, exhausted, reason } = view.paths;
  const names = `${view.from?.name ?? ''} and ${view.to?.name ?? ''}`;
  return (
    <>
      <div className="row">
        <Twins label="Text" />
        <Best />
        <Download
          name="paths"
          query={pathsQuery}
          variables={variables}
          json={() => view.paths}
          drawn={{ roots: [...new Set(paths.flatMap(path => path.entities.map(entity => entity.id)))], depth: 0, lens: variables.lens }}
          rows={() => [['path', 'step', 'sentence', 'grade'], ...paths.flatMap((path, i) => path.steps.map((step, k) => [i + 1, k + 1, step.sentence, step.relation.grade]))]}
        />
      </div>
      {avoid.length > 0 && (
        <p className="row note">
          Without {avoid.join(', ')}.
          <button type="button" className="button" onClick={() => navigate(withParams({ avoid: null }))}>
            Allow {avoid.length === 1 ? 'it' : 'them'} again
          </button>
        </p>
      )}
      {paths.length === 0 && (
        <Empty title={`No connection between ${names} within ${maxLength} steps`}>
          <p>
            {exhausted ? 'Every relation that the grade and the revision show was followed, from either end.' : reason}
            {avoid.length > 0 && ` Paths through ${avoid.join(', ')} were left out.`}
          </p>
        </Empty>
      )}
      {twin === 'json' ? (
        <pre className="json" tabIndex={0} role="region" aria-label="JSON">
          {JSON.stringify(view.paths, null, 2)}
        </pre>
      ) : (
        paths.map((path, i) => <PathText key={path.sentence + i} path={path} start={view.from} number={i + 1} avoid={avoid} table={twin === 'table'} />)
      )}
      {paths.length > 0 && (
        <p className="note muted">
          {exhausted ? `There ${paths.length === 1 ? 'is no other path' : 'are no others'} within ${maxLength} steps.` : `The best ${counted(paths.length, 'path')} of more.`}
        </p>
      )}
    </>
  );
}

function Best() {
  const short = usePlace().params.get('best') === 'short';
  return (
    <div className="tabs" role="group" aria-label="Best first by">
      <button type="button" aria-pressed={!short} onClick={() => navigate(withParams({ best: null }))}>
        Least doubt
      </button>
      <button type="button" aria-pressed={short} onClick={() => navigate(withParams({ best: 'short' }))}>
        Fewest steps
      </button>
    </div>
  );
}
