import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';

const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
const key = 'missiongraph:theme';

/** What the reader chose; otherwise what the system says. */
function current(): Theme {
  const chosen = stored();
  return chosen ?? (system.matches ? 'dark' : 'light');
}

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null; // storage may be forbidden
  }
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = current();
  listeners.forEach(listener => listener());
}

system.addEventListener('change', applyTheme);

/** Chooses a theme; the one of the system follows it again. */
export function chooseTheme(theme: Theme): void {
  try {
    if (theme === (system.matches ? 'dark' : 'light')) localStorage.removeItem(key);
    else localStorage.setItem(key, theme);
  } catch {
    return;
  }
  applyTheme();
}

export function useTheme(): Theme {
  return useSyncExternalStore(listener => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
}
