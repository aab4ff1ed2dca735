import { expect, test } from 'vitest';
import { quantity, rate } from '../../../../shared/domain/money/decimal.ts';
import { liquidationPrice } from '../../../../shared/domain/trades/leg.ts';
import { limit, pending, print, run } from '../../../fixtures/trades.ts';

test('9.2.8: a short that was sold in parts is liquidated by the average of them, not by the first', () => {
  // Half of each print of one: 0.5 at 42 as taker, then 0.5 each at the limit of 10.
  const slow = pending({
    direction: 'short',
    quantity: quantity(2),
    entry: limit(10),
    execution: { participation: rate('0.5') },
  });
  const { trade } = run(slow, [print(1, 42), print(2, 11), print(3, 12)]);
  if (trade.status !== 'open') throw new Error(trade.status);
  // 21 + 5 + 5 = 31 for 1.5: 2 x 31 / (1.5 x 1.01) = 40.924...
  expect(liquidationPrice(trade)).toBe('40.92');
});
