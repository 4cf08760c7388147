import { EdgeLabelRenderer, type Edge, type EdgeProps } from '@xyflow/react';
import { labelPlace } from './labels';
import type { SceneEdge } from './scene';

export type WireEdge = Edge<SceneEdge['data'] & { labelled: boolean }, 'wire'>;

const dashes = { STATED: undefined, CONSTRUED: '7 4', CONTEXTUAL: '1.5 4', EDITORIAL: '1 7' };

/** A relation along the line that the server routed. */
export function Wire({ data, selected, markerEnd, markerStart }: EdgeProps<WireEdge>) {
  if (!data) return null;
  const path = along(data.points);
  const middle = labelPlace(data.points);
  const effect = data.mark?.toLowerCase();
  return (
    <>
      <path d={path} className="wire-reach" />
      <path
        d={path}
        className={['wire', selected && 'selected', data.implied && 'implied', effect && `effect-${effect}`].filter(Boolean).join(' ')}
        strokeDasharray={data.implied ? undefined : dashes[data.grade]}
        markerEnd={markerEnd}
        markerStart={markerStart}
      />
      {data.implied && <path d={path} className="wire-core" />}
      {(data.labelled || selected) && (
        <EdgeLabelRenderer>
          <div className="wire-label" style={{ transform: `translate(-50%, -50%) translate(${middle[0]}px, ${middle[1]}px)` }}>
            {effect === 'added' ? '+ ' : effect === 'removed' || effect === 'retracted' ? '− ' : ''}
            {data.label}
            {data.count > 1 && ` (${data.count})`}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

/** Straight runs with small rounded corners. */
function along(points: [number, number][]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${first[0]} ${first[1]}`;
  rest.forEach(([x, y], i) => {
    const before = points[i]!;
    const next = points[i + 2];
    if (!next) {
      path += `L${x} ${y}`;
      return;
    }
    const near = (p: [number, number]): [number, number] => {
      const length = Math.hypot(p[0] - x, p[1] - y) || 1;
      const k = Math.min(6, length / 2) / length;
      return [x + (p[0] - x) * k, y + (p[1] - y) * k];
    };
    const [a, b] = [near(before), near(next)];
    path += `L${a[0]} ${a[1]}Q${x} ${y} ${b[0]} ${b[1]}`;
  });
  return path;
}
