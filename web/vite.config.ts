import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Nothing is inlined as data: URLs, so that the content security policy can stay at 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
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
