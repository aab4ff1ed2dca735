import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { otherLines, tableLines } from '../../benchmark/cost/lines.ts';
import { costPage } from '../../benchmark/cost/page.ts';
import { priceOf } from '../../benchmark/cost/prices.ts';
import { SIZES } from '../../benchmark/cost/sizes.ts';

const read = (path: string): string => readFileSync(join(import.meta.dirname, '../../..', path), 'utf8');

test('docs/cost.md is what the measured units and the prices give: npm run cost writes it', () => {
  expect(read('docs/cost.md')).toBe(costPage());
});

test('one person pays at most a dollar a month, and the README says how much', () => {
  const [one] = SIZES;
  if (!one) throw new Error('there is no size of one person');
  const lines = [...tableLines(one), ...otherLines(one)];
  const bill = lines.reduce((sum, { priced, amount }) => sum + priceOf(priced, amount), 0);
  expect(bill).toBeLessThanOrEqual(1);
  expect(read('README.md')).toContain(`about ${bill.toFixed(2)} USD a month`);
});

test('what is free is not paid, the rest is', () => {
  expect(priceOf('invocations', 900_000)).toBe(0);
  expect(priceOf('invocations', 3_000_000)).toBeCloseTo(0.4, 10);
  // 518,400 units at 0.625 a million
  expect(priceOf('writeUnits', 518_400)).toBeCloseTo(0.324, 10);
});
