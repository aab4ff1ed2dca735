import { describe, expect, test } from 'vitest';
import { openTrade } from '../../../shared/contract/examples.ts';
import { tradeSchema } from '../../../shared/contract/schemas/trade.ts';
import {
  changeFor,
  type Level,
  levelsOf,
  pnlAt,
  refusal,
  stepped,
  toTick,
} from '../../../web/src/features/chart/levels.ts';

const base = tradeSchema.parse(openTrade);
const long = {
  ...base,
  direction: 'long' as const,
  status: 'open' as const,
  state: 'open' as const,
  quantity: '0.2',
  openQuantity: '0.1',
  filledQuantity: '0.2',
  entryPrice: '60000',
  currentPrice: '61000',
  takeProfit: '65000',
  stopLoss: '55000',
  targets: null,
  legs: [],
};
const waiting = {
  ...long,
  status: 'pending' as const,
  state: 'pending' as const,
  entry: { type: 'limit' as const, limit: '58000', postOnly: true as const },
  entryPrice: null,
  filledQuantity: '0',
  openQuantity: '0',
};
const levelOf = (trade: typeof long | typeof waiting, kind: Level['kind']): Level => {
  const found = levelsOf(trade).find((level) => level.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
};

describe('levels of a trade', () => {
  test('an open trade shows its entry, which stays, and its exits, which can be moved', () => {
    expect(levelsOf(long).map(({ kind, price, movable }) => [kind, price, movable])).toEqual([
      ['entry', '60000', false],
      ['take_profit', '65000', true],
      ['stop_loss', '55000', true],
    ]);
  });

  test('the entry of a pending trade can be moved, until it has begun to fill', () => {
    expect(levelOf(waiting, 'entry_limit').movable).toBe(true);
    expect(levelOf({ ...waiting, filledQuantity: '0.05' }, 'entry_limit').movable).toBe(false);
  });

  test('while a command waits nothing can be moved', () => {
    expect(levelsOf({ ...long, state: 'amending' }).some(({ movable }) => movable)).toBe(false);
  });

  test('the P&L at a level is that of what is open, exactly', () => {
    // (65000 - 60000) x 0.1; and of a short at the other side.
    expect(pnlAt(long, '65000')).toBe('500');
    expect(pnlAt({ ...long, direction: 'short' }, '60000.01')).toBe('-0.001');
    // Nothing is open yet: all of it, from where it will enter.
    expect(pnlAt(waiting, '59000')).toBe('200');
  });

  test('a height of the chart becomes the nearest tick, and at least one', () => {
    expect(toTick(61234.5678, '0.01')).toBe('61234.57');
    expect(toTick(0.30000000000000004, '0.1')).toBe('0.3');
    expect(toTick(0.0000001, '0.01')).toBe('0.01');
    expect(stepped('0.02', -5, '0.01')).toBe('0.01');
    expect(stepped('60000', 10, '0.5')).toBe('60005');
  });

  test('only what was moved is sent; a limit that must not take stays one', () => {
    expect(changeFor(levelOf(long, 'stop_loss'), '56000')).toEqual({ stopLoss: '56000' });
    expect(changeFor(levelOf(waiting, 'entry_limit'), '57000')).toEqual({
      entry: { type: 'limit', limit: '57000', postOnly: true },
    });
  });

  test('a stop of a long may not be above the market, nor an entry below its own stop', () => {
    expect(refusal(levelOf(long, 'stop_loss'), '60999')).toBeUndefined();
    expect(refusal(levelOf(long, 'stop_loss'), '61500')).toMatch(/below 61,000/);
    expect(refusal(levelOf(waiting, 'entry_limit'), '54000')).toBeDefined();
  });
});
