import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const assets = join(import.meta.dirname, '..', 'dist', 'assets');

/**
 * The playground is built into the same folder, before this. Only what an
 * earlier build of the explorer left there is removed.
 */
function removeEarlier(): Plugin {
  return {
    name: 'remove-earlier',
    buildStart() {
      for (const name of readdirSync(assets)) {
        if (name.startsWith('explorer-')) rmSync(join(assets, name));
      }
    },
  };
}

/** Adds the font, a CSS asset that Vite cannot see, to the licence file. */
function fontLicense(): Plugin {
  return {
    name: 'font-license',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const licenses = bundle['explorer-licenses.txt'];
        if (licenses?.type !== 'asset') this.error('explorer-licenses.txt is missing from the bundle');
        const font = join(import.meta.dirname, 'node_modules', '@fontsource-variable', 'public-sans', 'LICENSE');
        licenses.source += `\n## Public Sans (OFL-1.1)\n\n${readFileSync(font, 'utf8').trim()}\n`;
      },
    },
  };
}

// The page answers at / and below it, so paths are rooted. Nothing is inlined:
// the page's content security policy allows neither data: fonts nor inline
// scripts. Fonts and the icon have the names that the playground's build gives
// them, so that a browser loads them once.
export default defineConfig({
  base: '/',
  publicDir: false,
  // web/shared has no packages of its own.
  resolve: { alias: { '@fontsource-variable': join(import.meta.dirname, 'node_modules', '@fontsource-variable') } },
  plugins: [removeEarlier(), react(), fontLicense()],
  build: {
    outDir: '../dist',
    emptyOutDir: false,
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'explorer-licenses.txt' },
    rolldownOptions: {
      input: 'explorer.html',
      output: {
        entryFileNames: 'assets/explorer-[hash].js',
        chunkFileNames: 'assets/explorer-[name]-[hash].js',
        assetFileNames: ({ names }) =>
          names.some(name => name.endsWith('.css')) ? 'assets/explorer-[name]-[hash][extname]' : 'assets/[name]-[hash][extname]',
        codeSplitting: {
          groups: [
            { name: 'flow', test: /node_modules\/(@xyflow|d3-|zustand|classcat)/ },
            { name: 'yaml', test: /node_modules\/yaml\// },
            { name: 'vendor', test: /node_modules\/(react|react-dom|scheduler)\/|rolldown-runtime|vite\/preload/ },
          ],
        },
      },
      onLog(level, log, handler) {
        // "use client" speaks to frameworks that render on a server.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handler(level, log);
      },
    },
  },
  server: {
    proxy: { '/graphql': 'http://127.0.0.1:8080', '/changes': 'http://127.0.0.1:8080', '/diagrams': 'http://127.0.0.1:8080', '/training/': 'http://127.0.0.1:8080' },
  },
});
