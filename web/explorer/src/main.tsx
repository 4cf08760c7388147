import '../../shared/fonts.css';
import './tokens.css';
import './base.css';
import './frame.css';
import './ui/ui.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followChanges } from './api/revision';
import { App } from './app';
import { applyTheme } from './ui/theme';

applyTheme();
createRoot(document.getElementById('explorer')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
followChanges();
