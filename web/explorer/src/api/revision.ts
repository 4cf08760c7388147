import { useSyncExternalStore } from 'react';
import { events } from '../../../shared/event-stream';
import { authorization, onToken } from '../../../shared/token';

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

let feed: AbortController | null = null;

/**
 * Follows the change feed while the page is visible: a browser allows few
 * connections to one host, and a hidden tab must not hold one.
 */
export function followChanges(): void {
  const follow = () => {
    if (document.visibilityState === 'hidden') {
      feed?.abort();
      feed = null;
    } else if (feed === null) {
      feed = new AbortController();
      void listen(feed.signal);
    }
  };
  document.addEventListener('visibilitychange', follow);
  onToken(() => {
    feed?.abort();
    feed = null;
    follow();
  });
  follow();
}

/** Milliseconds until it is tried again: longer each time, and a little by chance. */
const pause = (attempt: number) => Math.min(1000 * 2 ** attempt, 60_000) * (0.75 + Math.random() / 2);

/** Reads the feed until told to stop. A refusal ends it: the next token begins anew. */
async function listen(signal: AbortSignal): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      const address = known.newest === null ? '/changes' : `/changes?after=${known.newest}`;
      const response = await fetch(address, { headers: { accept: 'text/event-stream', ...authorization() }, signal });
      if (response.status === 401 || response.status === 403) return;
      if (response.ok && response.body) {
        for await (const { name, id } of events(response.body)) {
          attempt = 0;
          const revision = Number(id);
          if (name === 'change' && id !== '' && Number.isSafeInteger(revision)) sawRevision(revision);
        }
      }
    } catch {
      // Not there now.
    }
    if (!signal.aborted) await new Promise(done => setTimeout(done, pause(attempt)));
  }
}
