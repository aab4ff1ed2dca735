import { rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { ENTRY_POINTS, FUNCTION_NAMES, type FunctionName } from './functions.ts';

const ROOT = join(import.meta.dirname, '..');

/** Some dependencies are CommonJS and call require() for Node's own modules, which an ES module does not have. */
const REQUIRE = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

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
  await build({
    absWorkingDir: ROOT,
    entryPoints: FUNCTION_NAMES.map((name) => ({
      in: ENTRY_POINTS[name],
      out: join(name, 'index'),
    })),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE },
    legalComments: 'none',
    logLevel: 'warning',
  });
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
