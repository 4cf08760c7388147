import { useMemo } from 'react';
import { useLens } from '../../api/lens';
import { list, usePlace } from '../../router';

/** What the server draws at once unless more is asked for. */
export const maxNodes = 500;

export const layouts = ['ORG', 'LAYERED', 'RADIAL', 'MATRIX'] as const;

/** What the address asks to draw. */
export type Asked = {
  roots: string[];
  depth: number;
  kinds: string[];
  types: string[];
  hide: string[];
  collapse: string;
  /** '' leaves it to the saved view. */
  layout: string;
  view: string | null;
  since: number | null;
  limit: number;
};

export function useAsked(): Asked {
  const { params } = usePlace();
  const text = params.toString();
  return useMemo(() => read(new URLSearchParams(text)), [text]);
}

function read(params: URLSearchParams): Asked {
  const number = (name: string, fallback: number, most: number) => {
    const value = Number(params.get(name) ?? NaN);
    return Number.isInteger(value) && value >= 0 ? Math.min(value, most) : fallback;
  };
  const layout = (params.get('layout') ?? '').toUpperCase();
  return {
    roots: list(params, 'roots'),
    depth: number('depth', 1, 20),
    kinds: list(params, 'kinds'),
    types: list(params, 'types'),
    hide: list(params, 'hide'),
    collapse: params.get('collapse') ?? '',
    layout: (layouts as readonly string[]).includes(layout) ? layout : params.has('view') ? '' : 'ORG',
    view: params.get('view'),
    since: params.has('since') ? number('since', 0, Number.MAX_SAFE_INTEGER) : null,
    limit: number('limit', maxNodes, 10_000),
  };
}

/** Variables of queries/diagram.graphql, but for the format; null without roots. */
export function useDiagramVariables(asked: Asked): object | null {
  const lens = useLens();
  return useMemo(() => {
    if (asked.roots.length === 0) return null;
    return {
      roots: asked.roots,
      depth: asked.depth,
      types: asked.types.length > 0 ? asked.types : null,
      kinds: asked.kinds.length > 0 ? asked.kinds : null,
      filter: asked.hide.length > 0 ? { not: { id: { in: asked.hide } } } : null,
      collapse: asked.collapse === '' ? null : asked.collapse === 'top' ? {} : { into: asked.collapse.split('+') },
      limit: asked.limit,
      layout: asked.layout || null,
      view: asked.view,
      since: asked.since,
      lens,
    };
  }, [asked, lens]);
}
