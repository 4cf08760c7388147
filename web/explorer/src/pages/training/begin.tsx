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
      <Group title="Joined to most" choices={hubs.data.view.stats.hubs.slice(0, 6).map(({ entity }) => ({ scope: entity.id, name: entity.name, kind: entity.kind }))} />
      <Group
        title="Mission areas, with what belongs to them"
        choices={(areas.data?.view.entities.nodes ?? []).slice(0, 6).map(area => ({ scope: `area:${area.id}`, name: area.name, kind: 'MissionArea' }))}
      />
      <Group title="All of a kind" choices={kinds.map(kind => ({ scope: `kind:${kind.name}`, name: kind.plural, kind: kind.name }))} />
    </div>
  );
}

function Group({ title, choices }: { title: string; choices: { scope: string; name: string; kind: string }[] }) {
  if (choices.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul className="begin-list">
        {choices.map(({ scope, name, kind }) => (
          <li key={scope}>
            <Link href={withParams({ scope })} title={name}>
              <KindMark kind={kind} />
              <span className="clamp">{name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
