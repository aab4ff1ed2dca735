import { expect, test } from 'vitest';
import { quantity } from '../../../../shared/domain/money/decimal.ts';
import { allot, freeLots } from '../../../../shared/domain/trades/allocate.ts';
import type { OpenTrade } from '../../../../shared/domain/trades/trade.ts';
import { exits, opened, withCommands } from '../../../fixtures/trades.ts';

const lot = (id: string, changes: Parameters<typeof opened>[1] = {}): OpenTrade => ({
  ...opened(100, changes),
  id,
});
const free = (...trades: OpenTrade[]) => freeLots(trades, false).map(({ trade }) => trade.id);

test('a lot with an exit of its own, of either kind, belongs to its trade', () => {
  expect(free(lot('A', { exits: exits(120) }), lot('B', { exits: exits(undefined, 90) }), lot('C'))).toEqual([
    'C',
  ]);
});

test('so does one whose exits are about to be set, and a short is no holding', () => {
  const amended = withCommands(lot('A'), { kind: 'amend', at: 9, changes: { stopLoss: null } });
  expect(free(amended, lot('B', { direction: 'short' }))).toEqual([]);
});

test('the oldest first; of the same moment by id', () => {
  const later = { ...lot('A'), fills: lot('A').fills.map((fill) => ({ ...fill, time: 7 })) };
  expect(free(later, lot('C'), lot('B'))).toEqual(['B', 'C', 'A']);
});

test('a quantity takes whole lots, then a part; what they do not hold is missing', () => {
  const lots = freeLots([lot('A'), lot('B')], false);
  expect(allot(lots, quantity('3')).parts.map(({ trade, quantity: taken }) => [trade.id, taken])).toEqual([
    ['A', '2'],
    ['B', '1'],
  ]);
  expect(allot(lots, quantity('5')).missing).toBe('1');
});
