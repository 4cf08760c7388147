import '@xyflow/react/dist/base.css';
import { ControlButton, Controls, getViewportForBounds, MarkerType, ReactFlow, type NodeMouseHandler, type ReactFlowInstance } from '@xyflow/react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { entityHref, href, navigate, withParams } from '../../router';
import { Box, type BoxNode } from './box';
import { act } from './actions';
import { roomyLabels } from './labels';
import { bounds, straight, toward, type Scene } from './scene';
import type { Asked } from './request';
import type { Pins } from './view-file';
import { Wire, type WireEdge } from './wire';

const nodeTypes = { box: Box };
const edgeTypes = { wire: Wire };

/** So many edges have their labels at all times; more would be a thicket. */
const maxLabels = 20;

/** A finger moves the picture; a mouse can move a box, too. */
const fingers = matchMedia('(pointer: coarse)').matches;

/** A name can be read down to this; what does not fit then begins with what matters. */
const readableZoom = 0.6;

/** A picture of few boxes is not blown up. */
const largestZoom = 1.3;

/** Small enough to have 500 boxes in view. */
const minZoom = 0.05;

const arrows: Record<string, [number, number]> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

type Props = { scene: Scene; asked: Asked; selected: string | null; moved: Pins; onMove(id: string, at: Pins[string]): void };

/** The scene as the server placed it, to be moved about in and walked through. */
export function Picture({ scene, asked, selected, moved, onMove }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const flow = useRef<ReactFlowInstance<BoxNode, WireEdge> | null>(null);
  const nodes = useMemo<BoxNode[]>(
    () =>
      scene.nodes.map(node => ({
        ...node,
        position: moved[node.id] ?? node.position,
        type: 'box',
        data: { ...node.data, shape: node.type },
        selected: node.id === selected,
        ariaLabel: node.data.label,
      })),
    [scene, selected, moved],
  );
  const edges = useMemo<WireEdge[]>(() => {
    const labelled = roomyLabels(scene, scene.edges.length <= maxLabels ? scene.edges : scene.edges.filter(edge => edge.source === selected || edge.target === selected));
    const arrow = { type: MarkerType.ArrowClosed, width: 20, height: 20, markerUnits: 'userSpaceOnUse', color: 'var(--line)' };
    return scene.edges.map(edge => ({
      ...edge,
      type: 'wire',
      data: { ...edge.data, points: straight(scene, edge, moved) ?? edge.data.points, labelled: labelled.has(edge.id) || edge.id === hovered },
      markerEnd: arrow,
      markerStart: edge.data.both ? { ...arrow, orient: 'auto-start-reverse' } : undefined,
      selected: edge.id === selected,
      ariaLabel: edge.data.sentence,
    }));
  }, [scene, selected, hovered, moved]);

  const fit = () => {
    const { clientWidth, clientHeight } = box.current!;
    void flow.current?.setViewport(getViewportForBounds(bounds(scene), clientWidth, clientHeight, minZoom, largestZoom, 0.03));
  };
  /** All of it where it can be read so; else where it begins. */
  const start = () => {
    const { clientWidth, clientHeight } = box.current!;
    const all = getViewportForBounds(bounds(scene), clientWidth, clientHeight, minZoom, largestZoom, 0.03);
    const first = scene.nodes.find(node => node.id === selected) ?? scene.nodes.find(node => asked.roots.includes(node.id)) ?? scene.nodes[0];
    if (all.zoom >= readableZoom || !first) return fit();
    const { x, y, width, height } = bounds(scene);
    const [middleX, middleY] = [first.position.x + first.width / 2, first.position.y + first.height / 2];
    const place = (at: number, from: number, length: number, room: number, wish: number) => {
      const spare = room - length * readableZoom;
      if (spare >= 0) return spare / 2 - from * readableZoom;
      // What is chosen stands where it is wished, but for the ends of the picture.
      return Math.min(24 - from * readableZoom, Math.max(room - 24 - (from + length) * readableZoom, room * wish - at * readableZoom));
    };
    void flow.current?.setViewport({ zoom: readableZoom, x: place(middleX, x, width, clientWidth, 0.5), y: place(middleY, y, height, clientHeight, 0.4) });
  };
  useEffect(start, [scene]);

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
            start();
          }}
          onNodeClick={click}
          onNodeDoubleClick={(_event, node) => navigate(entityHref(node.id))}
          onEdgeClick={(_event, edge) => select(edge.id)}
          onEdgeMouseEnter={(_event, edge) => setHovered(edge.id)}
          onEdgeMouseLeave={() => setHovered(null)}
          onPaneClick={() => select(null)}
          nodesDraggable={!fingers}
          nodeDragThreshold={5}
          onNodeDrag={(_event, node) => onMove(node.id, { x: Math.max(0, Math.round(node.position.x)), y: Math.max(0, Math.round(node.position.y)) })}
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
