import { rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { ENTRY_POINTS, FUNCTION_NAMES, type FunctionName } from './functions.ts';

const ROOT = join(import.meta.dirname, '..');

/** Some dependencies are CommonJS and call require() for Node's own modules, which an ES module does not have. */
const REQUIRE = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

/** How every function is bundled. */
export const BUNDLE_OPTIONS = {
  absWorkingDir: ROOT,
  entryPoints: FUNCTION_NAMES.map((name) => ({ in: ENTRY_POINTS[name], out: join(name, 'index') })),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  // For uploads, of which there are none, axios brings a package of 165 kB with a table of all MIME types. Node has a FormData of
  // its own, which axios takes as well: its file for browsers hands it on.
  alias: { 'form-data': 'axios/unsafe/platform/browser/classes/FormData.js' },
  banner: { js: REQUIRE },
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions;

export interface Bundle {
  readonly name: FunctionName;
  readonly file: string;
  readonly bytes: number;
}

/**
 * Makes `<outdir>/<function>/index.mjs` of each entry point. The AWS SDK goes in, so that what was tested is what
 * runs: the Lambda runtime brings a copy of its own, of whatever version it has that day, read file by file.
 * @param options.outdir build/functions where absent; what it holds is replaced
 */
export const bundleFunctions = async (options: { outdir?: string } = {}): Promise<Bundle[]> => {
  const outdir = options.outdir ?? join(ROOT, 'build', 'functions');
  await rm(outdir, { recursive: true, force: true });
  await build({ ...BUNDLE_OPTIONS, outdir });
  return Promise.all(
    FUNCTION_NAMES.map(async (name) => {
      const file = join(outdir, name, 'index.mjs');
      return { name, file, bytes: (await stat(file)).size };
    }),
  );
};

if (import.meta.main) {
  const started = performance.now();
  for (const { name, file, bytes } of await bundleFunctions())
    console.log(`${name.padEnd(12)} ${(bytes / 1000).toFixed(0).padStart(5)} kB  ${relative(ROOT, file)}`);
  console.log(`bundled in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
