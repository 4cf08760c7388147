/** What a link to the playground carries. Both are source texts. */
export type Linked = { query: string; variables: string };

/**
 * Reads `#query=…&variables=…`. The fragment never leaves the browser, so a long
 * query meets no request-line limit and no server log. Null without a query.
 */
export function readLink(hash: string): Linked | null {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const query = values.get('query');
  return query ? { query, variables: values.get('variables') ?? '' } : null;
}

/** Writes what readLink reads; the empty string for an empty query. */
export function writeLink({ query, variables }: Linked): string {
  if (query.trim() === '') return '';
  const hash = `#query=${encodeURIComponent(query)}`;
  return variables.trim() === '' ? hash : `${hash}&variables=${encodeURIComponent(variables)}`;
}
