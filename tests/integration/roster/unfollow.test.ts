import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cancelTrade } from '../../../shared/application/command-trade.ts';
import { follow } from '../../../shared/application/follow.ts';
import { findBatch } from '../../../shared/application/homes.ts';
import { refreshListings } from '../../../shared/application/refresh-listings.ts';
import { type ReviewPorts, reviewRoster } from '../../../shared/application/review-roster.ts';
import { samplePortfolios } from '../../../shared/application/sample-portfolios.ts';
import { entryOf, followedIn } from '../../../shared/domain/market/roster.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { price, quantity } from '../../../shared/domain/money/decimal.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { at, closeOf, fillsOf, minutes, type Scene, startScene } from '../tick/support.ts';

const PEPE = 'PEPE/USDT' as MarketSymbol;
const WIF = 'WIF/USDT' as MarketSymbol;
const HOUR = 60;
const wick = [105, 105, 98, 104] as const;

let stores: Stores;
let scene: Scene;
beforeAll(async () => {
  stores = await startStores();
});
afterEach(() => scene.close());
afterAll(() => stores.stop());

const start = async (changes: Parameters<typeof minutes>[2] = {}, symbols = ['BTC/USDT']) => {
  const rows = minutes(12 * HOUR, 105, changes);
  const series = { 'BTC/USDT': rows, [PEPE]: rows, [WIF]: rows };
  scene = await startScene(stores, series, 5, { symbols });
  await refreshListings(scene.ports, new Map(), at(5));
};
/** The hourly pass at this minute of the market; the machine's clock is the same. */
const pass = async (minute: number, ports: Partial<ReviewPorts> = {}) => {
  scene.clock.time = at(minute);
  return reviewRoster({ ...scene.requests, ...ports }, at(minute), scene.ports.wall());
};
const passes = async (...hours: number[]) => {
  for (const hour of hours) await pass(hour * HOUR);
};
const followAt = async (minute: number, symbol = PEPE, userId = 'u1') => {
  const now = at(minute);
  const followed = await follow(scene.requests, [symbol], { userId, now, until: now + 2 * HOUR * 60_000 });
  if (!followed.ok) throw new Error(followed.problem.message);
  return followed.value;
};
const roster = () => scene.ports.roster.read();
const marketsOf = async (batch = 1_000) =>
  (await scene.ports.market.loadBatch(batch))?.markets.map(({ symbol }) => symbol) ?? [];
const limitAt100 = { symbol: PEPE, entry: { type: 'limit', limit: price('100') } } as const;
const tick = (minute: number, batch = 1_000) => scene.tickAt(at(minute), { batch });

