import { describe, expect, test } from 'vitest';
import { position } from '../../../shared/contract/examples/book-samples.ts';
import { feed, openTrade, price } from '../../../shared/contract/examples/samples.ts';
import { overviewSchema } from '../../../shared/contract/schemas/status.ts';
import { tradeSchema } from '../../../shared/contract/schemas/trade.ts';
import { newerOf, valued, valuedPosition, withPrices, withTrade } from '../../../web/src/live/merge.ts';
import {
  judgeAccount,
  judgeCandle,
  judgePrice,
  judgeTrade,
  judgeUnchanged,
} from '../../../web/src/live/sequence.ts';

describe('updates in order', () => {
  const kept = { slot: 100, time: 95 };
  test('a price of the next tick is taken, of an earlier one ignored, and a tick between is a gap', () => {
    expect(judgePrice(undefined, { slot: 110, previousSlot: 100, time: 105 })).toBe('take');
    expect(judgePrice(kept, { slot: 110, previousSlot: 100, time: 105 })).toBe('take');
    expect(judgePrice(kept, { slot: 90, previousSlot: 80, time: 85 })).toBe('ignore');
    expect(judgePrice(kept, { slot: 100, previousSlot: 90, time: 95 })).toBe('ignore');
    expect(judgePrice(kept, { slot: 100, previousSlot: 90, time: 96 })).toBe('take');
    expect(judgePrice(kept, { slot: 120, previousSlot: 110, time: 115 })).toBe('gap');
  });
  test('an unchanged price is one only where it is the one that is kept', () => {
    expect(judgeUnchanged(kept, { slot: 110, previousSlot: 100, time: 95 })).toBe('take');
    expect(judgeUnchanged(kept, { slot: 110, previousSlot: 100, time: 99 })).toBe('gap');
    expect(judgeUnchanged(kept, { slot: 120, previousSlot: 110, time: 95 })).toBe('gap');
    expect(judgeUnchanged(undefined, { slot: 110, previousSlot: 100, time: 95 })).toBe('gap');
  });
  test('a trade goes from version to version', () => {
    expect(judgeTrade(undefined, 1, null)).toBe('take');
    expect(judgeTrade(1, 2, 1)).toBe('take');
    expect(judgeTrade(2, 2, 1)).toBe('ignore');
    expect(judgeTrade(1, 3, 2)).toBe('gap');
    expect(judgeTrade(undefined, 3, 2)).toBe('gap');
  });
  test('an account goes from version to version of its book, and a new book begins anew', () => {
    expect(judgeAccount({ book: 1, version: 4 }, { book: 1, version: 5 }, 4)).toBe('take');
    expect(judgeAccount({ book: 1, version: 4 }, { book: 1, version: 6 }, 5)).toBe('gap');
    expect(judgeAccount({ book: 1, version: 4 }, { book: 2, version: 1 }, null)).toBe('take');
    expect(judgeAccount({ book: 2, version: 1 }, { book: 1, version: 9 }, 8)).toBe('ignore');
  });
  test('a candle later than the next one leaves a gap', () => {
    expect(judgeCandle(60_000, 120_000, 60_000)).toBe('take');
    expect(judgeCandle(60_000, 180_000, 60_000)).toBe('gap');
    // Corrected: the five newest are read again, what is older with all.
    expect(judgeCandle(600_000, 360_000, 60_000)).toBe('take');
    expect(judgeCandle(600_000, 300_000, 60_000)).toBe('gap');
  });
});

describe('what the socket brings, in the overview', () => {
  const trade = {
    ...tradeSchema.parse(openTrade),
    direction: 'long' as const,
    entryPrice: '64000',
    openQuantity: '0.05',
    currentPrice: '64500',
    version: 2,
  };
  const overview = overviewSchema.parse({
    now: '2026-11-20T09:40:04.000Z',
    market: { source: 'binance', simulated: false, stale: false },
    account: null,
    prices: [price],
    active: [trade],
    history: [],
    feeds: [feed],
  });
  const later = { ...price, price: '65000', time: '2026-11-20T09:40:10.000Z' };

  test('a later price values the open trades, an earlier one changes nothing', () => {
    const next = withPrices(overview, [later]);
    expect(next.prices[0]?.price).toBe('65000');
    // (65000 - 64000) x 0.05, of 3200 paid.
    expect(next.active[0]).toMatchObject({
      currentPrice: '65000',
      unrealizedPnl: '50',
      unrealizedPnlPercent: '1.5625',
    });
    const earlier = withPrices(next, [{ ...price, price: '1', time: '2026-11-20T09:00:00.000Z' }]);
    expect(earlier.prices[0]?.price).toBe('65000');
    expect(earlier.active[0]?.currentPrice).toBe('65000');
  });

  test('a price told twice is stale once either says so, and no more once there is a new one', () => {
    // The ticks have ended: the socket is silent, and only an answer knows that time went by.
    const aged = { ...overview, prices: [{ ...price, stale: true, ageSeconds: 124 }] };
    const merged = newerOf(aged, overview, new Set());
    expect(merged.prices[0]?.stale).toBe(true);
    expect(merged.active[0]?.currentPriceStale).toBe(true);
    const fresh = withPrices(merged, [later]);
    expect([fresh.prices[0]?.stale, fresh.active[0]?.currentPriceStale]).toEqual([false, false]);
  });

  test('a short gains where the price falls', () => {
    expect(valued({ ...trade, direction: 'short' }, '63000').unrealizedPnl).toBe('50');
  });

  test('a position is worth what the last price says, and a short of it the less', () => {
    // 0.05 x 65000 = 3250: 50 more than 3200, which is 1.5625 %.
    expect(valuedPosition(position, later)).toMatchObject({
      currentPrice: '65000',
      value: '3250',
      unrealizedPnl: '50',
      unrealizedPnlPercent: '1.5625',
    });
    expect(valuedPosition({ ...position, direction: 'short' }, later).unrealizedPnl).toBe('-50');
  });

  test('a new trade comes first, a closed one leads the history, a cancelled one is gone', () => {
    const other = { ...trade, id: '01KAH2V9G0Q8ZJ4T6Y3W5X7R2N' };
    const two = withTrade(overview, other);
    expect(two.active.map(({ id }) => id)).toEqual([other.id, trade.id]);
    const closed = withTrade(two, { ...trade, status: 'closed', state: 'closed', version: 3 });
    expect([closed.active.length, closed.history[0]?.version]).toEqual([1, 3]);
    const cancelled = withTrade(two, { ...other, status: 'cancelled', state: 'cancelled' });
    expect([cancelled.active.length, cancelled.history.length]).toEqual([1, 0]);
  });

  test('an answer that was under way does not undo what the socket brought meanwhile', () => {
    const made = { ...trade, id: '01KAH2V9G0Q8ZJ4T6Y3W5X7R2N', version: 1 };
    const cached = withTrade(withTrade(withPrices(overview, [later]), { ...trade, version: 3 }), made);
    const merged = newerOf(overview, cached, new Set([made.id]));
    expect(merged.active.map(({ id, version }) => [id, version])).toEqual([
      [made.id, 1],
      [trade.id, 3],
    ]);
    expect(merged.prices[0]?.price).toBe('65000');
    // Nothing came of it since the question: the answer knows that it has ended.
    expect(newerOf(overview, cached, new Set()).active.map(({ id }) => id)).toEqual([trade.id]);
  });
});
