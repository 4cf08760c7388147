import type { Fetcher } from '@graphiql/toolkit';
import { events } from '../../shared/event-stream';
import { authorization, currentToken } from '../../shared/token';

type Result = { data?: unknown; errors?: { extensions?: { code?: string } }[]; extensions?: unknown };
type Observer = { next(result: Result): void; complete(): void };
type Params = { query?: string; operationName?: string | null };

/**
 * A fetcher for one GraphQL-over-HTTP endpoint on this host. It answers with an
 * observable so that GraphiQL's stop button aborts the request. Subscriptions
 * come as server-sent events from the endpoint's /stream (graphql-sse, distinct
 * connections). The explorer's token goes along, unless the request headers have
 * another.
 */
export function createFetcher(endpoint: string): Fetcher {
  return (params, options) => ({
    subscribe(observer: Observer) {
      const abort = new AbortController();
      const open: Observer = {
        next: result => abort.signal.aborted || observer.next(result),
        complete: () => abort.signal.aborted || observer.complete(),
      };
      void send(endpoint, params, options?.headers as Record<string, string> | undefined, open, abort.signal);
      return { unsubscribe: () => abort.abort() };
    },
  }) as ReturnType<Fetcher>;
}

const json = 'application/graphql-response+json, application/json;q=0.9';

/** Sends one request. Failures come back in the server's own error shape. */
async function send(
  endpoint: string,
  params: Params,
  headers: Record<string, string> | undefined,
  observer: Observer,
  signal: AbortSignal,
): Promise<void> {
  const one = (result: Result) => {
    observer.next(result);
    observer.complete();
  };
  let response: Response;
  try {
    const stream = subscribes(params);
    response = await fetch(stream ? `${endpoint}/stream` : endpoint, {
      method: 'POST',
      headers: {
        accept: stream ? 'text/event-stream' : json,
        'content-type': 'application/json',
        ...authorization(),
        ...headers,
      },
      body: JSON.stringify(params),
      signal,
    });
    if (response.headers.get('content-type')?.startsWith('text/event-stream') && response.body) {
      for await (const event of events(response.body)) {
        if (event.name === 'next') observer.next(JSON.parse(event.data) as Result);
        if (event.name === 'complete') return observer.complete();
      }
      return one(unavailable('The server has ended the stream.', 'Run the subscription again to go on.'));
    }
  } catch {
    return one(unavailable('No answer from the server.', 'Check that missiongraph is still running, then run the query again.'));
  }
  const text = await response.text().catch(() => '');
  try {
    const result: unknown = JSON.parse(text);
    if (typeof result === 'object' && result !== null) {
      if (asksForToken(result as Result, headers)) signIn();
      return one(result as Result);
    }
  } catch {
    // Not JSON: something other than the GraphQL endpoint answered.
  }
  one(
    unavailable(
      `The answer (HTTP ${response.status}) is not a GraphQL response.`,
      'Something between this page and the server may have answered instead.',
    ),
  );
}

/** Whether the operation to be run is a subscription. */
function subscribes({ query = '', operationName }: Params): boolean {
  const name = operationName ? String.raw`\s+${operationName}\b` : '';
  return new RegExp(String.raw`^\s*subscription\b${name}`, 'm').test(query);
}

const asksForToken = (result: Result, headers: Record<string, string> | undefined) =>
  result.errors?.[0]?.extensions?.code === 'UNAUTHENTICATED' &&
  currentToken() === null &&
  !Object.keys(headers ?? {}).some(name => name.toLowerCase() === 'authorization');

/** The explorer has the page for it, and leads back. GraphiQL keeps what is open. */
function signIn(): void {
  location.assign(`/?then=${encodeURIComponent(location.pathname + location.hash)}`);
}

function unavailable(message: string, hint: string): Result {
  return { errors: [{ message, extensions: { code: 'UNAVAILABLE', hint } } as { extensions: { code: string } }] };
}