describe('the last ends it', () => {
  it('what nobody uses leaves the roster an hour after it was wanted, and the state with the next tick', async () => {
    await start();
    await followAt(6);
    await tick(7);
    await passes(1, 2, 3, 4);
    // Wanted until three hours and six minutes: an hour later, with the pass after that.
    expect(followedIn(await roster())).toEqual([PEPE]);
    await passes(5);
    expect(followedIn(await roster())).toEqual([]);
    expect(await findBatch(scene.requests, PEPE)).toBeUndefined();
    expect(await marketsOf()).toEqual([PEPE]);
    await tick(5 * HOUR + 1);
    expect(await marketsOf()).toEqual([]);
    // The slot is kept for an hour, for whoever comes back.
    expect(entryOf(await roster(), PEPE)).toMatchObject({ slot: 0 });
    await passes(7);
    expect((await roster()).entries).toEqual([]);
    expect(await tick(7 * HOUR + 1)).toMatchObject({ markets: 0 });
  });

  it('a trade that waits keeps it followed, whatever the hour, and nothing is missed', async () => {
    await start({ [9 * HOUR]: wick });
    const trade = await scene.open(at(6), limitAt100);
    for (let hour = 1; hour <= 9; hour++) {
      await passes(hour);
      await tick(hour * HOUR + 1);
    }
    await tick(9 * HOUR + 2);
    await tick(9 * HOUR + 3);
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(9 * HOUR)} maker`]);
    expect(followedIn(await roster())).toEqual([PEPE]);
  });

  it('so does one that nobody can read', async () => {
    await start();
    await scene.open(at(6), limitAt100);
    await stores.client.send(
      new PutCommand({
        TableName: TABLES.trades,
        Item: { userId: 'u1', tradeId: 'corrupt', openUser: 'u1', market: `replay#${WIF}` },
      }),
    );
    await passes(1);
    expect(followedIn(await roster()).sort()).toEqual([PEPE, WIF]);
  });

  it('what is cancelled lets it end, and who comes back has the same batch and misses nothing', async () => {
    await start({ [5 * HOUR + 40]: wick });
    const first = await scene.open(at(6), limitAt100);
    await tick(8);
    await cancelTrade(scene.requests, { userId: 'u1', tradeId: first.id, now: at(9) });
    await tick(10);
    expect((await scene.trade(first)).status).toBe('cancelled');
    await passes(1, 2, 3, 4, 5);
    expect(followedIn(await roster())).toEqual([]);
    // Before the batch's tick has dropped the market, and after it.
    const again = await scene.open(at(5 * HOUR + 1), limitAt100);
    expect(await findBatch(scene.requests, PEPE)).toBe(1_000);
    await tick(5 * HOUR + 2);
    expect(await marketsOf()).toEqual([PEPE]);
    await tick(5 * HOUR + 50);
    await tick(5 * HOUR + 51);
    expect(fillsOf(await scene.trade(again))).toEqual([`entry 100 @${closeOf(5 * HOUR + 40)} maker`]);
  });

  it('a pass that does not come to its end changes nothing', async () => {
    await start();
    await followAt(6);
    const before = await roster();
    const watched = () => Promise.reject(new Error('throttled'));
    await expect(pass(9 * HOUR, { watchlists: { ...scene.requests.watchlists, watched } })).rejects.toThrow(
      'throttled',
    );
    expect(await roster()).toEqual(before);
  });

  it('a pass that meets a new trade in between leaves its symbol alone', async () => {
    await start();
    await followAt(6);
    const { watchlists } = scene.requests;
    let trade: Trade | undefined;
    // All trades have been read by then.
    await pass(9 * HOUR, {
      watchlists: {
        ...watchlists,
        watched: async () => {
          trade = await scene.open(at(9 * HOUR), limitAt100);
          return watchlists.watched();
        },
      },
    });
    expect(trade?.symbol).toBe(PEPE);
    expect(followedIn(await roster())).toEqual([PEPE]);
  });
});

