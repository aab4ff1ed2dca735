import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { apiReference, PAGES } from './docs/plugin.ts';

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

const OPERATIONS = /\/shared\/contract\/operations\/\w+\.ts$/;
/** Read by the OpenAPI document alone. */
const DOCUMENTATION = new Set(['summary']);

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly key?: { readonly name?: string };
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;

/** Every property of the code that is documentation, the outermost only. */
const documented = (node: Node): Node[] => {
  if (node.type === 'Property' && DOCUMENTATION.has(node.key?.name ?? '')) return [node];
  return Object.values(node).flat().filter(isNode).flatMap(documented);
};

/** The list of operations without its summaries: the client needs none. */
const withoutDocumentation = (): Plugin => ({
  name: 'without-documentation',
  apply: 'build',
  enforce: 'post',
  transform(code, id) {
    if (!OPERATIONS.test(id)) return undefined;
    const program: unknown = this.parse(code);
    const found = isNode(program) ? documented(program) : [];
    if (found.length === 0) throw new Error(`${id} documents nothing that this plugin knows`);
    const bare = found.reduceRight(
      (text, { start, end }) => `${text.slice(0, start)}...{}${text.slice(end)}`,
      code,
    );
    return { code: bare, map: null };
  },
});

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), withoutJsonSchema(), withoutDocumentation(), apiReference()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Nothing is inlined as data: URLs, so that the content security policy can stay at 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: PAGES },
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
