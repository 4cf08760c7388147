import '../../shared/fonts.css';
import '@graphiql/react/style.css';
import 'graphiql/graphiql.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import './style.css';
import './layout.css';
import './examples.css';

import './workers';
import { defineEditorThemes } from './theme';
import { Playground } from './playground';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

defineEditorThemes();

createRoot(document.getElementById('playground')!).render(
  <StrictMode>
    <Playground />
  </StrictMode>,
);
