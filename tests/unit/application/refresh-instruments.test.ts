import { describe, expect, test } from 'vitest';
import { refreshInstruments } from '../../../shared/application/tick-instruments.ts';
import { emptyBatch } from '../../../shared/application/tick-state.ts';
import type { Instrument } from '../../../shared/domain/market/instrument.ts';
import type { MarketSymbol, VenueId } from '../../../shared/domain/market/symbol.ts';
import { money, price, quantity } from '../../../shared/domain/money/decimal.ts';
import type { BatchState } from '../../../shared/ports/market-store.ts';
import { FeedError, type Venue } from '../../../shared/ports/venue.ts';

const BTC = 'BTC/USDT' as MarketSymbol;
const RARE = 'RARE/USDT' as MarketSymbol;
const START = Date.UTC(2026, 10, 20, 9);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const FEEDS = ['binance', 'coinbase', 'coingecko'] as const;

const instrument = (venue: VenueId, symbol: MarketSymbol): Instrument => ({
  venue,
  symbol,
  tickSize: price('0.01'),
  lotSize: quantity('0.01'),
  minQuantity: quantity('0.01'),
  maxQuantity: quantity('1000'),
  minNotional: money('1'),
});

type Lists = readonly MarketSymbol[] | 'away' | 'blocked';

/** Three venues that list what the test says, and a batch that takes the markets that a tick would. */
const batchOf = (lists: Partial<Record<VenueId, Lists>>, symbols: readonly MarketSymbol[] = [BTC]) => {
  const says = { ...lists };
  const asked: string[] = [];
  const stored: string[] = [];
  const venues = FEEDS.map((id) => ({
    id,
    instruments: async (some: readonly MarketSymbol[]) => {
      asked.push(id);
      const listed = says[id] ?? [];
      if (listed === 'blocked') throw new FeedError(id, 'blocked', 'not from here');
      if (listed === 'away') throw new FeedError(id, 'network', 'no connection');
      return some.filter((symbol) => listed.includes(symbol)).map((symbol) => instrument(id, symbol));
    },
  }));
  let state: BatchState = emptyBatch(0);
  return {
    says,
    asked,
    stored,
    state: () => state,
    markets: () => state.markets.map(({ venue, symbol }) => `${venue} ${symbol}`),
    async tick(afterMs: number) {
      const now = START + afterMs;
      asked.length = 0;
      stored.length = 0;
      const refreshed = await refreshInstruments(
        {
          venues: venues as unknown as readonly Venue[],
          settings: { feeds: FEEDS },
          elapsed: () => 0,
          market: {
            putInstruments: async (some) => {
              stored.push(...some.map(({ venue, symbol }) => `${venue} ${symbol}`));
            },
          },
        },
        state,
        symbols,
        now,
      );
      const markets = refreshed.markets.map((market) => ({ ...market, cursor: now, before: now }));
      state = { ...refreshed.state, slot: now, markets: [...refreshed.state.markets, ...markets] };
    },
  };
};
const away = { binance: 'away', coinbase: [BTC], coingecko: [BTC, RARE] } as const;

describe('the venue of a symbol', () => {
  test('is the first that lists it, and none behind that one is asked', async () => {
    const batch = batchOf({ binance: [BTC], coinbase: [BTC], coingecko: [BTC] });
    await batch.tick(0);
    expect(batch.markets()).toEqual(['binance BTC/USDT']);
    expect(batch.asked).toEqual(['binance']);
    expect(batch.state()).toMatchObject({ instrumentsAt: START });
  });

  test('is not known while one before has not answered: asked again at each tick, and bound to it then', async () => {
    const batch = batchOf(away);
    await batch.tick(0);
    expect(batch.markets()).toEqual([]);
    batch.says.binance = [BTC];
    await batch.tick(10 * SECOND);
    expect(batch.markets()).toEqual(['binance BTC/USDT']);
    expect(batch.state()).not.toHaveProperty('unanswered');
  });

  test('is the next one once the first has failed for 75 s, and the first as soon as it answers', async () => {
    const batch = batchOf(away);
    // Failures at 0, 5, 15, 35 and 75 s: the pause after the fifth is 80 s.
    for (const at of [0, 5, 15, 35, 74]) await batch.tick(at * SECOND);
    expect(batch.markets()).toEqual([]);
    await batch.tick(75 * SECOND);
    expect(batch.markets()).toEqual(['coinbase BTC/USDT']);
    // Whoever is traded at is left alone: each answer costs writes.
    for (const minute of [2, 3, 4]) {
      await batch.tick(minute * MINUTE);
      expect(batch.stored).toEqual([]);
    }
    batch.says.binance = [BTC];
    await batch.tick(10 * MINUTE);
    expect(batch.markets()).toEqual(['coinbase BTC/USDT', 'binance BTC/USDT']);
    await batch.tick(11 * MINUTE);
    expect(batch.asked).toEqual([]);
  });

  test('is the next one at once where the first does not let us in', async () => {
    const batch = batchOf({ ...away, binance: 'blocked' });
    await batch.tick(0);
    expect(batch.markets()).toEqual(['coinbase BTC/USDT']);
    batch.says.binance = [BTC];
    await batch.tick(2 * MINUTE);
    expect(batch.markets()).toEqual(['coinbase BTC/USDT', 'binance BTC/USDT']);
  });

  test('is a later one where those before it have answered and do not list it', async () => {
    const batch = batchOf({ binance: [BTC], coingecko: [BTC, RARE] }, [BTC, RARE]);
    await batch.tick(0);
    expect(batch.markets()).toEqual(['binance BTC/USDT', 'coingecko RARE/USDT']);
    await batch.tick(MINUTE);
    expect(batch.asked).toEqual([]);
  });

  test('stays where the market is, when that venue fails at the daily refresh', async () => {
    const batch = batchOf({ binance: [BTC], coinbase: [BTC] });
    await batch.tick(0);
    batch.says.binance = 'away';
    const day = 24 * 60 * MINUTE;
    for (let minute = 0; minute < 15; minute++) await batch.tick(day + minute * MINUTE);
    expect(batch.markets()).toEqual(['binance BTC/USDT']);
    // Its instruments are not a day older for it.
    batch.says.binance = [BTC];
    await batch.tick(day + 20 * MINUTE);
    expect(batch.stored).toEqual(['binance BTC/USDT']);
  });
});
