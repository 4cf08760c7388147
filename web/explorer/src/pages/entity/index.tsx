import './entity.css';
import { useMemo } from 'react';
import { useLens, type Lens } from '../../api/lens';
import { useOntology } from '../../api/ontology';
import type { Evidence, Fact } from '../../api/types';
import { useQuery } from '../../api/use-query';
import entityQuery from '../../queries/entity.graphql?raw';
import { href, navigate, usePlace, withParams } from '../../router';
import { Copy } from '../../ui/copy';
import { number } from '../../ui/format';
import { Frame } from '../../ui/frame';
import { KindTag } from '../../ui/kind-mark';
import { Link } from '../../ui/link';
import { ReadingPanel } from '../../ui/reading-panel';
import { Empty, Failed, Loading } from '../../ui/states';
import { useKeys } from '../../ui/keys';
import { Around } from './around';
import { citation } from './citation';
import { FactGroup } from './fact-group';
import { GradeFacet } from './grade-facet';
import { groupFacts, sentenceFrom } from './group';
import { History } from './history';
import { Names, type Alias } from './names';

type Entity = {
  id: string;
  name: string;
  kind: string;
  form: string | null;
  note: string | null;
  degree: number;
  evidence: Evidence[];
  facts: { totalCount: number; nodes: Fact[] };
};
type Answer = { view: { entity: Entity | null }; names: { entity: { aliases: Alias[] } | null } };

/** So many facts at first; the reader may ask for all that a page of the server holds. */
const fewFacts = 200;
const manyFacts = 1000;

export function EntityPage({ id }: { id: string }) {
  const lens = useLens();
  const { params } = usePlace();
  const first = params.get('facts') === 'all' ? manyFacts : fewFacts;
  const names: Lens = { ...lens, minGrade: 'EDITORIAL' };
  const { data, error, loading, retry } = useQuery<Answer>(entityQuery, { id, first, lens, names });
  const entity = data?.view.entity;

  if (error) {
    return (
      <Frame title={id}>
        <Failed error={error} retry={retry} />
      </Frame>
    );
  }
  if (!data || !entity) {
    return (
      <Frame title={id}>
        {!data && loading ? (
          <Loading what={id} />
        ) : (
          <Empty title={`Nothing is called “${id}”${lens.revision === undefined ? '' : ` at revision ${lens.revision}`}`}>
            <p>Search by a name, an acronym or a part of one; or read another revision.</p>
          </Empty>
        )}
      </Frame>
    );
  }
  return <Page entity={entity} aliases={data.names.entity?.aliases ?? []} />;
}

function Page({ entity, aliases }: { entity: Entity; aliases: Alias[] }) {
  const { params } = usePlace();
  const ontology = useOntology();
  const { nodes, totalCount } = entity.facts;
  const groups = useMemo(() => groupFacts(nodes, entity.id, ontology), [nodes, entity.id, ontology]);
  const chosen = nodes.find(fact => fact.id === params.get('fact')) ?? null;
  const close = () => {
    navigate(withParams({ fact: null, names: null }));
    document.getElementById(chosen ? `fact-${chosen.id}` : 'names')?.focus();
  };
  useKeys(key => {
    if (key === 'p') navigate(href('/path', { from: entity.id }));
    if (key === 'f' || key === 'e') navigate(href('/d', { roots: entity.id }));
  });
  const panel = chosen ? (
    <ReadingPanel open title={`${sentenceFrom(chosen, entity.id)}.`} evidence={chosen.evidence} fact={chosen.id} onClose={close}>
      <Copy text={() => citation(chosen, entity.id)} className="button plain copy-citation">
        Copy with citation
      </Copy>
    </ReadingPanel>
  ) : (
    <ReadingPanel open={params.has('names')} title={`Where “${entity.name}” is named`} evidence={entity.evidence} onClose={close} />
  );
  return (
    <Frame title={entity.name} side={<Side groups={groups} />} panel={panel}>
      <article className="entity">
        <header>
          <KindTag kind={entity.kind} form={entity.form} />
          <h1>{entity.name}</h1>
          <Names aliases={aliases} />
          {entity.note && <p className="note muted">Editor’s note: {entity.note}.</p>}
          <div className="row">
            <Link className="button" href={href('/d', { roots: entity.id })}>
              Diagram
            </Link>
            <Link className="button" href={href('/path', { from: entity.id })}>
              Path from here
            </Link>
            <Link className="button names-button" id="names" href={withParams({ names: 'show' })}>
              Where it is named
            </Link>
          </div>
        </header>
        {groups.map(group => (
          <FactGroup key={group.key} group={group} entity={entity.id} chosen={chosen?.id ?? null} />
        ))}
        {totalCount === 0 && (
          <Empty title="No facts are shown">
            <p>The grade or revision chosen may hide them.</p>
            <Link href={withParams({ grade: 'editorial' })}>Show facts of every grade</Link>
          </Empty>
        )}
        {totalCount > nodes.length && (
          <p className="row">
            {number(nodes.length)} of {number(totalCount)} facts shown.
            {!params.has('facts') && <Link href={withParams({ facts: 'all' })}>Show more</Link>}
          </p>
        )}
        <Around entity={entity} />
        <History id={entity.id} />
      </article>
    </Frame>
  );
}

function Side({ groups }: { groups: ReturnType<typeof groupFacts> }) {
  return (
    <>
      <nav className="facet on-page" aria-label="On this page">
        <h2>On this page</h2>
        {groups.map(group => (
          <a key={group.key} className="choice" href={`#${group.key}`}>
            {group.title}
            <span className="count">{group.facts.length}</span>
          </a>
        ))}
      </nav>
      <GradeFacet />
    </>
  );
}
