/** Where the playground opens with a query and its variables. */
export function playgroundHref(query: string, variables: object): string {
  return `/playground#query=${encodeURIComponent(query)}&variables=${encodeURIComponent(JSON.stringify(variables, null, 2))}`;
}
