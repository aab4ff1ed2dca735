import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rosterStore } from '../../../shared/adapters/dynamodb/roster-store.ts';
import { type Following, follow } from '../../../shared/application/follow.ts';
import { findBatch } from '../../../shared/application/homes.ts';
import { openTrade } from '../../../shared/application/open-trade.ts';
import { planTicks } from '../../../shared/application/plan-ticks.ts';
import type { BookPorts } from '../../../shared/application/ports.ts';
import { quotesOf } from '../../../shared/application/read-market.ts';
import { refreshListings } from '../../../shared/application/refresh-listings.ts';
import { batchesOf, entryOf, followedIn } from '../../../shared/domain/market/roster.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { price, quantity } from '../../../shared/domain/money/decimal.ts';
import type { Result } from '../../../shared/domain/problem.ts';
import type { TradePlan } from '../../../shared/domain/trades/plan.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { at, closeOf, fillsOf, MINUTE, minutes, type Scene, startScene } from '../tick/support.ts';

const HOUR = 60 * MINUTE;
const PEPE = 'PEPE/USDT' as MarketSymbol;
const coin = (index: number) => `C${index}/USDT` as MarketSymbol;

let stores: Stores;
let scene: Scene;
beforeAll(async () => {
  stores = await startStores();
});
afterEach(() => scene.close());
afterAll(() => stores.stop());

/** A market of many symbols, of which the settings name the first alone; what it lists is known. */
const start = async (count = 3, changes: Parameters<typeof minutes>[2] = {}, listed = true) => {
  const symbols = ['BTC/USDT', PEPE, ...Array.from({ length: count }, (_, index) => coin(index))];
  const series = Object.fromEntries(symbols.map((name) => [name, minutes(60, 105, changes)]));
  scene = await startScene(stores, series, 5, { symbols: ['BTC/USDT'] });
  if (listed) await refreshListings(scene.ports, new Map(), at(5));
};
const unwrapped = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
};
const followed = async (symbols: readonly MarketSymbol[], userId = 'u1', ports = scene.requests) =>
  follow(ports, symbols, { userId, now: at(6), until: at(6) + 2 * HOUR });
const marketsOf = async (batch: number) =>
  (await scene.ports.market.loadBatch(batch))?.markets.map(({ symbol, cursor }) => [symbol, cursor]);
const stored = () => scene.ports.roster.read();
/** As another process: with what it has read itself. */
const elsewhere = () => ({
  ...scene.requests,
  roster: rosterStore(stores.client, TABLES.market, scene.ports.wall),
});
const plan: TradePlan = {
  symbol: PEPE,
  direction: 'long',
  quantity: quantity('1'),
  entry: { type: 'market' },
  exits: {},
};
const order = (changes: Partial<TradePlan> = {}, ports: Partial<BookPorts> = {}, now = at(6, 500)) =>
  openTrade(
    { ...scene.requests, ...ports },
    { userId: 'u1', accountId: 'main', now, plan: { ...plan, ...changes }, bodyHash: '' },
  );
/** Lets the ticks that were asked for happen, as a queue would while a request waits. */
const deliver = async (time: number) => {
  scene.clock.time = time;
  for (const message of scene.sent.splice(0)) await scene.tickWith({}, time, message);
};

