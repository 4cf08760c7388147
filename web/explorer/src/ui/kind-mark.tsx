import type { CSSProperties, ReactNode } from 'react';
import { kindOf, useOntology } from '../api/ontology';

/** Shapes of 18 by 18: kinds differ in shape as well as in colour. */
const shapes: Record<string, ReactNode> = {
  rectangle: <rect x="2" y="4" width="14" height="10" />,
  rounded: <rect x="2" y="4" width="14" height="10" rx="3" />,
  pill: <rect x="1" y="5" width="16" height="8" rx="4" />,
  hexagon: <path d="M5 3.5h8L17 9l-4 5.5H5L1 9z" />,
  banner: <path d="M1.5 4h15v10h-15l3-5z" />,
  diamond: <path d="M9 1.5 16.5 9 9 16.5 1.5 9z" />,
  sheet: <path d="M3.5 2h8L15 5.5V16H3.5zM11.5 2v3.5H15" />,
  circle: <circle cx="9" cy="9" r="7.5" />,
};

/** The shape and colour of a kind. Its name always stands near, so it is hidden from readers. */
export function KindMark({ kind }: { kind: string }) {
  const { color, shape, label } = kindOf(useOntology(), kind);
  const style = { '--kind': color ?? undefined } as CSSProperties;
  return (
    <svg className="kind-mark" viewBox="0 0 18 18" style={style} aria-hidden="true">
      <g fill="currentColor" fillOpacity="0.16" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round">
        {shapes[shape ?? 'circle'] ?? shapes.circle}
      </g>
      {(shape ?? 'circle') === 'circle' && (
        <text x="9" y="12.4" textAnchor="middle" fontSize="9.5" fontWeight="650" fill="currentColor">
          {label.charAt(0)}
        </text>
      )}
    </svg>
  );
}

export function KindTag({ kind, form }: { kind: string; form?: string | null }) {
  const { label } = kindOf(useOntology(), kind);
  const more = form?.replaceAll('_', ' ').toLowerCase();
  return (
    <span className="kind-tag">
      <KindMark kind={kind} />
      {more && more !== label.toLowerCase() ? `${label}, ${more}` : label}
    </span>
  );
}
