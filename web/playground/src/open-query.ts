import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import type { Linked } from './link';

/**
 * Gives a function that shows a query: in the tab that already holds exactly
 * this text, else in a new tab.
 */
export function useOpenQuery(): (linked: Linked) => void {
  const { addTab, changeTab, updateActiveTabValues } = useGraphiQLActions();
  const { tabs, activeTabIndex, queryEditor, variableEditor } = useGraphiQL(
    pick('tabs', 'activeTabIndex', 'queryEditor', 'variableEditor'),
  );
  return ({ query, variables }) => {
    const index = tabs.findIndex(tab => (tab.query ?? '') === query && (tab.variables ?? '') === variables);
    if (index >= 0) {
      if (index !== activeTabIndex) changeTab(index);
      return;
    }
    addTab();
    updateActiveTabValues({ query, variables, operationName: null, response: null });
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
  };
}
