import { useMemo } from 'react';
import { useLens } from '../../api/lens';
import type { Relation } from '../../api/types';
import { useQuery } from '../../api/use-query';
import factsQuery from '../../queries/facts.graphql?raw';
import { entityHref, href, navigate, withParams } from '../../router';
import { Copy } from '../../ui/copy';
import { Grade } from '../../ui/grade';
import { KindTag } from '../../ui/kind-mark';
import { Link } from '../../ui/link';
import { ReadingPanel } from '../../ui/reading-panel';
import { Failed, Loading } from '../../ui/states';
import { citation } from '../entity/citation';
import { act, actions } from './actions';
import type { Asked } from './request';
import { neighbors, type Scene, type SceneEdge, type SceneNode } from './scene';

/** The sentence without its grade, which stands below it. */
const plain = (edge: SceneEdge) => edge.data.sentence.replace(/ \((stated|construed|contextual|editorial)\)$/, '');

const close = () => navigate(withParams({ sel: null }));

/** What is selected in the picture, with what can be done to it and where it is said. */
export function Selection({ scene, asked, selected }: { scene: Scene; asked: Asked; selected: string }) {
  const node = scene.nodes.find(one => one.id === selected);
  const edge = scene.edges.find(one => one.id === selected);
  if (node) return <NodePanel scene={scene} asked={asked} node={node} />;
  return edge ? <EdgePanel edge={edge} /> : null;
}

function NodePanel({ scene, asked, node }: { scene: Scene; asked: Asked; node: SceneNode }) {
  const near = neighbors(scene, node.id);
  const group = scene.groups.find(one => one.id === node.id);
  return (
    <aside className="panel open" aria-label="Selected" onKeyDown={event => event.key === 'Escape' && close()}>
      <div className="panel-head">
        <div>
          <KindTag kind={node.data.kind} form={node.data.form} />
          <h2>
            <Link href={entityHref(node.id)}>{node.data.label}</Link>
          </h2>
        </div>
        <CloseButton />
      </div>
      <div className="row panel-actions">
        {actions.map(({ key, name }) => (
          <button key={key} type="button" className="button" onClick={() => act(key, node.id, scene, asked)}>
            {name} <kbd aria-hidden="true">{key}</kbd>
          </button>
        ))}
        <Link className="button" href={href('/path', { from: node.id })}>
          Path from here
        </Link>
      </div>
      {node.data.hidden > 0 && <p className="note muted panel-note">{node.data.hidden} more relations lead to what is not drawn.</p>}
      {group && (
        <p className="note panel-note">
          Stands for{' '}
          {group.members.map((member, i) => (
            <span key={member}>
              {i > 0 && ', '}
              <Link href={entityHref(member)}>{member}</Link>
            </span>
          ))}
          .
        </p>
      )}
      <ul className="panel-facts">
        {near.map(({ edge }) => (
          <li key={edge.id}>
            <p>
              <Link href={withParams({ sel: edge.id })} replace className="quiet">
                {plain(edge)}
              </Link>
            </p>
            <p className="small muted">
              <Grade grade={edge.data.grade} />
            </p>
          </li>
        ))}
      </ul>
    </aside>
  );
}

function EdgePanel({ edge }: { edge: SceneEdge }) {
  const lens = useLens();
  const { data, error, loading, retry } = useQuery<{ view: { nodes: (Relation | null)[] } }>(factsQuery, { ids: edge.data.facts.slice(0, 50), lens });
  const facts = (data?.view.nodes ?? []).filter(fact => fact !== null);
  const evidence = useMemo(() => facts.flatMap(fact => fact.evidence), [data]);
  const first = facts[0];
  if (!first) {
    return (
      <aside className="panel open" aria-label="Selected">
        <div className="panel-head">
          <h2>{plain(edge)}</h2>
          <CloseButton />
        </div>
        {error ? <Failed error={error} retry={retry} /> : loading && <Loading what="the facts" />}
      </aside>
    );
  }
  return (
    <ReadingPanel open title={`${first.sentence}.`} evidence={evidence} fact={first.id} onClose={close}>
      {facts.slice(1, 6).map(fact => (
        <p key={fact.id} className="note">
          {fact.sentence}.
        </p>
      ))}
      {edge.data.count > 6 && <p className="small muted">6 of {edge.data.count} shown</p>}
      <Copy text={() => citation(first, first.subject.id)} className="button plain copy-citation">
        Copy with citation
      </Copy>
    </ReadingPanel>
  );
}

function CloseButton() {
  return (
    <button type="button" className="icon-button" aria-label="Close" onClick={close}>
      <svg viewBox="0 0 18 18" aria-hidden="true">
        <path d="m4 4 10 10M14 4 4 14" />
      </svg>
    </button>
  );
}
