import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Bundle, bundleFunctions } from '../../../infra/bundle.ts';
import type { Check, Row, Section } from '../report.ts';
import { BUDGET, bytesWithoutSdk, isWaitedFor } from './bundle-sizes.ts';
import { initTimes } from './init-times.ts';

const kilobytes = (bytes: number): number => Math.round(bytes / 100) / 10;

const rowOf = async ({ name, file, bytes }: Bundle, withoutSdk: number, init: number): Promise<Row> => {
  const budget: readonly Check[] = [
    { value: kilobytes(bytes), limit: kilobytes(BUDGET.bytes), unit: 'kB' },
    { value: kilobytes(withoutSdk), limit: kilobytes(BUDGET.withoutSdk), unit: 'kB without' },
    { value: init, limit: 150, unit: 'ms' },
  ];
  return {
    name,
    values: {
      'minified, kB': kilobytes(bytes),
      'gzip, kB': kilobytes(gzipSync(await readFile(file)).byteLength),
      'without SDK, kB': kilobytes(withoutSdk),
      'init, ms': init,
    },
    ...(isWaitedFor(name) ? { budget } : {}),
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
    const bare = await bytesWithoutSdk();
    for (const [index, bundle] of made.entries())
      rows.push(await rowOf(bundle, bare.get(bundle.name) ?? Number.NaN, times[index] ?? Number.NaN));
    return {
      name: 'bundles',
      title: 'Bundles of the functions',
      rows,
      notes: [
        'Budgets are those of what a user waits for; what runs by itself has none.',
        'Init: a fresh process that imports the bundle, less an empty process; medians, on this machine, not in Lambda.',
      ],
    };
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
};
