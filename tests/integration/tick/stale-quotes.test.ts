import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { currentQuotes } from '../../../shared/application/read-market.ts';
import { readPortfolio } from '../../../shared/application/read-portfolio.ts';
import { tickStatus } from '../../../shared/application/read-status.ts';
import { price } from '../../../shared/domain/money/decimal.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import type { QuoteSource } from '../../../shared/ports/venue.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, closeOf, fillsOf, minutes, type Row, type Scene, startScene } from './support.ts';

/** 105 until the exchange goes away in minute 20; 130 once it is back, in minute 40. */
const ROWS: Row[] = [...minutes(30, 105), ...minutes(5, 120), ...minutes(30, 130)];

let stores: Stores;
let scene: Scene;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores.stop());
beforeEach(async () => {
  scene = await startScene(stores, ROWS);
  return () => scene.close();
});

const quoteAt = async (minute: number) => (await currentQuotes(scene.requests, at(minute)))[0];

describe('while the exchange is away', () => {
  let held: Trade;
  beforeEach(async () => {
    held = await scene.open(at(6), { entry: { type: 'market' } });
    await scene.ticks(7, 20);
    scene.server.setOutage(true);
  });

  it('the quote grows old, and everything that shows it says so', async () => {
    expect(fillsOf(await scene.trade(held))).toHaveLength(1);
    expect(await quoteAt(20)).toMatchObject({ quote: { price: 105 }, stale: false });
    const account = { userId: 'u1', accountId: 'main' };
    expect(await readPortfolio(scene.requests, { ...account, now: at(20) })).toMatchObject({
      value: { stale: [], items: [{ symbol: 'BTC/USDT' }] },
    });

    expect(await scene.tickAt(at(22))).toMatchObject({ quotesStale: 1, feedsDown: 1 });
    expect(await quoteAt(22)).toMatchObject({ quote: { price: 105 }, ageMs: 120_000, stale: true });
    expect(await readPortfolio(scene.requests, { ...account, now: at(22) })).toMatchObject({
      value: { stale: ['BTC/USDT'] },
    });
    expect(await tickStatus(scene.requests, at(22))).toMatchObject({
      feeds: [
        {
          venue: 'replay',
          health: { failures: 1, lastErrorAt: at(22), calls: { errorRate: expect.any(Number) } },
        },
      ],
      markets: [{ symbol: 'BTC/USDT', stale: true, quote: { source: 'replay', ageMs: 120_000 } }],
    });
    expect((await scene.ports.market.loadBatch(0))?.feeds.replay?.calls?.errorRate).toBeGreaterThan(0);
  });

  it('a market order waits instead of filling at the old quote, and fills at its first point afterwards', async () => {
    const order = await scene.open(at(25, 500), { entry: { type: 'market' } });
    const close = { ...(await scene.trade(held)) };
    await scene.tickAt(at(26), { reason: 'command', symbols: ['BTC/USDT' as never] });
    await scene.ticks(27, 33);
    expect((await scene.trade(order)).status).toBe('pending');
    expect(fillsOf(await scene.trade(order))).toEqual([]);
    // Nothing of it moved what is open already.
    expect((await scene.trade(held)).version).toBe(close.version);

    scene.server.setOutage(false);
    await scene.tickAt(at(40));
    // Its own minute was open when it was given: of that bar the close alone counts, and it is 105, as the record has it.
    expect(fillsOf(await scene.trade(order))).toEqual([`entry 105 @${closeOf(25)} taker`]);
    expect(await scene.tickAt(at(41))).toMatchObject({ quotesStale: 0 });
    expect(await quoteAt(41)).toMatchObject({ quote: { price: 130 }, stale: false });
  });

  it('an order is not checked against the old quote: a stop on its wrong side is judged by the record', async () => {
    // Below the last price of 105, where a fresh quote would refuse it.
    const stop = { type: 'stop', stop: price('104') } as const;
    const opened = await scene.open(at(25, 500), { entry: stop });
    expect(opened.status).toBe('pending');
    await expect(scene.open(at(20), { entry: stop })).rejects.toThrow(/stop_not_above_market/);
  });
});

const statusAt = async (minute: number) =>
  (await tickStatus(scene.requests, at(minute))).markets.map(({ lagMs, late, stale }) => ({
    lagMs,
    late,
    stale,
  }));

describe('a quote from the future', () => {
  const DAY = 86_400_000;
  const ahead = (source: 'replay' | 'coinbase'): QuoteSource => ({
    id: source,
    quotes: async (symbols) =>
      symbols.map((symbol) => ({ symbol, price: 105, source, time: scene.clock.time + DAY })),
  });

  it.each(['replay', 'coinbase'] as const)(
    'of %s has the time of its receipt, and grows old',
    async (source) => {
      await scene.tickWith({ quoteSources: [ahead(source)] }, at(6));
      expect(await quoteAt(6)).toMatchObject({ quote: { source, time: at(6) }, ageMs: 0, stale: false });
      scene.server.setOutage(true);
      await scene.tickWith({}, at(7));
      expect(await quoteAt(8)).toMatchObject({ ageMs: 120_000, stale: true });
    },
  );

  it('that an earlier version has stored is put right by the next tick, whoever answers it', async () => {
    const stored = await scene.ports.market.loadBatch(0);
    if (!stored) throw new Error('there is no state');
    const markets = stored.markets.map((market) => ({
      ...market,
      ...(market.quote ? { quote: { ...market.quote, time: at(6) + DAY } } : {}),
    }));
    await scene.ports.market.saveBatch({ ...stored, markets }, stored.version);
    scene.server.setOutage(true);
    await scene.tickAt(at(6));
    expect(await quoteAt(8)).toMatchObject({ ageMs: 120_000, stale: true });
  });
});

describe('two exchanges that disagree', () => {
  /** Half of what the venue says. */
  const other: QuoteSource = {
    id: 'coinbase',
    quotes: async (symbols) =>
      symbols.map((symbol) => ({ symbol, price: 52.5, source: 'coinbase', time: scene.clock.time })),
  };

  it("neither fires the other's trades: a stop far above the other price stays, by quote and by path", async () => {
    const trade = await scene.open(at(6), { entry: { type: 'market' }, exits: { stopLoss: price('90') } });
    await scene.ticks(7, 10);
    expect((await scene.trade(trade)).status).toBe('open');
    // The other is asked first, and quotes below the stop.
    for (let minute = 11; minute <= 15; minute++) await scene.tickWith({ quoteSources: [other] }, at(minute));
    expect(await quoteAt(15)).toMatchObject({ quote: { price: 52.5, source: 'coinbase' } });
    expect((await scene.trade(trade)).status).toBe('open');
    expect(await statusAt(15)).toEqual([{ lagMs: 1, late: false, stale: false }]);
    // Nor while the venue itself is away, and the other is all there is.
    scene.server.setOutage(true);
    for (let minute = 16; minute <= 20; minute++) await scene.tickWith({ quoteSources: [other] }, at(minute));
    expect((await scene.trade(trade)).status).toBe('open');
    // Its quote is fresh, and its path is not.
    expect(await statusAt(20)).toEqual([{ lagMs: 300_001, late: true, stale: false }]);
    scene.server.setOutage(false);
    await scene.ticks(22, 24);
    expect(fillsOf(await scene.trade(trade))).toHaveLength(1);
  });
});
