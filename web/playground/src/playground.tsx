import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { CopyLink } from './copy-link';
import { EXAMPLES_PLUGIN } from './examples-panel';
import { firstExamples } from './examples';
import { createFetcher } from './fetcher';
import { readLink } from './link';
import { Session } from './session';
import { editorTheme } from './theme';

const fetcher = createFetcher('/graphql');
const plugins = [EXAMPLES_PLUGIN, HISTORY_PLUGIN];

const linked = readLink(location.hash);
/** A link opens alone; a first visit gets one example of each group. GraphiQL prefers stored tabs to both. */
const defaultTabs = linked ? [linked] : firstExamples.map(({ query, variables }) => ({ query, variables }));
const initial = linked ?? (stored('tabState') ? undefined : defaultTabs[0]);
/** The examples are open on a first visit where there is room; afterwards GraphiQL remembers. */
const visiblePlugin =
  stored('visiblePlugin') === null && window.matchMedia('(min-width: 1000px)').matches ? EXAMPLES_PLUGIN : undefined;

/** A value GraphiQL keeps in local storage; null when absent or when storage is blocked. */
function stored(key: string): string | null {
  try {
    return localStorage.getItem(`graphiql:${key}`);
  } catch {
    return null;
  }
}

/** The whole page. */
export function Playground() {
  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={plugins}
      visiblePlugin={visiblePlugin}
      defaultTabs={defaultTabs}
      defaultQuery=""
      initialQuery={initial?.query}
      initialVariables={initial?.variables}
      defaultEditorToolsVisibility
      editorTheme={editorTheme}
      inputValueDeprecation
    >
      <GraphiQL.Logo>
        <span className="brand">missiongraph</span>
        <a href="/schema.graphql" title="The schema in GraphQL's definition language">
          Schema
        </a>
      </GraphiQL.Logo>
      <GraphiQL.Toolbar>
        {({ prettify, merge, copy }) => (
          <>
            {prettify}
            {merge}
            {copy}
            <CopyLink />
          </>
        )}
      </GraphiQL.Toolbar>
      <Session />
    </GraphiQL>
  );
}
