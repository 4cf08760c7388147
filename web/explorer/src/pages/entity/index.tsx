import './entity.css';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useLens, type Lens } from '../../api/lens';
import { sentenceCase, useOntology, words } from '../../api/ontology';
import type { Evidence, Fact, Page as PageInfo } from '../../api/types';
import { useQuery } from '../../api/use-query';
import entityQuery from '../../queries/entity.graphql?raw';
import { href, navigate, usePlace, withParams } from '../../router';
import { Copy } from '../../ui/copy';
import { number } from '../../ui/format';
import { Frame } from '../../ui/frame';
import { GradeFacet } from '../../ui/grade-facet';
import { KindTag } from '../../ui/kind-mark';
import { Link } from '../../ui/link';
import { ReadingPanel } from '../../ui/reading-panel';
import { Empty, Failed, Loading } from '../../ui/states';
import { useKeys } from '../../ui/keys';
import { Around } from './around';
import { Ask } from './ask';
import { citation, citationRows } from './citation';
import { FactGroup } from './fact-group';
import { groupFacts, sentenceFrom } from './group';
import { History } from './history';
import { Names, type Alias } from './names';

/** Its menu is of use after the facts are read: it comes when they are there. */
const Download = lazy(() => import('../diagram/download'));

type Entity = {
  id: string;
  name: string;
  kind: string;
  form: string | null;
  note: string | null;
  degree: number;
  evidence: Evidence[];
  all: { totalCount: number; facets: { values: { value: string; count: number }[] }[] };
  facts: { totalCount: number; pageInfo: PageInfo; nodes: Fact[] };
};
type Answer = { view: { entity: Entity | null; chosen: (Fact | null)[] }; names: { entity: { aliases: Alias[] } | null } };

/** Facts on a page. Where there are more, the reader turns to the next or chooses a type. */
const pageSize = 200;

export function EntityPage({ id }: { id: string }) {
  const lens = useLens();
  const { params } = usePlace();
  const names: Lens = { ...lens, minGrade: 'EDITORIAL' };
  const [type, fact] = [params.get('type'), params.get('fact')];
  // A fact chosen on a page of its own is asked for; elsewhere it is among the others.
  const [asked] = useState(fact);
  const filter = type === null ? null : { types: [type] };
  const variables = { id, filter, first: pageSize, after: params.get('after'), chosen: asked === null ? [] : [asked], lens, names };
  const { data, error, loading, retry } = useQuery<Answer>(entityQuery, variables);
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
  return <Page entity={entity} linked={data.view.chosen[0] ?? null} aliases={data.names.entity?.aliases ?? []} variables={variables} />;
}

function Page({ entity, linked, aliases, variables }: { entity: Entity; linked: Fact | null; aliases: Alias[]; variables: object & { lens: Lens } }) {
  const { params } = usePlace();
  const ontology = useOntology();
  const { nodes, totalCount } = entity.facts;
  const groups = useMemo(() => groupFacts(nodes, entity.id, ontology), [nodes, entity.id, ontology]);
  const chosen = nodes.find(fact => fact.id === params.get('fact')) ?? (linked?.id === params.get('fact') ? linked : null);
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
    <Frame title={entity.name} side={<Side groups={groups} entity={entity} />} panel={panel}>
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
            <Suspense fallback={<span className="button">Take away</span>}>
              <Download
                name={entity.id}
                query={entityQuery}
                variables={variables}
                json={() => entity}
                rows={() => [['fact', 'sentence', 'grade', 'quote', 'source', 'line'], ...nodes.flatMap(fact => citationRows(fact, entity.id))]}
                drawn={{ roots: [entity.id], depth: 1, lens: variables.lens }}
              />
            </Suspense>
            <Link className="button names-button" id="names" href={withParams({ names: 'show' })}>
              Where it is named
            </Link>
          </div>
        </header>
        {entity.all.totalCount > nodes.length && <Turn entity={entity} />}
        {groups.map(group => (
          <FactGroup key={group.key} group={group} entity={entity.id} chosen={chosen?.id ?? null} />
        ))}
        {totalCount === 0 && (
          <Empty title="No facts are shown">
            <p>The grade or revision chosen may hide them.</p>
            <Link href={withParams({ grade: 'editorial' })}>Show facts of every grade</Link>
          </Empty>
        )}
        {totalCount > nodes.length && <Turn entity={entity} />}
        <Around entity={entity} />
        <History id={entity.id} />
        <Ask entity={entity} />
      </article>
    </Frame>
  );
}

/** How many of the facts are on this page, and the way to the others. */
function Turn({ entity }: { entity: Entity }) {
  const { params } = usePlace();
  const { nodes, totalCount, pageInfo } = entity.facts;
  const type = params.get('type');
  return (
    <p className="row note turn">
      <span>
        {number(nodes.length)} of {number(totalCount)} facts{type !== null && ` (${words(type)})`} shown.
      </span>
      {params.has('after') && (
        <Link className="button" href={withParams({ after: null })}>
          First page
        </Link>
      )}
      {pageInfo.hasNextPage && (
        <Link className="button" href={withParams({ after: pageInfo.endCursor, fact: null })} onClick={() => window.scrollTo(0, 0)}>
          Next page
        </Link>
      )}
      {type !== null && (
        <Link className="button" href={withParams({ type: null, after: null })}>
          Facts of every type
        </Link>
      )}
    </p>
  );
}

/** Where there is more than a page, the types with all their facts, to choose one. */
function Types({ entity }: { entity: Entity }) {
  const ontology = useOntology();
  const chosen = usePlace().params.get('type');
  const values = (entity.all.facets[0]?.values ?? []).filter(({ value }) => ontology.relationTypes.some(type => type.name === value));
  return (
    <nav className="facet on-page" aria-label="Facts by type">
      <h2>Facts by type</h2>
      {values.map(({ value, count }) => (
        <Link key={value} className="choice" aria-current={value === chosen || undefined} href={withParams({ type: value === chosen ? null : value, after: null, fact: null })}>
          {sentenceCase(value)}
          <span className="count">{number(count)}</span>
        </Link>
      ))}
    </nav>
  );
}

function Side({ groups, entity }: { groups: ReturnType<typeof groupFacts>; entity: Entity }) {
  if (entity.all.totalCount > pageSize) {
    return (
      <>
        <Types entity={entity} />
        <GradeFacet />
      </>
    );
  }
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
