import { useSyncExternalStore } from 'react';

/**
 * Which revision the page reads, and which is the newest. All of a page is read
 * at one revision: the first answer fixes it, and the reader moves it on. Until
 * there is a newer one, questions need not name it: pinned is null.
 */
type Known = { shown: number | null; newest: number | null; pinned: number | null };

let known: Known = { shown: null, newest: null, pinned: null };
const listeners = new Set<() => void>();

function know(next: Partial<Known>): void {
  known = { ...known, ...next };
  listeners.forEach(listener => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useRevision(): Known {
  return useSyncExternalStore(subscribe, () => known);
}

/** Called with the revision of every answer. */
export function sawRevision(revision: number): void {
  if (known.newest !== null && revision <= known.newest) return;
  know(known.shown === null ? { newest: revision, shown: revision } : { newest: revision, pinned: known.shown });
}

/** Reads the newest revision from now on. */
export function showNewest(): void {
  know({ shown: known.newest, pinned: null });
}

let feed: EventSource | null = null;

/**
 * Follows the change feed while the page is visible: a browser allows few
 * connections to one host, and a hidden tab must not hold one.
 */
export function followChanges(): void {
  const follow = () => {
    if (document.visibilityState === 'hidden') {
      feed?.close();
      feed = null;
    } else if (feed === null) {
      feed = new EventSource(known.newest === null ? '/changes' : `/changes?after=${known.newest}`);
      feed.addEventListener('change', event => {
        const revision = Number(event.lastEventId);
        if (Number.isSafeInteger(revision)) sawRevision(revision);
      });
    }
  };
  document.addEventListener('visibilitychange', follow);
  follow();
}
