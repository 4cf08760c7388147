import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect } from 'react';
import { readLink, writeLink } from './link';
import { useOpenQuery } from './open-query';

/** Keeps address bar, system theme and editor settings in step. Draws nothing. */
export function Session() {
  useAddressBar();
  useSystemTheme();
  useEditorOptions();
  return null;
}

/** Milliseconds after the last edit; browsers refuse more than about 7 replacements a second. */
const addressDelay = 250;

/** The address follows the active tab; a pasted link opens its query. */
function useAddressBar() {
  const { query, variables } = useGraphiQL(state => {
    const tab = state.tabs[state.activeTabIndex];
    return { query: tab?.query ?? '', variables: tab?.variables ?? '' };
  });
  useEffect(() => {
    const timer = setTimeout(() => {
      const hash = writeLink({ query, variables });
      if (hash !== location.hash) history.replaceState(history.state, '', hash || location.pathname);
    }, addressDelay);
    return () => clearTimeout(timer);
  }, [query, variables]);

  const openQuery = useOpenQuery();
  useEffect(() => {
    const onHashChange = () => {
      const linked = readLink(location.hash);
      if (linked) openQuery(linked);
    };
    window.addEventListener('hashchange', onHashChange);
    return () => window.removeEventListener('hashchange', onHashChange);
  }, [openQuery]);
}

/** With the theme left at "System", the editors follow a change of the system's theme at once. */
function useSystemTheme() {
  const { setTheme } = useGraphiQLActions();
  const theme = useGraphiQL(state => state.theme);
  useEffect(() => {
    if (theme !== null) return;
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const onChange = () => setTheme(null);
    dark.addEventListener('change', onChange);
    return () => dark.removeEventListener('change', onChange);
  }, [theme, setTheme]);
}

/** GraphiQL names a font we do not ship; use the system's monospace at our size. */
function useEditorOptions() {
  const { queryEditor, variableEditor, headerEditor, responseEditor } = useGraphiQL(
    pick('queryEditor', 'variableEditor', 'headerEditor', 'responseEditor'),
  );
  useEffect(() => {
    const editors = {
      Query: queryEditor,
      Variables: variableEditor,
      'Request headers': headerEditor,
      Response: responseEditor,
    };
    for (const [ariaLabel, editor] of Object.entries(editors)) {
      editor?.updateOptions({
        ariaLabel,
        fontFamily: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace',
        fontSize: 13,
        lineHeight: 20,
        wordWrap: 'on',
        guides: { indentation: false },
        scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8 },
      });
    }
  }, [queryEditor, variableEditor, headerEditor, responseEditor]);
}
