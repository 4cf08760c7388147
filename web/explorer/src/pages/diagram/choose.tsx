import { useLens } from '../../api/lens';
import type { Ref } from '../../api/types';
import { useQuery } from '../../api/use-query';
import startQuery from '../../queries/start.graphql?raw';
import { navigate, withParams } from '../../router';
import { Main } from '../../ui/frame';
import { KindMark } from '../../ui/kind-mark';
import { Link } from '../../ui/link';
import { Search } from '../../ui/search';

/** Where a diagram can begin. */
export function Choose() {
  const lens = useLens();
  const { data } = useQuery<{ view: { stats: { hubs: { degree: number; entity: Ref }[] } } }>(startQuery, { lens });
  const hubs = data?.view.stats.hubs ?? [];
  return (
    <Main title="Diagram" className="choose">
      <h1>Diagram</h1>
      <p className="muted">Begin with an entity; the picture shows what it is related to.</p>
      <Search main large autoFocus label="Begin with" placeholder="ICE, ERO, JTTF …" onChoose={entity => navigate(withParams({ roots: entity.id }))} />
      <ul className="choices">
        {hubs.map(({ entity, degree }) => (
          <li key={entity.id}>
            <Link className="choice-box" href={withParams({ roots: entity.id })}>
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
