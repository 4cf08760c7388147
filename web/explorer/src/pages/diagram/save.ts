import { ApiError, ask } from '../../api/client';
import type { Grade } from '../../api/types';
import diagramQuery from '../../queries/diagram.graphql?raw';
import saveViewQuery from '../../queries/save-view.graphql?raw';
import { maxNodes, type Asked } from './request';
import { fetchView, prefix, type SavedView } from './saved-view';
import { rewriteView, type Pins, type ViewFile } from './view-file';

type Problem = { path: string; message: string; hint: string | null };
type Answer = {
  commit: {
    applied: boolean;
    revision: { revision: number };
    problems: Problem[];
    conflicts: { actual: number }[];
    questions: { question: string; blocking: boolean; holds: boolean }[];
  };
};

/** What became of it: saved, a view of that name in the way, or wrong. */
export type Saved = { saved: true } | { saved: false; theirs: SavedView } | { saved: false; problem: string };

/** Names as they can stand in an id and an address. */
export const viewName = /^[a-z0-9][a-z0-9_\-]{0,59}$/;

/** How the page draws now, as a view says it; what is as usual is not said. */
export function viewOf(asked: Asked, layout: string, grade: Grade | undefined, pins: Pins): ViewFile {
  const named = (names: string[]) => (names.length > 0 ? names : undefined);
  return {
    layout,
    roots: asked.roots,
    depth: asked.depth,
    direction: asked.direction === 'ANY' ? undefined : asked.direction,
    types: named(asked.types),
    kinds: named(asked.kinds),
    hidden: named(asked.hide),
    collapse: asked.collapse === '' ? undefined : asked.collapse === 'top' ? [] : asked.collapse.split('+'),
    limit: asked.limit === maxNodes ? undefined : asked.limit,
    grade: grade ?? asked.grade,
    pins,
  };
}

/**
 * Saves a view by name. over is the view of that name that it replaces, as the
 * reader knows it; null where there is to be none. What that says besides, its
 * pins and comments among it, stays; so does what the view says that is shown.
 */
export async function saveView(name: string, title: string, view: ViewFile, shown: SavedView | null, over: SavedView | null, variables: object): Promise<Saved> {
  const base = over ?? shown;
  const pins = over === null || shown === null || over.name === shown.name ? view.pins : { ...shown.file.pins, ...view.pins };
  const text = await rewriteView(base?.text ?? '', { ...view, pins, title: title || (over === shown ? undefined : base?.file.title) });
  const source = { id: prefix + name, title: title || over?.title || name, publisher: 'A saved diagram view', text };
  const problem = await tried(source, variables, name);
  if (problem) return { saved: false, problem };
  const { data } = await ask<Answer>(saveViewQuery, { source, was: over?.revision ?? 0, message: `Save the diagram view ${name}` }, undefined, { quiet: true });
  const { applied, problems, conflicts, questions } = data.commit;
  if (conflicts[0]) {
    const theirs = await fetchView(name);
    if (theirs) return { saved: false, theirs };
    return { saved: false, problem: 'the view has been taken away meanwhile; save it once more' };
  }
  if (problems[0]) return { saved: false, problem: problems[0].message };
  const blocking = questions.find(one => one.blocking && !one.holds);
  if (!applied && blocking) return { saved: false, problem: `the stored question ${blocking.question} would no longer hold` };
  return { saved: true };
}

/** Draws with the view before it is saved: boxes may be where they cannot stay. */
async function tried(source: object, variables: object, view: string): Promise<string | null> {
  const { lens } = variables as { lens: object };
  const asked = { ...variables, view, layout: null, since: null, format: 'REACTFLOW', theme: 'LIGHT', frame: 'FIT' };
  try {
    await ask(diagramQuery, { ...asked, lens: { ...lens, revision: undefined, changes: [{ source }] } }, undefined, { quiet: true });
    return null;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'BAD_INPUT') return error.message;
    throw error;
  }
}
