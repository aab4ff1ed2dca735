import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { candleArchive } from '../../../shared/adapters/dynamodb/candle-archive.ts';
import { marketStore } from '../../../shared/adapters/dynamodb/market-store.ts';
import { packDays } from '../../../shared/application/pack-days.ts';
import { emptyBatch } from '../../../shared/application/tick-state.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import type { CandleRow, MarketStore } from '../../../shared/ports/market-store.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { BTC, candleAt, DAY, MINUTE, START } from './support.ts';

const ETH = 'ETH/USDT' as MarketSymbol;
/** Half past midnight after so many days. */
const night = (days: number) => START + days * DAY + 30 * MINUTE;

describe('packing', () => {
  let stores: Stores;
  let store: MarketStore;
  let archive: ReturnType<typeof candleArchive>;
  let batch = 0;
  beforeAll(async () => {
    stores = await startStores();
    store = marketStore(stores.client, TABLES.market);
    archive = candleArchive(stores.client, TABLES.market);
  });
  afterAll(() => stores.stop());
  beforeEach(() => {
    batch += 1;
  });

  /** A batch whose markets have been evaluated up to here. */
  const state = (cursor: number, symbols = [BTC]) => ({
    ...emptyBatch(batch),
    markets: symbols.map((symbol) => ({ venue: 'binance' as const, symbol, cursor, before: 0 })),
  });
  const rows = (from: number, minutes: number, symbols = [BTC]): CandleRow[] =>
    Array.from({ length: minutes }, (_, index) => {
      const openTime = from + index * MINUTE;
      return {
        openTime,
        candles: symbols.map((symbol) => ({ venue: 'binance' as const, symbol, candle: candleAt(openTime) })),
      };
    });
  const pack = (now: number, cursor = now - 2_000, options: { budgetMs?: number } = {}) => {
    let elapsed = 0;
    const market = { loadBatches: async () => [state(cursor)] };
    return packDays({ market, archive, elapsed: () => elapsed++, budgetMs: options.budgetMs ?? 1_000 }, now);
  };
  /** How many candles each of the days has in its item. */
  const packed = async (count: number, symbol = BTC) => {
    const days = Array.from({ length: count }, (_, index) => START + index * DAY);
    const { found } = await archive.days('binance', symbol, days);
    return days.map((day) => found.find((one) => one.day === day)?.minutes.candles.length ?? 0);
  };

  it('packs each market of the day that has ended, once, and nothing of the day that has not', async () => {
    await store.putCandles(batch, rows(START + 23 * 60 * MINUTE, 70, [BTC, ETH]));
    expect(await pack(night(1))).toEqual({ days: 1, written: 2, done: true });
    expect([await packed(2), await packed(2, ETH)]).toEqual([
      [60, 0],
      [60, 0],
    ]);
    expect(await pack(night(1))).toEqual({ days: 0, written: 0, done: true });
    const { found } = await archive.days('binance', BTC, [START]);
    expect(found[0]?.minutes.candles[0]).toEqual(candleAt(START + 23 * 60 * MINUTE));
  });

  it('waits until the last minutes of a day have been mended', async () => {
    await store.putCandles(batch, rows(START + 1_430 * MINUTE, 10));
    expect(await pack(START + DAY + 9 * MINUTE)).toMatchObject({ days: 0 });
    expect(await pack(START + DAY + 10 * MINUTE)).toMatchObject({ days: 1 });
  });

  it('makes up days that it has missed, in slices', async () => {
    for (let day = 10; day < 14; day++) await store.putCandles(batch, rows(START + day * DAY, 3));
    expect(await pack(night(14), undefined, { budgetMs: 2 })).toEqual({ days: 2, written: 2, done: false });
    expect(await pack(night(14))).toEqual({ days: 2, written: 2, done: true });
    expect((await packed(14)).slice(10)).toEqual([3, 3, 3, 3]);
  });

  it('packs a day anew while ticks of its market are still to come', async () => {
    await store.putCandles(batch, rows(START + 20 * DAY, 5));
    // The venue is away since five past midnight.
    const cursor = START + 20 * DAY + 5 * MINUTE - 1;
    expect(await pack(night(21), cursor)).toMatchObject({ days: 1, written: 1 });
    await store.putCandles(batch, rows(START + 20 * DAY + 5 * MINUTE, 4));
    expect(await pack(night(22))).toMatchObject({ written: 1, done: true });
    expect((await packed(21)).at(20)).toBe(9);
    expect(await pack(night(22))).toMatchObject({ days: 0 });
  });

  it('does not wait for a market that stands still longer than its rows are kept', async () => {
    for (let day = 30; day < 40; day++) await store.putCandles(batch, rows(START + day * DAY, 1));
    const stuck = START + 30 * DAY;
    expect(await pack(night(40), stuck)).toMatchObject({ days: 10, written: 10 });
    expect(await pack(night(40), stuck)).toMatchObject({ days: 6, written: 0 });
  });

  it('two at once write what one would', async () => {
    await store.putCandles(batch, rows(START + 50 * DAY, 40));
    const reports = await Promise.all([pack(night(51)), pack(night(51))]);
    expect(reports.every(({ done }) => done)).toBe(true);
    expect((await packed(51)).at(50)).toBe(40);
  });
});
