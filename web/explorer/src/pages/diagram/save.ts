import { ask } from '../../api/client';
import savedViewQuery from '../../queries/saved-view.graphql?raw';
import saveViewQuery from '../../queries/save-view.graphql?raw';
import type { Asked } from './request';

export type Pins = Record<string, { x: number; y: number }>;

type Problem = { path: string; message: string; hint: string | null };
type Conflict = { actual: number; message: string; revision: { revision: number; time: string | null; author: string } | null };
type Answer = {
  commit: {
    applied: boolean;
    revision: { revision: number };
    problems: Problem[];
    conflicts: Conflict[];
    questions: { question: string; blocking: boolean; holds: boolean }[];
  };
};

/** What became of it: saved, somebody's view of that name in the way, or wrong. */
export type Saved = { saved: true } | { saved: false; conflict: Conflict } | { saved: false; problem: string };

/** Saved views have ids that begin so; internal/diagram has the same word. */
const prefix = 'diagrams.';

/** Names as they can stand in an id and an address. */
export const viewName = /^[a-z0-9][a-z0-9_\-]{0,59}$/;

/**
 * Saves layout, hidden entities and places by name. was is the revision that the
 * view of this name is known to be of; 0 where there is to be none.
 */
export async function saveView(name: string, title: string, asked: Asked, layout: string, moved: Pins, was: number): Promise<Saved> {
  const before = asked.view === null ? null : await pinned(asked.view);
  const view = { layout, title: title || undefined, pins: { ...before, ...moved }, hidden: asked.hide };
  const source = { id: prefix + name, title: title || name, publisher: 'A saved diagram view', text: `${JSON.stringify(view, null, 2)}\n` };
  const { data } = await ask<Answer>(saveViewQuery, { source, was, message: `Save the diagram view ${name}` }, undefined, { quiet: true });
  const { applied, problems, conflicts, questions } = data.commit;
  if (conflicts[0]) return { saved: false, conflict: conflicts[0] };
  if (problems[0]) return { saved: false, problem: problems[0].message };
  const blocking = questions.find(one => one.blocking && !one.holds);
  if (!applied && blocking) return { saved: false, problem: `the stored question ${blocking.question} would no longer hold` };
  return { saved: true };
}

/** The pins of a view, where its text is JSON, as this page writes it. */
async function pinned(name: string): Promise<Pins> {
  const { data } = await ask<{ view: { source: { text: string } | null } }>(savedViewQuery, { id: prefix + name, lens: {} });
  try {
    return (JSON.parse(data.view.source?.text ?? '{}') as { pins?: Pins }).pins ?? {};
  } catch {
    return {}; // YAML, by hand: what was moved now is saved
  }
}
