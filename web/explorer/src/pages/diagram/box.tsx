import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import type { CSSProperties } from 'react';
import { kindOf, useOntology } from '../../api/ontology';
import { gradeWord } from '../../ui/grade';
import type { SceneNode } from './scene';

export type BoxNode = Node<SceneNode['data'] & { shape: string }, 'box'>;

const marks: Record<string, string> = { added: '+', removed: '−', retracted: '−', changed: '~' };

/** An entity: the shape of its kind around its name. */
export function Box({ data, width = 0, height = 0, selected }: NodeProps<BoxNode>) {
  const { label } = kindOf(useOntology(), data.kind);
  const effect = data.mark?.toLowerCase();
  return (
    <div
      className={['node', selected && 'selected', effect && `effect-${effect}`].filter(Boolean).join(' ')}
      style={{ '--kind': data.color, width, height } as CSSProperties}
      title={`${label}: ${data.label} (${gradeWord(data.grade)})`}
    >
      <svg width={width} height={height} aria-hidden="true">
        <path d={outline(data.shape, width, height)} />
      </svg>
      <div className="node-text">
        {data.lines.map((line, i) => (
          <span key={i}>{line}</span>
        ))}
      </div>
      {data.hidden > 0 && <span className="node-more" title={`${data.hidden} more relations: press e to expand`}>+{data.hidden}</span>}
      {effect && <span className="node-effect">{marks[effect] ?? effect}</span>}
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
}

/** Shapes as the server draws them, half a pixel within the box. */
function outline(shape: string, w: number, h: number): string {
  const [l, t, r, b] = [0.75, 0.75, w - 0.75, h - 0.75];
  const rounded = (k: number) =>
    `M${l + k} ${t}H${r - k}Q${r} ${t} ${r} ${t + k}V${b - k}Q${r} ${b} ${r - k} ${b}H${l + k}Q${l} ${b} ${l} ${b - k}V${t + k}Q${l} ${t} ${l + k} ${t}Z`;
  const m = (t + b) / 2;
  switch (shape) {
    case 'rect':
    case 'rectangle':
      return `M${l} ${t}H${r}V${b}H${l}Z`;
    case 'pill': {
      const k = Math.min((b - t) / 2, 22);
      return `M${l + k} ${t}H${r - k}A${k} ${k} 0 0 1 ${r} ${t + k}V${b - k}A${k} ${k} 0 0 1 ${r - k} ${b}H${l + k}A${k} ${k} 0 0 1 ${l} ${b - k}V${t + k}A${k} ${k} 0 0 1 ${l + k} ${t}Z`;
    }
    case 'hexagon':
      return `M${l + 12} ${t}H${r - 12}L${r} ${m}L${r - 12} ${b}H${l + 12}L${l} ${m}Z`;
    case 'banner':
      return `M${l} ${t}H${r}V${b}H${l}L${l + 10} ${m}Z`;
    case 'diamond':
      return `M${l + 10} ${t}H${r - 10}L${r} ${t + 10}V${b - 10}L${r - 10} ${b}H${l + 10}L${l} ${b - 10}V${t + 10}Z`;
    case 'sheet':
      return `M${l} ${t}H${r - 12}L${r} ${t + 12}V${b}H${l}ZM${r - 12} ${t}V${t + 12}H${r}`;
    case 'rounded':
      return rounded(8);
    default:
      return rounded(14);
  }
}
