import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const JSON_SCHEMA = /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/;
const EXPORTED = /^export (?:const|function) (\w+)/gm;

/** Every zod schema can write itself as a JSON schema: 5 kB that no browser asks for. What is left of it says so. */
const withoutJsonSchema = (): Plugin => ({
  name: 'without-json-schema',
  apply: 'build',
  enforce: 'pre',
  transform(code, id) {
    if (!JSON_SCHEMA.test(id)) return undefined;
    const names = [...code.matchAll(EXPORTED)].map(([, name]) => name);
    if (names.length === 0) throw new Error(`${id} exports nothing that this plugin knows`);
    const stub = "const never = () => { throw new Error('the dashboard has no JSON schemas'); };";
    const exported = names.map((name) => `export const ${name} = () => never;`);
    return { code: [stub, ...exported].join('\n'), map: null };
  },
});

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), withoutJsonSchema()],
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
      '/v1': process.env.PAPERWICK ?? 'http://localhost:4000',
      '/config.json': process.env.PAPERWICK ?? 'http://localhost:4000',
      '/health': process.env.PAPERWICK ?? 'http://localhost:4000',
    },
  },
});
