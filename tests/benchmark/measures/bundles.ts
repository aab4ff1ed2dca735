import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { type Bundle, bundleFunctions } from '../../../infra/bundle.ts';
import { ENTRY_POINTS, type FunctionName } from '../../../infra/functions.ts';
import type { Check, Row, Section } from '../report.ts';
import { initTimes } from './init-times.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const USER_FACING: ReadonlySet<FunctionName> = new Set([
  'http-trades',
  'http-market',
  'http-simple',
  'authorizer',
]);
const kilobytes = (bytes: number): number => Math.round(bytes / 100) / 10;

/** The same bundle without the SDK, as it would be if the copy of the Lambda runtime were used. Not written. */
const bytesWithoutSdk = async (name: FunctionName): Promise<number> => {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [ENTRY_POINTS[name]],
    external: ['@aws-sdk/*', '@smithy/*'],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    write: false,
  });
  return outputFiles.reduce((sum, { contents }) => sum + contents.byteLength, 0);
};

const rowOf = async ({ name, file, bytes }: Bundle, init: number): Promise<Row> => {
  const withoutSdk = kilobytes(await bytesWithoutSdk(name));
  const budget: readonly Check[] = [
    { value: kilobytes(bytes), limit: 800, unit: 'kB' },
    { value: withoutSdk, limit: 300, unit: 'kB without' },
    { value: init, limit: 150, unit: 'ms' },
  ];
  return {
    name,
    values: {
      'minified, kB': kilobytes(bytes),
      'gzip, kB': kilobytes(gzipSync(await readFile(file)).byteLength),
      'without SDK, kB': withoutSdk,
      'init, ms': init,
    },
    ...(USER_FACING.has(name) ? { budget } : {}),
  };
};

/** Size of each function's bundle, and what a fresh process takes to import it. */
export const bundles = async (quick: boolean): Promise<Section> => {
  const outdir = await mkdtemp(join(tmpdir(), 'paperwick-bundles-'));
  try {
    const made = await bundleFunctions({ outdir });
    const times = await initTimes(
      made.map(({ file }) => file),
      quick ? 3 : 5,
    );
    const rows: Row[] = [];
    for (const [index, bundle] of made.entries()) rows.push(await rowOf(bundle, times[index] ?? Number.NaN));
    return {
      name: 'bundles',
      title: 'Bundles of the functions',
      rows,
      notes: [
        'Budgets are those of what a user waits for; schedule and tick have none.',
        'Init: a fresh process that imports the bundle, less an empty process; medians, on this machine, not in Lambda.',
      ],
    };
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
};