describe('a symbol that the settings do not name', () => {
  it('is traded at the first attempt: followed, quoted and filled on its record', async () => {
    await start();
    const opened = unwrapped(await order({}, { sleep: () => deliver(at(6, 900)) }));
    expect(opened.trade).toMatchObject({ symbol: PEPE, venue: 'replay', createdAt: at(6, 500) });
    expect(await findBatch(scene.requests, PEPE)).toBe(1_000);
    expect(entryOf(await stored(), PEPE)?.wantedUntil).toBeGreaterThanOrEqual(at(6, 500) + 2 * HOUR);
    await scene.tickAt(at(8), { batch: 1_000 });
    expect(fillsOf(await scene.trade(opened.trade))).toEqual([`entry 105 @${closeOf(6)} taker`]);
    const [quote] = await quotesOf(scene.requests, [PEPE], at(8));
    expect(quote).toMatchObject({ quote: { price: 105, source: 'replay' }, stale: false });
  });

  it('misses nothing where the first tick comes ten minutes late', async () => {
    await start(3, { 9: [105, 105, 98, 104] });
    const opened = unwrapped(await order({ entry: { type: 'limit', limit: price('100') } }));
    await scene.tickAt(at(16), { batch: 1_000 });
    await scene.tickAt(at(17), { batch: 1_000 });
    expect(fillsOf(await scene.trade(opened.trade))).toEqual([`entry 100 @${closeOf(9)} maker`]);
  });

  it('that no exchange lists, is refused and followed by nobody', async () => {
    await start();
    expect(await order({ symbol: 'NONE/USDT' as MarketSymbol })).toMatchObject({
      ok: false,
      problem: { code: 'unknown_symbol', violations: [] },
    });
    expect(await followed([PEPE, 'NONE/USDT' as MarketSymbol])).toMatchObject({
      problem: { code: 'unknown_symbol', violations: [{ field: 'symbols.1', code: 'unknown_symbol' }] },
    });
    expect((await stored()).entries).toEqual([]);
  });

  it('waits where no exchange has said yet what it lists, and where no price comes', async () => {
    await start(3, {}, false);
    expect(await order()).toMatchObject({ problem: { code: 'price_unavailable' } });
    await refreshListings(scene.ports, new Map(), at(6));
    const waits: number[] = [];
    const sleep = async (ms: number) => {
      waits.push(ms);
    };
    // The listings of before are kept for minutes, but not where there were none.
    expect(await order({}, { sleep })).toMatchObject({ problem: { code: 'price_unavailable' } });
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(8_000);
    await deliver(at(6, 900));
    expect(await order()).toMatchObject({ ok: true });
  });

  it('goes to no exchange while one before it has not said what it lists, until that has lasted two minutes', async () => {
    await start();
    const { listings } = scene.ports;
    const feeds = ['binance', 'replay'] as const;
    const ports = { ...scene.requests, settings: { ...scene.requests.settings, feeds } };
    const ask = (symbol: MarketSymbol, now: number) =>
      follow(ports, [symbol], { userId: 'u1', now, until: now + 2 * HOUR });
    const venuesOf = async (symbol: MarketSymbol) =>
      (await scene.ports.market.loadBatch(1_000))?.markets.flatMap((market) =>
        market.symbol === symbol ? market.venue : [],
      );
    // The other's list is of minute 5.
    expect(await ask(PEPE, at(7) - 1)).toMatchObject({ ok: false, problem: { code: 'price_unavailable' } });
    expect((await stored()).entries).toEqual([]);
    unwrapped(await ask(PEPE, at(7)));
    expect(await venuesOf(PEPE)).toEqual(['replay']);
    // The batch's ticks ask the better one on.
    expect(await scene.ports.market.loadBatch(1_000)).toMatchObject({ unanswered: ['binance'] });

    const told = (await listings.all()).flatMap(({ instruments }) => instruments);
    const theirs = told.filter(({ symbol }) => symbol === coin(0));
    const ofBinance = theirs.map((instrument) => ({ ...instrument, venue: 'binance' as const }));
    await listings.put({ venue: 'binance', at: at(7), instruments: ofBinance });
    scene.clock.time = at(13);
    unwrapped(await ask(coin(0), at(13)));
    expect(await venuesOf(coin(0))).toEqual(['binance']);
    unwrapped(await ask(coin(1), at(13)));
    expect(await venuesOf(coin(1))).toEqual(['replay']);
  });

  it('who has no account has nothing followed', async () => {
    await start();
    const accounts = { load: async () => undefined } as unknown as BookPorts['accounts'];
    expect(await order({}, { accounts })).toMatchObject({ problem: { code: 'no_account' } });
    expect((await stored()).entries).toEqual([]);
  });
});

