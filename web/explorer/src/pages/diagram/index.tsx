import './diagram.css';
import { useMemo, useRef, useState } from 'react';
import { useOntology } from '../../api/ontology';
import { useQuery } from '../../api/use-query';
import diagramQuery from '../../queries/diagram.graphql?raw';
import { usePlace } from '../../router';
import { Frame } from '../../ui/frame';
import { Failed, Loading } from '../../ui/states';
import { Choose } from './choose';
import { Facets } from './facets';
import type { Answer } from './pictures';
import { maxNodes, useAsked, useDiagramVariables, type Asked } from './request';
import { useSavedView } from './saved-view';
import { readScene } from './scene';
import { Selection } from './selection';
import { screen, Shown } from './shown';

export default function DiagramPage() {
  const { params } = usePlace();
  const { view, ...saved } = useSavedView(params.get('view'));
  const next = useAsked(view ?? null);
  // While a view is read, what was drawn before stays.
  const last = useRef<Asked | null>(null);
  if (view !== undefined) last.current = next;
  const asked = last.current;
  const [agreed, setAgreed] = useState(maxNodes);
  const variables = useDiagramVariables(asked, agreed);
  const { data, error, loading, retry } = useQuery<Answer>(diagramQuery, variables && { ...variables, ...screen });
  const content = data?.view.subgraph.diagram.content;
  const ontology = useOntology();
  const scene = useMemo(() => (content === undefined ? null : readScene(content, ontology)), [content, ontology]);
  const selected = params.get('sel');
  if (asked === null) {
    return (
      <Frame title="Diagram">
        {saved.error ? <Failed error={saved.error} retry={saved.retry} /> : <Loading what="the view" />}
      </Frame>
    );
  }
  if (variables === null) return <Choose view={asked.view} missing={asked.view !== null && view === null} />;
  const side = <Facets asked={asked} scene={scene} />;
  const panel = scene && selected !== null ? <Selection scene={scene} asked={asked} selected={selected} /> : null;
  return (
    <Frame title={scene?.title ?? 'Diagram'} facets="What is drawn" side={side} panel={panel}>
      {saved.error && <Failed error={saved.error} retry={saved.retry} />}
      {error && <Failed error={error} retry={retry} />}
      {!scene && loading && <Loading what="the diagram" />}
      {scene && data && (
        <Shown scene={scene} asked={asked} selected={selected} variables={variables} agreed={agreed} onAgree={setAgreed} answer={data.view.subgraph} busy={loading} />
      )}
    </Frame>
  );
}
