import { useMemo } from 'react';
import { useLens } from '../../api/lens';
import type { Grade } from '../../api/types';
import { list, usePlace } from '../../router';
import type { SavedView } from './saved-view';
import type { ViewFile } from './view-file';

/** What is drawn at once; for more the page asks. */
export const maxNodes = 500;

export const layouts = ['ORG', 'LAYERED', 'RADIAL', 'MATRIX'] as const;
export const directions = ['ANY', 'OUT', 'IN'] as const;

/** What the address asks to draw, and where that is silent, the saved view. */
export type Asked = {
  roots: string[];
  depth: number;
  direction: string;
  kinds: string[];
  types: string[];
  hide: string[];
  /** '' for nothing, 'top', or kinds with + between. */
  collapse: string;
  /** '' leaves it to the saved view. */
  layout: string;
  view: string | null;
  saved: SavedView | null;
  since: number | null;
  /** As wished for: not all of it may be drawn unasked. */
  limit: number;
  /** The weakest that a saved view shows, where the address does not say. */
  grade: Grade | undefined;
};

export function useAsked(saved: SavedView | null): Asked {
  const { params } = usePlace();
  const text = params.toString();
  return useMemo(() => read(new URLSearchParams(text), saved), [text, saved]);
}

/** Says "none of these" in an address where a saved view says some. */
const none = '-';

function read(params: URLSearchParams, saved: SavedView | null): Asked {
  const file: ViewFile = saved?.file ?? {};
  const number = (name: string, fallback: number, most: number) => {
    const value = Number(params.get(name) ?? NaN);
    return Number.isInteger(value) && value >= 0 ? Math.min(value, most) : fallback;
  };
  const names = (name: string, otherwise: unknown) => {
    if (!params.has(name)) return Array.isArray(otherwise) ? otherwise.map(String) : [];
    return params.get(name) === none ? [] : list(params, name);
  };
  const one = (name: string, known: readonly string[], otherwise: string) => {
    const value = (params.get(name) ?? '').toUpperCase();
    return known.includes(value) ? value : otherwise;
  };
  const rolled = Array.isArray(file.collapse) ? file.collapse.join('+') || 'top' : '';
  const collapse = params.get('collapse') ?? rolled;
  return {
    roots: names('roots', file.roots),
    depth: number('depth', file.depth ?? 1, 20),
    direction: one('direction', directions, file.direction ?? 'ANY'),
    kinds: names('kinds', file.kinds),
    types: names('types', file.types),
    hide: names('hide', file.hidden),
    collapse: collapse === none ? '' : collapse,
    layout: one('layout', layouts, params.has('view') ? '' : 'ORG'),
    view: params.get('view'),
    saved,
    since: params.has('since') ? number('since', 0, Number.MAX_SAFE_INTEGER) : null,
    limit: number('limit', file.limit ?? maxNodes, 10_000),
    grade: file.grade,
  };
}

/** Values for an address: none of them has to be said where a saved view has some. */
export function some(asked: Asked, values: readonly string[]): readonly string[] | string {
  return values.length === 0 && asked.view !== null ? none : values;
}

/** Variables of queries/diagram.graphql, but for the format; null without roots. */
export function useDiagramVariables(asked: Asked | null, most: number): object | null {
  const lens = useLens();
  return useMemo(() => {
    if (asked === null || asked.roots.length === 0) return null;
    return {
      roots: asked.roots,
      depth: asked.depth,
      direction: asked.direction,
      types: asked.types.length > 0 ? asked.types : null,
      kinds: asked.kinds.length > 0 ? asked.kinds : null,
      filter: asked.hide.length > 0 ? { not: { id: { in: asked.hide } } } : null,
      hidden: asked.hide,
      collapse: asked.collapse === '' ? null : asked.collapse === 'top' ? {} : { into: asked.collapse.split('+') },
      limit: Math.min(asked.limit, most),
      layout: asked.layout || null,
      view: asked.view,
      since: asked.since,
      lens: asked.grade && !lens.minGrade ? { ...lens, minGrade: asked.grade } : lens,
    };
  }, [asked, most, lens]);
}
