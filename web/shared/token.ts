// The token that speaks for whoever sits here. It lives as long as the tab does,
// is sent as a header only, and never becomes part of an address.

const key = 'missiongraph.token';

let token = stored();
const listeners = new Set<() => void>();

/** null where storage is blocked, too. */
function stored(): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

export const currentToken = (): string | null => token;

/** Keeps a token, or forgets it: null. */
export function keepToken(next: string | null): void {
  token = next;
  try {
    if (next === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, next);
  } catch {
    // Storage is blocked: the token lasts until the page is left.
  }
  listeners.forEach(listener => listener());
}

export function onToken(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The header that requests carry; none without a token. */
export function authorization(of: string | null = token): Record<string, string> {
  return of === null ? {} : { authorization: `Bearer ${of}` };
}
