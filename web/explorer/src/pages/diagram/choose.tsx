import { useLens } from '../../api/lens';
import type { Ref } from '../../api/types';
import { useQuery } from '../../api/use-query';
import startQuery from '../../queries/start.graphql?raw';
import { navigate, withParams } from '../../router';
import { Main } from '../../ui/frame';
import { KindMark } from '../../ui/kind-mark';
import { Link } from '../../ui/link';
import { Search } from '../../ui/search';
import { Failed } from '../../ui/states';

type View = { name: string; title: string; roots: string[]; problem: string | null };
type Answer = { view: { stats: { hubs: { degree: number; entity: Ref }[] }; diagramViews: View[] } };

/** Where a diagram can begin: also one with a saved view that does not say. */
export function Choose({ view, missing }: { view: string | null; missing: boolean }) {
  const lens = useLens();
  const { data, error, retry } = useQuery<Answer>(startQuery, { lens });
  const hubs = data?.view.stats.hubs ?? [];
  const views = data?.view.diagramViews.filter(one => one.roots.length > 0 && one.problem === null) ?? [];
  const keep = missing ? { view: null } : {};
  return (
    <Main title="Diagram" className="choose">
      <h1>Diagram</h1>
      {missing && <p role="alert">There is no saved view “{view}”{lens.revision !== undefined && ` at revision ${lens.revision}`}. Begin with one of those below, or with an entity.</p>}
      {view !== null && !missing && <p>The view “{view}” does not say where to begin.</p>}
      <p className="muted">Begin with an entity; the picture shows what it is related to.</p>
      <Search main large autoFocus label="Begin with" placeholder="ICE, ERO, JTTF …" onChoose={entity => navigate(withParams({ roots: entity.id, ...keep }))} />
      {error && <Failed error={error} retry={retry} />}
      {views.length > 0 && (
        <section aria-labelledby="saved-views">
          <h2 id="saved-views">Saved views</h2>
          <ul className="choices">
            {views.map(({ name, title }) => (
              <li key={name}>
                <Link className="choice-box" href={withParams({ view: name })}>
                  {title}
                  {title !== name && <span className="muted small">{name}</span>}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {views.length > 0 && <h2>Most related</h2>}
      <ul className="choices">
        {hubs.map(({ entity, degree }) => (
          <li key={entity.id}>
            <Link className="choice-box" href={withParams({ roots: entity.id, ...keep })}>
              <KindMark kind={entity.kind} />
              {entity.name}
              <span className="muted small">{degree} relations</span>
            </Link>
          </li>
        ))}
      </ul>
    </Main>
  );
}