describe('a tick that drops a market while somebody follows it again', () => {
  /** The pass has ended it; a tick reads the roster, and then this happens before it saves. */
  const dropWhile = async (meanwhile: () => Promise<unknown>) => {
    await followAt(6);
    await tick(7);
    await passes(1, 2, 3, 4, 5);
    expect(followedIn(await roster())).toEqual([]);
    const { market } = scene.ports;
    let isFirst = true;
    const saveBatch: typeof market.saveBatch = async (...args) => {
      if (isFirst) {
        isFirst = false;
        await meanwhile();
      }
      return market.saveBatch(...args);
    };
    await scene.tickWith({ market: { ...market, saveBatch } }, at(5 * HOUR + 1), { batch: 1_000 });
  };

  it('does not drop it', async () => {
    await start({ [5 * HOUR + 9]: wick });
    let trade: Trade | undefined;
    await dropWhile(async () => {
      trade = await scene.open(at(5 * HOUR + 1), limitAt100);
    });
    expect(await marketsOf()).toEqual([PEPE]);
    // The next tick is ten minutes late, and still sees all that came after the trade.
    await tick(5 * HOUR + 12);
    await tick(5 * HOUR + 13);
    if (!trade) throw new Error('no trade was made');
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(5 * HOUR + 9)} maker`]);
  });

  it('drops it where nobody did, though another symbol came meanwhile: with the next minute', async () => {
    await start();
    await dropWhile(() => followAt(5 * HOUR + 1, WIF, 'u2'));
    expect((await marketsOf()).sort()).toEqual([PEPE, WIF]);
    await tick(5 * HOUR + 2);
    expect(await marketsOf()).toEqual([WIF]);
  });

  it('a tick that began before, and saves after, brings it back for a minute', async () => {
    await start();
    const { market } = scene.ports;
    let isFirst = true;
    const saveBatch: typeof market.saveBatch = async (...args) => {
      if (isFirst) {
        isFirst = false;
        await passes(1, 2, 3, 4, 5);
        await tick(5 * HOUR + 1);
        expect(await marketsOf()).toEqual([]);
      }
      return market.saveBatch(...args);
    };
    await followAt(6);
    await scene.tickWith({ market: { ...market, saveBatch } }, at(7), { batch: 1_000 });
    expect(await marketsOf()).toEqual([PEPE]);
    await passes(7);
    // As long as a state holds it, its slot is not given away.
    expect(entryOf(await roster(), PEPE)).toBeDefined();
    await tick(7 * HOUR + 1);
    expect(await marketsOf()).toEqual([]);
    await passes(8);
    expect((await roster()).entries).toEqual([]);
  });
});

describe('what the settings take up and drop', () => {
  const configured = (...symbols: string[]) => ({
    settings: { ...scene.ports.settings, symbols: symbols as MarketSymbol[] },
  });

  it('a followed symbol that the settings name keeps its cursor in their batch, and leaves the roster', async () => {
    await start({ 40: wick });
    const trade = await scene.open(at(6), limitAt100);
    await tick(8);
    const both = configured('BTC/USDT', PEPE);
    await scene.tickWith(both, at(30));
    expect((await marketsOf(0)).sort()).toEqual(['BTC/USDT', PEPE]);
    await scene.tickWith(both, at(31), { batch: 1_000 });
    expect(await marketsOf()).toEqual([]);
    await scene.tickWith(both, at(42));
    await scene.tickWith(both, at(43));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(40)} maker`]);
    await pass(9 * HOUR, both);
    expect(followedIn(await roster())).toEqual([]);
  });

  it('and one that they drop, with a trade that waits, is followed with its cursor within the hour', async () => {
    await start({ 70: wick }, ['BTC/USDT', PEPE]);
    const trade = await scene.open(at(6), limitAt100);
    const one = configured('BTC/USDT');
    await scene.tickWith(one, at(50));
    expect((await marketsOf(0)).sort()).toEqual(['BTC/USDT', PEPE]);
    await pass(HOUR, one);
    expect(followedIn(await roster())).toEqual([PEPE]);
    await scene.tickWith(one, at(61), { batch: 1_000 });
    const state = await scene.ports.market.loadBatch(1_000);
    expect(state?.markets.map(({ symbol }) => symbol)).toEqual([PEPE]);
    await scene.tickWith(one, at(62));
    await scene.tickWith(one, at(63));
    expect(await marketsOf(0)).toEqual(['BTC/USDT']);
    await scene.tickWith(one, at(72), { batch: 1_000 });
    await scene.tickWith(one, at(73), { batch: 1_000 });
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(70)} maker`]);
  });
});

describe('what is followed is valued', () => {
  it('in the hourly sample', async () => {
    await start();
    await scene.open(at(6), {
      symbol: PEPE,
      entry: { type: 'limit', limit: price('110') },
      quantity: quantity('2'),
    });
    await tick(8);
    await tick(9);
    expect(await samplePortfolios(scene.requests, at(10))).toMatchObject({ written: 1, skipped: 0 });
  });
});
