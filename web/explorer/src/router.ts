import { useMemo, useSyncExternalStore } from 'react';

/** Where the reader is: a path and what follows "?". The URL holds everything. */
export type Place = { path: string; params: URLSearchParams };

/** Parameters that stay from page to page: the revision read and what is seen of it. */
const lasting = ['at', 'grade', 'validAt', 'readings', 'deprecated'];

const listeners = new Set<() => void>();
const changed = () => listeners.forEach(listener => listener());
window.addEventListener('popstate', changed);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The address below the host, kept up to date. */
export function useAddress(): string {
  return useSyncExternalStore(subscribe, () => location.pathname + location.search);
}

export function usePlace(): Place {
  const address = useAddress();
  return useMemo(() => parse(address), [address]);
}

export function parse(address: string): Place {
  const [path = '/', query = ''] = address.split('?', 2);
  return { path, params: new URLSearchParams(query) };
}

/** Goes to an address of this page; replace where Back should not stop. */
export function navigate(to: string, how: { replace?: boolean } = {}): void {
  if (to === location.pathname + location.search) return;
  const samePath = parse(to).path === location.pathname;
  if (how.replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  changed();
  if (!samePath) window.scrollTo(0, 0);
}

type Values = Record<string, string | number | readonly string[] | null | undefined>;

/** An address with the lasting parameters of the present one; null and '' are left out. */
export function href(path: string, values: Values = {}): string {
  const here = new URLSearchParams(location.search);
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) set(params, name, value);
  for (const name of lasting) {
    if (!(name in values) && here.has(name)) set(params, name, here.get(name));
  }
  return join(path, params);
}

/** The present address with some parameters set anew, or taken out with null. */
export function withParams(values: Values): string {
  const params = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    params.delete(name);
    set(params, name, value);
  }
  return join(location.pathname, params);
}

function set(params: URLSearchParams, name: string, value: Values[string]): void {
  const text = Array.isArray(value) ? value.join(',') : value;
  if (text !== null && text !== undefined && text !== '') params.set(name, String(text));
}

/** Commas and slashes stay readable: neither has a meaning in a query string. */
function join(path: string, params: URLSearchParams): string {
  const query = params.toString().replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':');
  return query ? `${path}?${query}` : path;
}

/** A comma-separated parameter as a list. */
export function list(params: URLSearchParams, name: string): string[] {
  return (params.get(name) ?? '').split(',').filter(Boolean);
}

export const entityHref = (id: string, values: Values = {}) => href(`/e/${encodeURIComponent(id)}`, values);
export const sourceHref = (id: string, values: Values = {}) => href(`/s/${encodeURIComponent(id)}`, values);
