import { ApiError, ask } from '../../api/client';
import type { Lens } from '../../api/lens';
import diagramQuery from '../../queries/diagram.graphql?raw';
import type { Picture } from '../../ui/download';
import { maxNodes } from './request';

/** The answer to queries/diagram.graphql. */
export type Answer = {
  view: { subgraph: { totalCount: number; truncated: boolean; reason: string | null; diagram: { content: string; mediaType: string; truncated: string | null } } };
};

/** Some entities, what lies so many steps from them, and all relations among these. */
export type Part = { roots: string[]; depth: number; types?: string[]; layout?: string; lens: Lens };

/** Variables of queries/diagram.graphql for a part of the graph, but for the format. */
export const part = ({ roots, depth, types, layout, lens }: Part) => ({ roots, depth, types, layout, lens, direction: 'ANY', limit: maxNodes });

/** Colours that files can have; the first is the usual, but for pages on paper. */
export const themes = ['light', 'dark', 'print'] as const;

/** The picture as files, in the theme chosen; the server draws them. */
export function pictures(variables: object, theme: string | null): Picture[] {
  const make = (format: string, frame: string, usual = 'LIGHT') => async () => {
    const { data } = await ask<Answer>(diagramQuery, { ...variables, format, theme: theme?.toUpperCase() ?? usual, frame });
    const { content, mediaType } = data.view.subgraph.diagram;
    if (!content) throw new ApiError('There is nothing to draw.', 'NOT_FOUND');
    const binary = format === 'PNG' || format === 'PDF';
    return new Blob([binary ? Uint8Array.from(atob(content), c => c.charCodeAt(0)) : content], { type: mediaType });
  };
  return [
    { label: 'Picture (SVG)', extension: 'svg', make: make('SVG', 'FIT') },
    { label: 'Picture (PNG)', extension: 'png', make: make('PNG', 'FIT') },
    { label: 'Slide, 16:9 (SVG)', extension: 'svg', make: make('SVG', 'SLIDE') },
    { label: 'Slide, 16:9 (PNG)', extension: 'png', make: make('PNG', 'SLIDE') },
    { label: 'Page, A4 (PDF)', extension: 'pdf', make: make('PDF', 'A4', 'PRINT') },
    { label: 'Mermaid', extension: 'mmd', make: make('MERMAID', 'FIT') },
    { label: 'Graphviz (DOT)', extension: 'dot', make: make('DOT', 'FIT') },
  ];
}
