import '@xyflow/react/dist/base.css';
import { ControlButton, Controls, getViewportForBounds, MarkerType, ReactFlow, type NodeMouseHandler, type ReactFlowInstance } from '@xyflow/react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { entityHref, href, navigate, withParams } from '../../router';
import { Box, type BoxNode } from './box';
import { act } from './actions';
import { roomyLabels } from './labels';
import { bounds, toward, type Scene } from './scene';
import type { Asked } from './request';
import { Wire, type WireEdge } from './wire';

const nodeTypes = { box: Box };
const edgeTypes = { wire: Wire };

/** So many edges have their labels at all times; more would be a thicket. */
const maxLabels = 20;

/** Small enough to have 500 boxes in view. */
const minZoom = 0.05;

const arrows: Record<string, [number, number]> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

type Props = { scene: Scene; asked: Asked; selected: string | null };

/** The scene as the server placed it, to be moved about in and walked through. */
export function Picture({ scene, asked, selected }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const flow = useRef<ReactFlowInstance<BoxNode, WireEdge> | null>(null);
  const nodes = useMemo<BoxNode[]>(
    () =>
      scene.nodes.map(node => ({
        ...node,
        type: 'box',
        data: { ...node.data, shape: node.type },
        selected: node.id === selected,
        ariaLabel: node.data.label,
      })),
    [scene, selected],
  );
  const edges = useMemo<WireEdge[]>(() => {
    const labelled = scene.edges.length <= maxLabels ? roomyLabels(scene) : new Set<string>();
    const arrow = { type: MarkerType.ArrowClosed, width: 14, height: 14, color: 'var(--line)' };
    return scene.edges.map(edge => ({
      ...edge,
      type: 'wire',
      data: { ...edge.data, labelled: labelled.has(edge.id) || edge.id === hovered || edge.source === selected || edge.target === selected },
      markerEnd: arrow,
      markerStart: edge.data.both ? { ...arrow, orient: 'auto-start-reverse' } : undefined,
      selected: edge.id === selected,
      ariaLabel: edge.data.sentence,
    }));
  }, [scene, selected, hovered]);

  const fit = () => {
    const { clientWidth, clientHeight } = box.current!;
    void flow.current?.setViewport(getViewportForBounds(bounds(scene), clientWidth, clientHeight, minZoom, 1, 0.03));
  };
  useEffect(fit, [scene]);

  const select = (id: string | null) => navigate(withParams({ sel: id }), { replace: true });
  const focus = (id: string) => box.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus();

  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('.react-flow__node')?.dataset.id;
    if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = arrows[event.key];
    if (way) {
      const next = toward(scene, id, way[0], way[1]);
      if (next !== null) focus(next);
    } else if (event.key === 'Enter') navigate(entityHref(id));
    else if (event.key === ' ') select(id);
    else if (event.key === 'p') navigate(href('/path', { from: id }));
    else if (!act(event.key, id, scene, asked)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const click: NodeMouseHandler<BoxNode> = (_event, node) => select(node.id);

  return (
    <div className="picture" ref={box} onKeyDownCapture={keys}>
      <div className="picture-fill">
        <ReactFlow<BoxNode, WireEdge>
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onInit={instance => {
            flow.current = instance;
            fit();
          }}
          onNodeClick={click}
          onNodeDoubleClick={(_event, node) => navigate(entityHref(node.id))}
          onEdgeClick={(_event, edge) => select(edge.id)}
          onEdgeMouseEnter={(_event, edge) => setHovered(edge.id)}
          onEdgeMouseLeave={() => setHovered(null)}
          onPaneClick={() => select(null)}
          nodesDraggable={false}
          nodesConnectable={false}
          edgesFocusable={scene.edges.length <= 60}
          minZoom={minZoom}
          maxZoom={2.5}
          onlyRenderVisibleElements={scene.nodes.length > 150}
          zoomOnDoubleClick={false}
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          proOptions={{ hideAttribution: true }}
          ariaLabelConfig={{ 'controls.zoomIn.ariaLabel': 'Zoom in', 'controls.zoomOut.ariaLabel': 'Zoom out', 'controls.ariaLabel': 'Zoom' }}
          aria-label={`Diagram: ${scene.title}`}
        >
          <Controls showInteractive={false} showFitView={false}>
              <ControlButton onClick={fit} title="See all" aria-label="See all">
                <svg viewBox="0 0 18 18" aria-hidden="true">
                  <path fill="none" stroke="currentColor" strokeWidth="2" d="M2 6V2h4M12 2h4v4M16 12v4h-4M6 16H2v-4" />
                </svg>
              </ControlButton>
            </Controls>
        </ReactFlow>
      </div>
    </div>
  );
}
