import { useLens } from '../../api/lens';
import { kindOf, useOntology } from '../../api/ontology';
import type { Ref } from '../../api/types';
import { useQuery } from '../../api/use-query';
import areasQuery from '../../queries/training-areas.graphql?raw';
import startQuery from '../../queries/start.graphql?raw';
import { withParams } from '../../router';
import { KindMark } from '../../ui/kind-mark';
import { Link } from '../../ui/link';
import { Failed, Loading } from '../../ui/states';

type Hubs = { view: { stats: { hubs: { entity: Ref }[] } } };
type Areas = { view: { entities: { nodes: { id: string; name: string }[] } } };

/** What material can be about, where the address does not say. */
export function Begin() {
  const lens = useLens();
  const ontology = useOntology();
  const hubs = useQuery<Hubs>(startQuery, { lens });
  const areas = useQuery<Areas>(areasQuery, { lens });
  if (hubs.error) return <Failed error={hubs.error} retry={hubs.retry} />;
  if (!hubs.data) return <Loading what="what there is" />;
  const kinds = ['Directorate', 'Program', 'Partner'].map(name => kindOf(ontology, name)).filter(kind => kind.count > 0);
  return (
    <div className="begin">
      <p>
        Fact sheets, a glossary, comparisons and quizzes, drawn from the graph. Every sentence has its footnote; every wrong answer of a quiz is
        proven wrong. Choose what they are to be about:
      </p>
      <ul className="begin-list">
        {hubs.data.view.stats.hubs.slice(0, 6).map(({ entity }) => (
          <li key={entity.id}>
            <Link href={withParams({ scope: entity.id })}>
              <KindMark kind={entity.kind} /> {entity.name}
            </Link>
          </li>
        ))}
        {areas.data?.view.entities.nodes.slice(0, 4).map(area => (
          <li key={area.id}>
            <Link href={withParams({ scope: `area:${area.id}` })}>
              <KindMark kind="MissionArea" /> {area.name} <span className="muted">and what belongs to it</span>
            </Link>
          </li>
        ))}
        {kinds.map(kind => (
          <li key={kind.name}>
            <Link href={withParams({ scope: `kind:${kind.name}` })}>
              <KindMark kind={kind.name} /> {kind.plural}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
