import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  capacityLines,
  type Line,
  otherLines,
  SCALING_ALARMS,
  tableLines,
} from '../../benchmark/cost/lines.ts';
import { costPage } from '../../benchmark/cost/page.ts';
import { priceOf } from '../../benchmark/cost/prices.ts';
import { SIZES } from '../../benchmark/cost/sizes.ts';

const read = (path: string): string => readFileSync(join(import.meta.dirname, '../../..', path), 'utf8');

test('docs/cost.md is what the measured units and the prices give: npm run cost writes it', () => {
  expect(read('docs/cost.md')).toBe(costPage());
});

const billOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, { priced, amount }) => sum + priceOf(priced, amount), 0);

test('one person pays at most a dollar a month, and the README says how much', () => {
  const [one] = SIZES;
  const bill = billOf([...tableLines(one), ...otherLines(one)]);
  expect(bill).toBeLessThanOrEqual(1);
  expect(read('README.md')).toContain(`about ${bill.toFixed(2)} USD a month`);
});

test('docs/deploy.md says what each way to pay for the tables costs one person', () => {
  const [one] = SIZES;
  const bills = {
    'on-demand': [...tableLines(one), ...otherLines(one)],
    'always-free': [...capacityLines(one), ...otherLines(one)],
    provisioned: [...capacityLines(one), ...otherLines(one, SCALING_ALARMS)],
  };
  const page = read('docs/deploy.md');
  for (const [billing, lines] of Object.entries(bills)) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${billing}\``));
    expect(row).toContain(`| ${billOf(lines).toFixed(2)} |`);
  }
});

test('what is free is not paid, the rest is', () => {
  expect(priceOf('invocations', 900_000)).toBe(0);
  expect(priceOf('invocations', 3_000_000)).toBeCloseTo(0.4, 10);
  // 518,400 units at 0.625 a million
  expect(priceOf('writeUnits', 518_400)).toBeCloseTo(0.324, 10);
});
