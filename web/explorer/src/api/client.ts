import { authorization, currentToken } from '../../../shared/token';
import { demandToken } from './access';
import { sawRevision } from './revision';

/** A refusal of the server, or none at all, with what to do next where that is known. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

type Answer = {
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string; hint?: string } }[];
  extensions?: { revision?: number };
};

/**
 * Asks the server. An answer with errors is an error, with the first of them.
 * Where the page's token does not do, the page asks for another; not for a
 * token that is only tried, nor where the caller sees to it (quiet).
 */
export async function ask<T>(
  query: string,
  variables: object,
  signal?: AbortSignal,
  how: { token?: string; quiet?: boolean } = {},
): Promise<{ data: T; revision: number | undefined }> {
  const answer = await post(query, variables, how.token ?? currentToken(), signal);
  if (answer.errors?.length) {
    const { message, extensions } = answer.errors[0]!;
    const error = new ApiError(message, extensions?.code ?? 'INTERNAL', extensions?.hint);
    if (error.code === 'UNAUTHENTICATED' && how.token === undefined && !how.quiet) demandToken(error);
    throw error;
  }
  const revision = answer.extensions?.revision;
  if (revision !== undefined) sawRevision(revision);
  return { data: answer.data as T, revision };
}

async function post(query: string, variables: object, token: string | null, signal?: AbortSignal): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      headers: { accept: 'application/graphql-response+json, application/json;q=0.9', 'content-type': 'application/json', ...authorization(token) },
      body: JSON.stringify({ query, variables }),
      signal,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('No answer from the server.', 'UNAVAILABLE', 'Check that missiongraph is still running, then try again.');
  }
  try {
    return (await response.json()) as Answer;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(
      `The answer (HTTP ${response.status}) is not one of missiongraph's.`,
      'UNAVAILABLE',
      'Something between this page and the server may have answered instead.',
    );
  }
}
