import { expect, test } from 'vitest';
import { price } from '../../../../shared/domain/money/decimal.ts';
import type { Command } from '../../../../shared/domain/trades/trade.ts';
import { briefs, pending, print, run, withCommands } from '../../../fixtures/trades.ts';

const amend = (at: number, amount: number): Command => ({
  kind: 'amend',
  at,
  changes: { trailing: { amount: price(amount) } },
});

test('9.2.7: a trailing stop armed anew in the millisecond of its arming begins without a mark', () => {
  // Bought at 100 and marked there; the second print of that millisecond is 96. Armed anew there its mark is 96.
  const bought = pending({ exits: { trailing: { amount: price(5) } }, createdAt: 1 });
  const path = [print(1, 100, 1), print(1, 96, 2), print(2, 94, 3), print(3, 93, 4)];
  expect(briefs(run(withCommands(bought, amend(1, 3)), path))).toEqual([
    'entry 100 @1 taker',
    'trailing_stop 93 @3 taker',
  ]);
});
