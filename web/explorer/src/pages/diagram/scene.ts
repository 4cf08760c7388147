import type { Ontology } from '../../api/ontology';
import type { Grade } from '../../api/types';

/** What the server answers for REACTFLOW. Lengths are pixels. */
export type Scene = {
  revision: number;
  title: string;
  truncated: string | null;
  width: number;
  height: number;
  layout: string;
  nodes: SceneNode[];
  edges: SceneEdge[];
  /** What stands for parts that were rolled up. */
  groups: { id: string; members: string[]; inside: number }[];
};

export type SceneNode = {
  id: string;
  type: string;
  position: { x: number; y: number };
  width: number;
  height: number;
  data: {
    label: string;
    lines: string[];
    kind: string;
    form: string | null;
    color: string;
    grade: Grade;
    /** Relations to entities that are not drawn. */
    hidden: number;
    /** With since: what happened to it. */
    mark?: string;
  };
};

export type SceneEdge = {
  id: string;
  source: string;
  target: string;
  data: {
    label: string;
    type: string;
    verb: string | null;
    grade: Grade;
    both?: boolean;
    implied: boolean;
    count: number;
    facts: string[];
    sentence: string;
    points: [number, number][];
    mark?: string;
  };
};

/** Reads a scene. It has kinds by their labels, as a reader does; the page has their names. */
export function readScene(content: string, ontology: Ontology): Scene {
  const scene = JSON.parse(content) as Scene;
  const names = new Map(ontology.kinds.map(kind => [kind.label, kind.name]));
  for (const { data } of scene.nodes) data.kind = names.get(data.kind) ?? data.kind;
  return scene;
}

/** Nodes joined to one, with the edge that joins them. */
export function neighbors(scene: Scene, id: string): { node: SceneNode; edge: SceneEdge }[] {
  const byId = new Map(scene.nodes.map(node => [node.id, node]));
  return scene.edges.flatMap(edge => {
    const other = edge.source === id ? edge.target : edge.target === id ? edge.source : null;
    const node = other === null ? undefined : byId.get(other);
    return node && node.id !== id ? [{ node, edge }] : [];
  });
}

/** Nodes that nothing but this one leads to: what collapsing it hides. */
export function leaves(scene: Scene, id: string, keep: string[]): string[] {
  return [...new Set(neighbors(scene, id).map(({ node }) => node.id))].filter(
    other => !keep.includes(other) && neighbors(scene, other).every(({ node }) => node.id === id),
  );
}

/** The joined node that lies most in a direction, for walking with the arrow keys. */
export function toward(scene: Scene, id: string, dx: number, dy: number): string | null {
  const from = scene.nodes.find(node => node.id === id);
  if (!from) return null;
  const middle = (node: SceneNode) => ({ x: node.position.x + node.width / 2, y: node.position.y + node.height / 2 });
  const start = middle(from);
  let best: { id: string; cost: number } | null = null;
  for (const { node } of neighbors(scene, id)) {
    const at = middle(node);
    const [x, y] = [at.x - start.x, at.y - start.y];
    const along = x * dx + y * dy;
    const cost = along + 2 * Math.abs(x * dy - y * dx);
    if (along > 0 && (best === null || cost < best.cost)) best = { id: node.id, cost };
  }
  return best?.id ?? null;
}

/** What the boxes and lines cover; lines may run outside of all boxes. */
export function bounds(scene: Scene): { x: number; y: number; width: number; height: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const cover = (x: number, y: number) => {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  };
  for (const { position, width, height } of scene.nodes) {
    cover(position.x, position.y);
    cover(position.x + width, position.y + height);
  }
  for (const { data } of scene.edges) for (const [x, y] of data.points) cover(x, y);
  return scene.nodes.length === 0 ? { x: 0, y: 0, width: 1, height: 1 } : { x: left, y: top, width: right - left, height: bottom - top };
}

/** An edge of which an end was moved, from box to box, until the server routes it; null for others. */
export function straight(scene: Scene, edge: SceneEdge, moved: Record<string, { x: number; y: number }>): [number, number][] | null {
  if (!moved[edge.source] && !moved[edge.target]) return null;
  const [a, b] = [edge.source, edge.target].map(id => scene.nodes.find(node => node.id === id));
  if (!a || !b) return null;
  const middle = (node: SceneNode): [number, number] => {
    const { x, y } = moved[node.id] ?? node.position;
    return [x + node.width / 2, y + node.height / 2];
  };
  const border = (node: SceneNode, to: [number, number]): [number, number] => {
    const [x, y] = middle(node);
    const [dx, dy] = [to[0] - x, to[1] - y];
    const k = Math.min(node.width / 2 / Math.abs(dx || 1e-9), node.height / 2 / Math.abs(dy || 1e-9), 1);
    return [x + dx * k, y + dy * k];
  };
  return [border(a, middle(b)), border(b, middle(a))];
}
