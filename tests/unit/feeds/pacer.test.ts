import { expect, test } from 'vitest';
import { createPacer } from '../../../shared/adapters/feeds/pacer.ts';

test('a burst goes at once, then one each spacing', () => {
  const pace = createPacer(10, 3, () => 1_000);
  expect([pace(), pace(), pace(), pace(), pace()]).toEqual([0, 0, 0, 100, 200]);
});

test('a pause earns the burst again, and no more than the burst', () => {
  let now = 0;
  const pace = createPacer(10, 2, () => now);
  expect([pace(), pace(), pace()]).toEqual([0, 0, 100]);
  now = 10_000;
  expect([pace(), pace(), pace()]).toEqual([0, 0, 100]);
});
