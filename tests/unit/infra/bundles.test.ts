import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions } from '../../../infra/bundle.ts';
import { FUNCTION_NAMES } from '../../../infra/functions.ts';
import { BUDGET, bytesWithoutSdk, isWaitedFor } from '../../benchmark/measures/bundle-sizes.ts';

describe('the bundle of what a user waits for', () => {
  let outdir: string;
  let whole: ReadonlyMap<string, number>;
  let bare: ReadonlyMap<string, number>;

  beforeAll(async () => {
    outdir = await mkdtemp(join(tmpdir(), 'paperwick-bundles-'));
    whole = new Map((await bundleFunctions({ outdir })).map(({ name, bytes }) => [name, bytes]));
    bare = await bytesWithoutSdk();
  });
  afterAll(() => rm(outdir, { recursive: true, force: true }));

  it.each(FUNCTION_NAMES.filter(isWaitedFor))('is within its budget: %s', (name) => {
    expect(whole.get(name)).toBeLessThanOrEqual(BUDGET.bytes);
    expect(bare.get(name)).toBeLessThanOrEqual(BUDGET.withoutSdk);
  });
});
