import type { Scene } from './scene';

/** The middle of the longest run, where a label has room. */
export function labelPlace(points: [number, number][]): [number, number] {
  let best: [number, number] = points[0] ?? [0, 0];
  let longest = -1;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    const length = Math.hypot(a[0] - b[0], a[1] - b[1]);
    if (length > longest) [longest, best] = [length, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]];
  }
  return best;
}

/** Rough size of a label, in pixels: 11 px type. */
const size = (text: string) => ({ width: 6.2 * text.length + 10, height: 16 });

/**
 * Edges whose labels have room: one that
 * would lie over another or over a box is left to hover and focus.
 */
export function roomyLabels(scene: Scene): Set<string> {
  const taken = scene.nodes.map(node => ({ x: node.position.x, y: node.position.y, width: node.width, height: node.height }));
  const found = new Set<string>();
  for (const edge of scene.edges) {
    const [x, y] = labelPlace(edge.data.points);
    const { width, height } = size(edge.data.label);
    const place = { x: x - width / 2, y: y - height / 2, width, height };
    const meets = (other: typeof place) =>
      place.x < other.x + other.width && other.x < place.x + place.width && place.y < other.y + other.height && other.y < place.y + place.height;
    if (taken.some(meets)) continue;
    taken.push(place);
    found.add(edge.id);
  }
  return found;
}
