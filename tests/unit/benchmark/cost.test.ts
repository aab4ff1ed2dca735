import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { costPage } from '../../benchmark/cost/page.ts';
import { priceOf } from '../../benchmark/cost/prices.ts';

test('docs/cost.md is what the measured units and the prices give: npm run cost writes it', () => {
  expect(readFileSync(join(import.meta.dirname, '../../../docs/cost.md'), 'utf8')).toBe(costPage());
});

test('what is free is not paid, the rest is', () => {
  expect(priceOf('invocations', 900_000)).toBe(0);
  expect(priceOf('invocations', 3_000_000)).toBeCloseTo(0.4, 10);
  // 518,400 units at 0.625 a million
  expect(priceOf('writeUnits', 518_400)).toBeCloseTo(0.324, 10);
});
