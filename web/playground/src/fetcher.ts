import type { Fetcher } from '@graphiql/toolkit';

type Result = { data?: unknown; errors?: unknown[]; extensions?: unknown };

/**
 * A fetcher for one GraphQL-over-HTTP endpoint on this host. It answers with an
 * observable so that GraphiQL's stop button aborts the request.
 */
export function createFetcher(endpoint: string): Fetcher {
  return (params, options) => ({
    subscribe(observer: { next(result: Result): void; complete(): void }) {
      const abort = new AbortController();
      void send(endpoint, params, options?.headers, abort.signal).then(result => {
        if (abort.signal.aborted) return;
        observer.next(result);
        observer.complete();
      });
      return { unsubscribe: () => abort.abort() };
    },
  }) as ReturnType<Fetcher>;
}

/** Sends one request. Failures come back in the server's own error shape. */
async function send(
  endpoint: string,
  params: unknown,
  headers: Record<string, unknown> | undefined,
  signal: AbortSignal,
): Promise<Result> {
  let response: Response;
  try {
    response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json, application/json;q=0.9',
        'content-type': 'application/json',
        ...(headers as Record<string, string> | undefined),
      },
      body: JSON.stringify(params),
      signal,
    });
  } catch {
    return unavailable('No answer from the server.', 'Check that missiongraph is still running, then run the query again.');
  }
  const text = await response.text().catch(() => '');
  try {
    const result: unknown = JSON.parse(text);
    if (typeof result === 'object' && result !== null) return result as Result;
  } catch {
    // Not JSON: something other than the GraphQL endpoint answered.
  }
  return unavailable(
    `The answer (HTTP ${response.status}) is not a GraphQL response.`,
    'Something between this page and the server may have answered instead.',
  );
}

function unavailable(message: string, hint: string): Result {
  return { errors: [{ message, extensions: { code: 'UNAVAILABLE', hint } }] };
}
