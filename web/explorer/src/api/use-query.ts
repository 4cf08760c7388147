import { useEffect, useRef, useState } from 'react';
import { ApiError, ask } from './client';

export type Result<T> = {
  /** The answer; while another is on its way, the last one. */
  data: T | null;
  error: ApiError | null;
  loading: boolean;
  /** Asks once more. */
  retry(): void;
};

/** Answers by question, so that Back is instant. Oldest first. */
const answers = new Map<string, unknown>();
const maxAnswers = 120;

function remember(key: string, data: unknown): void {
  answers.delete(key);
  answers.set(key, data);
  if (answers.size > maxAnswers) answers.delete(answers.keys().next().value!);
}

const keyOf = (query: string, variables: object) => query + JSON.stringify(variables);

/** The same question with the revision named that a lens left open. */
function pinned(variables: object, revision: number | undefined): object {
  const pin = ([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && /^(lens|names)$/.test(name) ? [name, { revision, ...value }] : [name, value];
  return Object.fromEntries(Object.entries(variables).map(pin as (entry: [string, unknown]) => [string, unknown]));
}

/** Forgets the answers of no named revision: there is a newer one. */
export function forgetNewest(): void {
  for (const key of answers.keys()) if (key.includes('"lens":{') && !key.includes('"revision":')) answers.delete(key);
}

/** Asks a question whenever it or its variables change; null asks nothing. */
export function useQuery<T>(query: string, variables: object | null): Result<T> {
  const key = variables && keyOf(query, variables);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<{ key: string | null; data: T | null; error: ApiError | null }>({ key: null, data: null, error: null });
  const latest = useRef(variables);
  latest.current = variables;

  useEffect(() => {
    if (key === null || answers.has(key)) return;
    const abort = new AbortController();
    const asked = latest.current!;
    ask<T>(query, asked, abort.signal).then(
      ({ data, revision }) => {
        remember(key, data);
        remember(keyOf(query, pinned(asked, revision)), data);
        setState({ key, data, error: null });
      },
      error => {
        if (abort.signal.aborted) return;
        const known = error instanceof ApiError ? error : new ApiError(String(error), 'INTERNAL');
        setState(last => ({ key, data: last.data, error: known }));
      },
    );
    return () => abort.abort();
  }, [key, query, attempt]);

  const retry = () => {
    setState(last => ({ ...last, key: null, error: null }));
    setAttempt(n => n + 1);
  };
  if (key === null) return { data: null, error: null, loading: false, retry };
  const kept = answers.get(key) as T | undefined;
  if (kept !== undefined) return { data: kept, error: null, loading: false, retry };
  if (state.key === key) return { data: state.error ? null : state.data, error: state.error, loading: false, retry };
  return { data: state.data, error: null, loading: true, retry };
}
