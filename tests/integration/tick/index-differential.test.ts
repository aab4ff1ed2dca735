import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { fromItem } from '../../../shared/adapters/dynamodb/trade-item.ts';
import { cancelTrade, closeTrade } from '../../../shared/application/command-trade.ts';
import { refreshListings } from '../../../shared/application/refresh-listings.ts';
import { seenSince } from '../../../shared/application/seen-since.ts';
import { readPaths } from '../../../shared/application/tick-paths.ts';
import { price, quantity, rate } from '../../../shared/domain/money/decimal.ts';
import { walk } from '../../../shared/domain/trades/advance.ts';
import type { TradePlan } from '../../../shared/domain/trades/plan.ts';
import { isActive, type Trade } from '../../../shared/domain/trades/trade.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { type Random, randomFrom } from '../../oracle/prng.ts';
import { countUnits } from '../../proof/storm/units.ts';
import { at, MINUTE, type Row, type Scene, startScene } from './support.ts';

const SYMBOLS: string[] = ['BTC/USDT', 'ETH/USDT'];
const MINUTES = 50;
const TRADES = 40;
/** The state and the notices, RCU. */
const QUIET = 2;
let stores: Stores;
let units: ReturnType<typeof countUnits>;
let scene: Scene | undefined;
beforeAll(async () => {
  stores = await startStores();
  units = countUnits(stores);
});
afterEach(() => scene?.close());
afterAll(() => stores.stop());

/** A walk around 100, with wicks. */
const rowsOf = (random: Random): Row[] => {
  let last = 100;
  return Array.from({ length: MINUTES }, () => {
    const open = last;
    last = Number((last + (random.next() - 0.5) * 1.5 + (100 - last) * 0.05).toFixed(2));
    const reach = random.chance(0.1) ? 5 : 0.4;
    const high = Math.max(open, last) + random.next() * reach;
    const low = Math.min(open, last) - random.next() * reach;
    return [open, Number(high.toFixed(2)), Number(low.toFixed(2)), last];
  });
};

/** Any entry with any exits; where they break a rule, the request is refused, and another one drawn. */
const planOf = (random: Random, now: number): Partial<TradePlan> => {
  const isLong = random.chance(0.5);
  const near = (share: number) => price((100 * (1 + share)).toFixed(2));
  const side = isLong ? 1 : -1;
  const away = 0.002 + random.next() * 0.04;
  const below = near(-side * away);
  const above = near(side * away);
  const entries = [
    { type: 'market' },
    { type: 'limit', limit: below },
    { type: 'limit', limit: below, postOnly: true },
    { type: 'stop', stop: above },
    { type: 'stop_limit', stop: above, limit: near(side * (away - 0.002)) },
    { type: 'oco', limit: below, stop: above },
  ] as const;
  const trailing = random.chance(0.5)
    ? { percent: rate(random.pick(['0.5', '1', '2'])) }
    : { amount: price(random.pick(['0.5', '1.25'])) };
  return {
    symbol: random.pick(SYMBOLS) as never,
    direction: isLong ? 'long' : 'short',
    quantity: quantity(random.pick(['1', '2.5'])),
    entry: random.pick(entries),
    exits: {
      ...(random.chance(0.5) ? { takeProfit: near(side * (away + 0.01 + random.next() * 0.03)) } : {}),
      ...(random.chance(0.5) ? { stopLoss: near(-side * (away + 0.01 + random.next() * 0.03)) } : {}),
      ...(random.chance(0.3) ? { trailing } : {}),
      ...(random.chance(0.15) ? { timeOut: random.int(2, 20) * MINUTE } : {}),
      ...(random.chance(0.1) ? { dailyClose: random.int(10, 60) } : {}),
    },
    ...(random.chance(0.2) ? { goodTill: now + random.int(1, 20) * MINUTE } : {}),
  };
};

