import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sampleStore } from '../../../shared/adapters/dynamodb/sample-store.ts';
import { createFeeds } from '../../../shared/adapters/feeds/index.ts';
import { applyTick } from '../../../shared/application/apply-tick.ts';
import { openTrade } from '../../../shared/application/open-trade.ts';
import type { MarketSymbol, VenueId } from '../../../shared/domain/market/symbol.ts';
import { price, quantity } from '../../../shared/domain/money/decimal.ts';
import { BTC } from '../../fixtures/lab.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { at, closeOf, fillsOf, minutes, type Row, restore, type Scene, startScene } from './support.ts';

const WICK: Row = [105, 105, 98, 104];

let stores: Stores;
let scene: Scene;
beforeAll(async () => {
  stores = await startStores();
});
afterEach(() => scene.close());
afterAll(() => stores.stop());

describe('a symbol that the settings move to another batch while nobody ticks', () => {
  const symbol = (index: number) => `C${index}/USDT` as MarketSymbol;
  const series = Object.fromEntries(
    Array.from({ length: 21 }, (_, index) => [`C${index}/USDT`, minutes(60, 105, { 10: WICK })]),
  );
  it.each([0, 1])('keeps its cursor, also where batch %i is the first to tick again', async (first) => {
    scene = await startScene(stores, series);
    await scene.tickAt(at(5), { batch: 1 });
    const trade = await scene.open(at(6), { symbol: symbol(20) });
    const { symbols } = scene.ports.settings;
    const settings = { ...scene.ports.settings, symbols: [symbol(20), ...symbols.slice(0, 20)] };
    await scene.tickWith({ settings }, at(30), { batch: first });
    await scene.tickWith({ settings }, at(30), { batch: 1 - first });
    for (const minute of [31, 32]) {
      await scene.tickWith({ settings }, at(minute), { batch: 0 });
      await scene.tickWith({ settings }, at(minute), { batch: 1 });
    }
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(10)} maker`]);
  });
});

describe('a machine clock that was an hour ahead and is put right', () => {
  const wrong = async (rows: Readonly<Record<number, Row>>) => {
    scene = await startScene(stores, minutes(120, 105, rows));
    scene.clock.time = at(10);
    await applyTick(scene.ports, { batch: 0, slot: at(70), reason: 'schedule' }, at(70));
  };
  it('does not stop the ticks', async () => {
    await wrong({ 20: WICK });
    const trade = await scene.open(at(12), {});
    for (let minute = 13; minute < 24; minute++) await scene.tickAt(at(minute));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(20)} maker`]);
  });
  it('lets no order fill on what was before it', async () => {
    await wrong({ 9: WICK, 10: WICK, 11: WICK });
    const limit = await scene.open(at(13), {});
    const market = await scene.open(at(13), { entry: { type: 'market' } });
    await scene.tickAt(at(15));
    expect(fillsOf(await scene.trade(limit))).toEqual([]);
    expect(fillsOf(await scene.trade(market))).toEqual([`entry 105 @${at(13)} taker`]);
  });
});

describe('another order of feeds', () => {
  it('is in force with the next tick, and until then a trade goes where its path is followed', async () => {
    scene = await startScene(stores, minutes(60, 105));
    await scene.tickAt(at(6));
    // A second exchange, which the first start did not know.
    const order: VenueId[] = ['simulated', 'replay'];
    const url = scene.server.url;
    const feeds = createFeeds(
      { FEEDS: order, BINANCE_API_URL: url, COINBASE_API_URL: url, COINGECKO_API_URL: url },
      { samples: sampleStore(stores.client, TABLES.market) },
    );
    const settings = { ...scene.ports.settings, feeds: order };
    const venueOfNext = async (minute: number) => {
      scene.clock.time = at(minute);
      const plan = {
        symbol: BTC,
        direction: 'long',
        quantity: quantity('1'),
        entry: { type: 'limit', limit: price('100') },
        exits: {},
      } as const;
      const opened = await openTrade(
        { ...scene.requests, settings },
        { userId: 'u1', accountId: 'main', now: at(minute), plan, bodyHash: '' },
      );
      return opened.ok ? opened.value.trade.venue : opened.problem.code;
    };
    expect(await venueOfNext(7)).toBe('replay');
    await scene.tickWith({ settings, venues: feeds.venues, quoteSources: feeds.quoteSources }, at(8));
    expect(await venueOfNext(9)).toBe('simulated');
  });
});

describe('a first start while no feed can be reached', () => {
  it('binds no symbol to one that has not answered: orders are refused, then go to the first of the order', async () => {
    scene = await startScene(stores, minutes(60, 105));
    await restore(stores);
    await stores.addUser('u1');
    const feeds: VenueId[] = ['replay', 'coingecko'];
    const { url } = scene.server;
    const { venues, quoteSources } = createFeeds(
      // Nobody listens at port 9.
      { FEEDS: feeds, BINANCE_API_URL: url, COINBASE_API_URL: url, COINGECKO_API_URL: 'http://127.0.0.1:9' },
      { samples: sampleStore(stores.client, TABLES.market), sleep: async () => {} },
    );
    const settings = { ...scene.ports.settings, feeds };
    const order = async (now: number) => {
      scene.clock.time = now;
      const plan = { symbol: BTC, direction: 'long', quantity: quantity('1'), exits: {} } as const;
      return openTrade(
        { ...scene.requests, settings },
        { userId: 'u1', accountId: 'main', now, plan: { ...plan, entry: { type: 'market' } }, bodyHash: '' },
      );
    };
    const tick = (time: number) => scene.tickWith({ settings, venues, quoteSources }, time);

    scene.server.setOutage(true);
    await tick(at(6));
    await tick(at(6, 5_000));
    expect(await order(at(6, 6_000))).toMatchObject({ ok: false, problem: { code: 'price_unavailable' } });
    expect((await scene.ports.market.loadBatch(0))?.feeds.coingecko).toMatchObject({
      lastOkAt: 0,
      calls: { count: 2, errorRate: 1 },
    });

    scene.server.setOutage(false);
    await tick(at(6, 15_000));
    const opened = await order(at(6, 20_000));
    if (!opened.ok) throw new Error(opened.problem.message);
    expect(opened.value.trade.venue).toBe('replay');
    await tick(at(8));
    expect(fillsOf(await scene.trade(opened.value.trade))).toEqual([`entry 105 @${closeOf(6)} taker`]);
  });
});
