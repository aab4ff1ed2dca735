import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { renderReference } from './docs/reference.tsx';

/** The API reference is written at build time, from the contract: a file like any other of the site. */
const apiReference = (): Plugin => ({
  name: 'api-reference',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) => html.replace('<!--reference-->', () => renderReference()),
  },
});

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), apiReference()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Nothing is inlined as data: URLs, so that the content security policy can stay at 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [join(import.meta.dirname, 'index.html'), join(import.meta.dirname, 'docs', 'index.html')],
    },
  },
  // `npx vite` beside a running app: only the page comes from Vite.
  server: {
    proxy: {
      '/v1': 'http://localhost:4000',
      '/config.json': 'http://localhost:4000',
      '/health': 'http://localhost:4000',
    },
  },
});