/** Without any index: every trade of the table that this path does something to. */
const firedByScan = async (of: Scene, now: number): Promise<Trade[]> => {
  const states = await of.ports.market.loadBatches();
  const markets = states.flatMap((state) => state.markets);
  const { passes } = await readPaths(of.ports.venues, markets, states[0]?.feeds ?? {}, {
    now,
    bound: 0.25,
    elapsed: () => 0,
  });
  const fired: Trade[] = [];
  for await (const { Items = [] } of paginateScan(
    { client: stores.client },
    { TableName: TABLES.trades, ConsistentRead: true },
  ))
    for (const trade of Items.map(fromItem).filter(isActive)) {
      const window = passes.find(({ next }) => next.symbol === trade.symbol)?.window;
      if (!window) continue;
      const { events } = walk(trade, window, await seenSince(of.ports, trade, window.before));
      if (events.length > 0) fired.push(trade);
    }
  return fired;
};

it.each([
  [1, 'of the settings', SYMBOLS],
  [2, 'of the settings', SYMBOLS],
  [3, 'of the settings', SYMBOLS],
  [4, 'of which one is followed on demand', SYMBOLS.slice(0, 1)],
  [5, 'of which one is followed on demand', SYMBOLS.slice(0, 1)],
])(
  'random trades on random paths: what the indexes select holds all that a full scan fires, within the budget (seed %i, symbols %s)',
  async (seed, _, symbols) => {
    const random = randomFrom(seed);
    const rows = Object.fromEntries(SYMBOLS.map((symbol) => [symbol, rowsOf(random)]));
    scene = await startScene(stores, rows, 5, { symbols });
    await refreshListings(scene.ports, new Map(), at(5));
    const { trades } = scene.ports;
    const opened: Trade[] = [];
    let fired = 0;
    let quiet = 0;
    for (let minute = 6; minute < MINUTES; minute += random.int(1, 2)) {
      const now = at(minute, random.int(0, 20_000));
      for (let tries = 0; tries < 4 && opened.length < TRADES; tries++) {
        const trade = await scene.open(now, planOf(random, now)).catch(() => undefined);
        if (trade) opened.push(trade);
      }
      const some = opened.length > 0 ? random.pick(opened) : undefined;
      const command = random.next();
      if (some && command < 0.2) await cancelTrade(scene.requests, { userId: 'u1', tradeId: some.id, now });
      else if (some && command < 0.35)
        await closeTrade(scene.requests, { userId: 'u1', tradeId: some.id, now });

      const time = at(minute + 1);
      scene.clock.time = time;
      const expected = await firedByScan(scene, time);
      const loaded = new Set<string>();
      let trailing = 0;
      const watched = {
        ...trades,
        loadMany: async (keys: Parameters<typeof trades.loadMany>[0]) => {
          const found = await trades.loadMany(keys);
          for (const trade of found)
            if ('id' in trade) {
              loaded.add(trade.id);
              if (trade.status === 'open' && trade.trailing) trailing++;
            }
          return found;
        },
      };
      let hits = 0;
      const used = await units.during(async () => {
        ({ hits } = (await scene?.tickWith({ trades: watched }, time)) ?? { hits: 0 });
      });
      const other = await scene.ports.market.loadBatch(1_000);
      if (other) await scene.tickWith({ trades: watched }, time, { batch: 1_000 });
      for (const { id } of expected) expect(loaded, `seed ${seed}, minute ${minute}`).toContain(id);
      fired += expected.length;
      if (used.read <= QUIET) quiet++;
      // Each index at most twice, to find and to look again; each trade that is hit, twice where it changed meanwhile; for a
      // trailing stop the candles since its mark.
      const indexes = 2 * SYMBOLS.length + 1;
      expect(used.read).toBeLessThanOrEqual(QUIET + 2 * 0.5 * indexes + 2 * hits + trailing);
    }
    expect(opened.length).toBe(TRADES);
    const markets = await Promise.all([0, 1_000].map((batch) => scene?.ports.market.loadBatch(batch)));
    expect(markets.map((state) => state?.markets.length ?? 0)).toEqual([symbols.length, 2 - symbols.length]);
    expect(fired).toBeGreaterThan(TRADES);
    expect(quiet).toBeGreaterThan(0);
  },
  60_000,
);
