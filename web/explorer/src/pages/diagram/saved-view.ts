import { useEffect, useState } from 'react';
import { ask, type ApiError } from '../../api/client';
import { useLens, type Lens } from '../../api/lens';
import { useQuery } from '../../api/use-query';
import savedViewQuery from '../../queries/saved-view.graphql?raw';
import { prepare, readView, type ViewFile } from './view-file';

/** Saved views have ids that begin so; internal/diagram has the same word. */
export const prefix = 'diagrams.';

/** A view as it is saved, with the revision that saved it, when and by whom. */
export type SavedView = { name: string; title: string; text: string; file: ViewFile; revision: number; author: string; time: string | null };

type Answer = {
  view: {
    source: { title: string; text: string; history: { nodes: { revision: { revision: number; author: string; time: string | null } }[] } } | null;
  };
};

async function read(name: string, { view: { source } }: Answer): Promise<SavedView | null> {
  if (!source) return null;
  const last = source.history.nodes[0]?.revision;
  const { title, text } = source;
  return { name, title, text, file: await readView(text), revision: last?.revision ?? 0, author: last?.author ?? '', time: last?.time ?? null };
}

/** The saved view of a name as it is now, or at a revision; null where there is none. */
export async function fetchView(name: string, lens: Lens = {}): Promise<SavedView | null> {
  const { data } = await ask<Answer>(savedViewQuery, { id: prefix + name, lens }, undefined, { quiet: true });
  return read(name, data);
}

/** The same for the page. The view is undefined while it is on its way; no name has none. */
export function useSavedView(name: string | null): { view: SavedView | null | undefined; error: ApiError | null; retry(): void } {
  const { revision } = useLens();
  const { data, error, loading, retry } = useQuery<Answer>(savedViewQuery, name === null ? null : { id: prefix + name, lens: revision === undefined ? {} : { revision } });
  const [found, setFound] = useState<{ data: Answer; view: SavedView | null } | null>(null);
  useEffect(() => {
    if (name !== null) prepare();
  }, [name]);
  useEffect(() => {
    if (name === null || !data || loading) return;
    let wanted = true;
    void read(name, data).then(view => wanted && setFound({ data, view }));
    return () => {
      wanted = false;
    };
  }, [name, data, loading]);
  if (name === null) return { view: null, error: null, retry };
  // While another revision of the view is read, the last one stays.
  return { view: found && (found.data === data || found.view?.name === name) ? found.view : undefined, error, retry };
}
