import {
  formatShortcutForOS,
  KEY_MAP,
  useGraphiQL,
  useGraphiQLActions,
  type GraphiQLPlugin,
} from '@graphiql/react';
import { exampleGroups, type Example } from './examples';
import { useOpenQuery } from './open-query';

function ExamplesIcon() {
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round">
      <path d="M3.5 4.5h1M8 4.5h8.5M3.5 10h1M8 10h8.5M3.5 15.5h1M8 15.5h8.5" />
    </svg>
  );
}

/** The list of examples in three groups; a click opens one in a tab. */
function ExamplesPanel() {
  const openQuery = useOpenQuery();
  const activeQuery = useGraphiQL(state => state.tabs[state.activeTabIndex]?.query ?? '');
  const { setVisiblePlugin } = useGraphiQLActions();

  function open(example: Example) {
    openQuery(example);
    // On a narrow screen the panel lies over the editor (layout.css).
    if (window.matchMedia('(max-width: 760px)').matches) setVisiblePlugin(null);
  }

  return (
    <section className="examples" aria-label="Examples">
      <h2 className="examples-heading">Examples</h2>
      <p className="examples-hint">Each opens in a tab of its own; {formatShortcutForOS(KEY_MAP.runQuery.key, '⌘')} runs it.</p>
      {exampleGroups.map(group => (
        <div key={group.title} className="examples-group">
          <h3>{group.title}</h3>
          <ul>
            {group.examples.map(example => (
              <li key={example.name}>
                <button
                  type="button"
                  className="example"
                  aria-current={example.query === activeQuery ? 'true' : undefined}
                  data-example={example.name}
                  onClick={() => open(example)}
                >
                  <span className="example-title">{example.title}</span>
                  <span className="example-description">{example.description}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <p className="examples-hint">
        <a href="/playground/licenses.txt">Licences of the bundled software</a>
      </p>
    </section>
  );
}

/** GraphiQL plugin: the examples, in the sidebar. */
export const EXAMPLES_PLUGIN: GraphiQLPlugin = {
  title: 'Examples',
  icon: ExamplesIcon,
  content: ExamplesPanel,
};
