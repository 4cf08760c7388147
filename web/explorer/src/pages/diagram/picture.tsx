import '@xyflow/react/dist/base.css';
import { Controls, MarkerType, ReactFlow, type NodeMouseHandler, type ReactFlowInstance } from '@xyflow/react';
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { entityHref, href, navigate, withParams } from '../../router';
import { Box, type BoxNode } from './box';
import { act } from './actions';
import { toward, type Scene } from './scene';
import type { Asked } from './request';
import { Wire, type WireEdge } from './wire';

const nodeTypes = { box: Box };
const edgeTypes = { wire: Wire };

/** So many edges have their labels at all times; more would be a thicket. */
const maxLabels = 20;

const arrows: Record<string, [number, number]> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

type Props = { scene: Scene; asked: Asked; selected: string | null };

/** The scene as the server placed it, to be moved about in and walked through. */
export function Picture({ scene, asked, selected }: Props) {
  const box = useRef<HTMLDivElement>(null);
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
    const labelled = scene.edges.length <= maxLabels;
    const arrow = { type: MarkerType.ArrowClosed, width: 14, height: 14, color: 'var(--line)' };
    return scene.edges.map(edge => ({
      ...edge,
      type: 'wire',
      data: { ...edge.data, labelled: labelled || edge.source === selected || edge.target === selected },
      markerEnd: arrow,
      markerStart: edge.data.both ? { ...arrow, orient: 'auto-start-reverse' } : undefined,
      selected: edge.id === selected,
      ariaLabel: edge.data.sentence,
    }));
  }, [scene, selected]);

  useEffect(() => void flow.current?.fitView({ padding: 0.04, maxZoom: 1 }), [scene]);

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
        }}
        onNodeClick={click}
        onNodeDoubleClick={(_event, node) => navigate(entityHref(node.id))}
        onEdgeClick={(_event, edge) => select(edge.id)}
        onPaneClick={() => select(null)}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={scene.edges.length <= 60}
        fitView
        fitViewOptions={{ padding: 0.04, maxZoom: 1 }}
        minZoom={0.05}
        maxZoom={2.5}
        onlyRenderVisibleElements={scene.nodes.length > 150}
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        proOptions={{ hideAttribution: true }}
        aria-label={`Diagram: ${scene.title}`}
      >
        <Controls showInteractive={false} />
      </ReactFlow>
      </div>
    </div>
  );
}
