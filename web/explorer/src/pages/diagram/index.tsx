import './diagram.css';
import { useMemo } from 'react';
import { ApiError, ask } from '../../api/client';
import { useQuery } from '../../api/use-query';
import diagramQuery from '../../queries/diagram.graphql?raw';
import { navigate, usePlace, withParams } from '../../router';
import { Download, type Picture as PictureFile } from '../../ui/download';
import { counted } from '../../ui/format';
import { Frame } from '../../ui/frame';
import { Empty, Failed, Loading } from '../../ui/states';
import { Twins, useTwin } from '../../ui/tabs';
import { Choose } from './choose';
import { EdgeTable, edgeRows } from './edge-table';
import { embedCode } from './embed';
import { Facets } from './facets';
import { Picture } from './picture';
import { maxNodes, useAsked, useDiagramVariables, type Asked } from './request';
import type { Scene } from './scene';
import { Selection } from './selection';

type Answer = {
  view: { subgraph: { totalCount: number; truncated: boolean; reason: string | null; diagram: { content: string; mediaType: string; truncated: string | null } } };
};

const screen = { format: 'REACTFLOW', theme: 'LIGHT', frame: 'FIT' };

export default function DiagramPage() {
  const asked = useAsked();
  const variables = useDiagramVariables(asked);
  const { data, error, loading, retry } = useQuery<Answer>(diagramQuery, variables && { ...variables, ...screen });
  const content = data?.view.subgraph.diagram.content;
  const scene = useMemo(() => (content === undefined ? null : (JSON.parse(content) as Scene)), [content]);
  const selected = usePlace().params.get('sel');
  if (variables === null) return <Choose />;
  const side = <Facets asked={asked} scene={scene} />;
  const panel = scene && selected !== null ? <Selection scene={scene} asked={asked} selected={selected} /> : null;
  return (
    <Frame title={scene?.title ?? 'Diagram'} facets="What is drawn" side={side} panel={panel}>
      {error && <Failed error={error} retry={retry} />}
      {!scene && loading && <Loading what="the diagram" />}
      {scene && data && (
        <Shown
          scene={scene}
          asked={asked}
          selected={selected}
          variables={variables}
          reason={data.view.subgraph.truncated ? data.view.subgraph.reason : null}
          busy={loading}
        />
      )}
    </Frame>
  );
}

type ShownProps = { scene: Scene; asked: Asked; selected: string | null; variables: object; reason: string | null; busy: boolean };

function Shown({ scene, asked, selected, variables, reason, busy }: ShownProps) {
  const twin = useTwin();
  const name = scene.title.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase().slice(0, 60) || 'diagram';
  return (
    <article className="diagram" aria-busy={busy}>
      <header className="row diagram-head">
        <h1>{scene.title}</h1>
        <p className="note muted" role="status">
          {scene.truncated ? `${scene.truncated} shown` : counted(scene.nodes.length, 'entity', 'entities')}, {counted(scene.edges.length, 'relation')}
          {asked.since !== null && `, changes since revision ${asked.since}`}
        </p>
        <span className="spacer" />
        <Twins />
        <Download
          name={name}
          query={diagramQuery}
          variables={{ ...variables, ...screen }}
          json={() => scene}
          rows={() => edgeRows(scene)}
          pictures={pictures(variables)}
          embed={embedCode(asked, scene)}
        />
      </header>
      {scene.truncated && (
        <p className="row note diagram-truncated">
          {scene.truncated} shown.{reason && !reason.startsWith('limit') && ` ${reason}.`}
          {asked.limit <= maxNodes && (
            <button type="button" className="button" onClick={() => navigate(withParams({ limit: 2000 }))}>
              Draw up to 2,000
            </button>
          )}
        </p>
      )}
      {scene.nodes.length === 0 ? (
        <Empty title="There is nothing to draw">
          <p>Choose more kinds or relations, or more steps.</p>
        </Empty>
      ) : twin === 'picture' ? (
        <Picture scene={scene} asked={asked} selected={selected} />
      ) : twin === 'table' ? (
        <EdgeTable scene={scene} />
      ) : (
        <pre className="json" tabIndex={0} role="region" aria-label="JSON">
          {JSON.stringify(scene, null, 2)}
        </pre>
      )}
    </article>
  );
}

/** The same picture as files; the server draws them. */
function pictures(variables: object): PictureFile[] {
  const make = (format: string, theme: string, frame: string) => async () => {
    const { data } = await ask<Answer>(diagramQuery, { ...variables, format, theme, frame });
    const { content, mediaType } = data.view.subgraph.diagram;
    if (!content) throw new ApiError('There is nothing to draw.', 'NOT_FOUND');
    const binary = format === 'PNG' || format === 'PDF';
    return new Blob([binary ? Uint8Array.from(atob(content), c => c.charCodeAt(0)) : content], { type: mediaType });
  };
  return [
    { format: 'SVG', label: 'Picture (SVG)', extension: 'svg', make: make('SVG', 'LIGHT', 'FIT') },
    { format: 'SVG', label: 'Slide, 16:9 (SVG)', extension: 'svg', make: make('SVG', 'LIGHT', 'SLIDE') },
    { format: 'PNG', label: 'Slide, 16:9 (PNG)', extension: 'png', make: make('PNG', 'LIGHT', 'SLIDE') },
    { format: 'PDF', label: 'Page, A4 (PDF)', extension: 'pdf', make: make('PDF', 'PRINT', 'A4') },
    { format: 'MERMAID', label: 'Mermaid', extension: 'mmd', make: make('MERMAID', 'LIGHT', 'FIT') },
  ];
}
