import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * Adds to the licence file what Vite cannot see: the font (a CSS asset) and the
 * packages that monaco-editor carries inside its own sources.
 */
function moreLicenses(): Plugin {
  const file = (...path: string[]) => readFileSync(join(import.meta.dirname, 'node_modules', ...path), 'utf8').trim();
  return {
    name: 'more-licenses',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const licenses = bundle['licenses.txt'];
        if (licenses?.type !== 'asset') this.error('licenses.txt is missing from the bundle');
        licenses.source += [
          '\n## Public Sans (OFL-1.1)\n',
          file('@fontsource-variable', 'public-sans', 'LICENSE'),
          '\n## Inside monaco-editor\n',
          file('monaco-editor', 'ThirdPartyNotices.txt'),
          '',
        ].join('\n');
      },
    },
  };
}

// The page is served at /playground and its files at /assets/, so paths are
// rooted. Nothing is inlined: the page's content security policy allows neither
// data: fonts nor inline scripts.
export default defineConfig({
  base: '/',
  publicDir: false,
  // web/shared has no packages of its own.
  resolve: { alias: { '@fontsource-variable': join(import.meta.dirname, 'node_modules', '@fontsource-variable') } },
  plugins: [react(), moreLicenses()],
  worker: { format: 'es' },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4096,
    license: { fileName: 'licenses.txt' },
    rolldownOptions: {
      input: 'playground.html',
      output: {
        // Our own code and the examples in one small file: an edit then renames
        // and rewrites that, and leaves the megabytes beside it alone.
        codeSplitting: {
          groups: [
            { name: 'editor-base', test: /node_modules\/monaco-/, minShareCount: 2 },
            { name: 'vendor', test: /node_modules\/(?!monaco-|prettier)|rolldown-runtime|vite\/preload/ },
          ],
        },
      },
      onLog(level, log, handler) {
        // "use no memo" speaks to the React compiler, which already ran over these packages.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handler(level, log);
      },
    },
  },
});
