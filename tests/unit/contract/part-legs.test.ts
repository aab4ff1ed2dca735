import { expect, test } from 'vitest';
import { presentLegs } from '../../../shared/contract/present/legs.ts';
import { price, quantity } from '../../../shared/domain/money/decimal.ts';
import type { Command } from '../../../shared/domain/trades/trade.ts';
import { opened, print, run, withCommands } from '../../fixtures/trades.ts';

const part = (at: number, amount: string, id: string, limit?: number): Command => ({
  kind: 'close',
  at,
  part: { id, quantity: quantity(amount), ...(limit === undefined ? {} : { limit: price(limit) }) },
});

test('parts that are done are legs too: what the exits have filled adds up to what was closed', () => {
  const commands = [part(2, '0.5', 'market'), part(2, '0.25', 'rests', 110)];
  const first = run(withCommands(opened(100), ...commands), [print(1, 100), print(3, 104)]).trade;
  const second = run(first, [print(5, 111)], { before: 3 }).trade;
  const { trade } = run(withCommands(second, { kind: 'close', at: 6 }), [print(7, 108)], { before: 5 });
  expect(trade.status).toBe('closed');
  const legs = presentLegs(trade).filter(({ leg }) => leg !== 'entry');
  expect(
    legs.map(({ leg, type, price: at, filledQuantity, orderId, state }) => [
      leg,
      type,
      at,
      filledQuantity,
      orderId,
      state,
    ]),
  ).toEqual([
    ['close', 'market', null, '1.25', undefined, 'filled'],
    ['close', 'market', null, '0.5', 'market', 'filled'],
    ['close', 'limit', '110', '0.25', 'rests', 'filled'],
  ]);
});