describe('several at once', () => {
  it('two users follow the same and different symbols at the same moment: each has one place', async () => {
    await start(20);
    const users = ['u1', 'u2', 'u3', 'u4', 'u5'];
    const answers = await Promise.all(
      users.map((userId, at) => followed([PEPE, coin(at), coin(at + 1)], userId, elsewhere())),
    );
    const places = answers.map((answer) => unwrapped(answer).batches.get(PEPE));
    expect(new Set(places)).toEqual(new Set([1_000]));
    const { entries } = await stored();
    expect(entries).toHaveLength(7);
    expect(new Set(entries.map(({ slot }) => slot)).size).toBe(7);
    expect((await marketsOf(1_000))?.map(([name]) => name).sort()).toEqual(
      entries.map(({ symbol }) => symbol).sort(),
    );
    const begun = answers.flatMap(
      (answer): readonly MarketSymbol[] => (unwrapped(answer) as Following).begun,
    );
    expect(begun.filter((symbol) => symbol === PEPE)).toHaveLength(1);
  });

  it('one more than a user may begin is refused; another user goes on', async () => {
    await start(102);
    const all = Array.from({ length: 100 }, (_, index) => coin(index));
    expect(unwrapped(await followed(all)).begun).toHaveLength(100);
    expect(await followed([coin(100)])).toMatchObject({ problem: { code: 'too_many_symbols' } });
    expect(await followed(all.slice(0, 3))).toMatchObject({ ok: true });
    expect(unwrapped(await followed([coin(100)], 'u2')).batches.get(coin(100))).toBe(1_005);
    expect(batchesOf(await stored())).toEqual([1_000, 1_001, 1_002, 1_003, 1_004, 1_005]);
    expect(await marketsOf(1_004)).toHaveLength(20);
  });

  it('at five hundred nobody begins anything, and what is followed goes on', async () => {
    await start(520);
    for (const user of [0, 1, 2, 3, 4])
      unwrapped(
        await followed(
          Array.from({ length: 100 }, (_, index) => coin(user * 100 + index)),
          `u${user}`,
        ),
      );
    expect(await followed([coin(510)], 'u9')).toMatchObject({ problem: { code: 'too_many_symbols' } });
    expect(await followed([coin(499)], 'u9')).toMatchObject({ ok: true });
    const { entries } = await stored();
    expect(entries).toHaveLength(500);
    expect(JSON.stringify(entries).length).toBeLessThan(100_000);
  });

  it('a tick that saves meanwhile takes nothing out', async () => {
    await start();
    unwrapped(await followed([coin(0)]));
    const { market } = scene.ports;
    let isFirst = true;
    await scene.tickWith(
      {
        market: {
          ...market,
          saveBatch: async (...args) => {
            if (isFirst) {
              isFirst = false;
              unwrapped(await followed([coin(1)], 'u2', elsewhere()));
            }
            return market.saveBatch(...args);
          },
        },
      },
      at(7),
      { batch: 1_000 },
    );
    expect((await marketsOf(1_000))?.map(([name]) => name).sort()).toEqual([coin(0), coin(1)]);
  });
});

describe('who dies between the roster and the state', () => {
  const dying = () => {
    const ports = elsewhere();
    const saveBatch = () => Promise.reject(new Error('killed'));
    return { ...ports, market: { ...ports.market, saveBatch } };
  };

  it('leaves a place that the next trade mends', async () => {
    await start(3, { 9: [105, 105, 98, 104] });
    await expect(followed([PEPE], 'u1', dying())).rejects.toThrow('killed');
    expect(await marketsOf(1_000)).toBeUndefined();
    const opened = unwrapped(await order({ entry: { type: 'limit', limit: price('100') } }));
    await scene.tickAt(at(16), { batch: 1_000 });
    await scene.tickAt(at(17), { batch: 1_000 });
    expect(fillsOf(await scene.trade(opened.trade))).toEqual([`entry 100 @${closeOf(9)} maker`]);
  });

  it('or the batch’s next tick, which the schedule plans', async () => {
    await start();
    await expect(followed([PEPE], 'u1', dying())).rejects.toThrow('killed');
    const { settings } = scene.ports;
    const ticks = planTicks(settings, batchesOf(await stored()), at(7), at(7));
    expect(ticks.map(({ message }) => message.batch)).toContain(1_000);
    await scene.tickAt(at(7), { batch: 1_000 });
    expect(await marketsOf(1_000)).toEqual([[PEPE, closeOf(6)]]);
    expect(followedIn(await stored())).toEqual([PEPE]);
  });
});
