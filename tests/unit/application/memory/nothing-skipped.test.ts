import { expect, test } from 'vitest';
import { announcingTrades } from '../../../../shared/application/announce.ts';
import type { TickPorts } from '../../../../shared/application/ports.ts';
import { settlePasses } from '../../../../shared/application/settle-passes.ts';
import type { MarketPass } from '../../../../shared/application/tick-paths.ts';
import { emptyBatch, saveState } from '../../../../shared/application/tick-state.ts';
import { recall } from '../../../../shared/application/trigger-memory.ts';
import type { MarketSymbol } from '../../../../shared/domain/market/symbol.ts';
import { price } from '../../../../shared/domain/money/decimal.ts';
import type { Armed } from '../../../../shared/domain/trades/nearest.ts';
import type { PendingTrade, Trade } from '../../../../shared/domain/trades/trade.ts';
import type { TradeStore } from '../../../../shared/ports/trade-store.ts';
import { bar, exits, limit, pending, stop } from '../../../fixtures/trades.ts';
import { type Random, randomFrom } from '../../../oracle/prng.ts';
import { type SlowWorld, slowWorld } from './slow-world.ts';

const SYMBOLS = ['BTC/USDT', 'ETH/USDT'] as MarketSymbol[];
const MINUTE = 60_000;
const SPAN = 40 * MINUTE;
const RUNS = 60;

class Crash extends Error {}

/** Dies at the nth call of its ports, or never. */
const mortal = <T extends object>(ports: T, life: { calls: number }): T =>
  new Proxy(ports, {
    get: (target, name, receiver) => {
      const member = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        if (life.calls-- <= 0) return Promise.reject(new Crash());
        return member.apply(target, args);
      };
    },
  });

interface Counts {
  ticks: number;
  asked: number;
  skipped: number;
  fired: number;
}

/** The minutes of a market around 100, of which a few go far. */
const marketOf = (random: Random, start: number) => {
  const bars = Array.from({ length: SPAN / MINUTE + 12 }, (_, index) => {
    const reach = random.chance(0.15) ? 1 + random.next() * 8 : 0.3;
    const [high, low] = [100 + random.next() * reach, 100 - random.next() * reach];
    return bar(start + (index - 6) * MINUTE, 100, high, low, 100);
  });
  return (now: number) =>
    bars.filter(({ closeTime, openTime }) => closeTime < now && openTime >= now - 6 * MINUTE);
};

/** One tick by the code of the application; what it did not ask for must not have been reached. */
const tick = async (
  world: SlowWorld,
  pathOf: (symbol: MarketSymbol, now: number) => ReturnType<ReturnType<typeof marketOf>>,
  life: number,
  counts: Counts,
) => {
  const lifeLeft = { calls: life };
  const asked = new Set<string>();
  let heard: ReadonlyMap<number, Armed> | undefined;
  const { triggers, notices } = world.ports;
  const ports: TickPorts = {
    ...world.ports,
    trades: mortal(world.ports.trades, lifeLeft),
    market: mortal(world.ports.market, lifeLeft),
    triggers: mortal(
      {
        ...triggers,
        firedBelow: (venue, symbol, ...rest) => {
          asked.add(`below ${symbol}`);
          return triggers.firedBelow(venue, symbol, ...rest);
        },
        firedAbove: (venue, symbol, ...rest) => {
          asked.add(`above ${symbol}`);
          return triggers.firedAbove(venue, symbol, ...rest);
        },
        dueBy: (...args) => {
          asked.add('due');
          return triggers.dueBy(...args);
        },
      },
      lifeLeft,
    ),
    notices: mortal(
      {
        ...notices,
        since: async (...args) => {
          heard = await notices.since(...args);
          return heard;
        },
      },
      lifeLeft,
    ),
  };
  try {
    const state = (await ports.market.loadBatch(0)) ?? emptyBatch(0);
    const wall = world.time.now();
    const memory = recall(state, { symbols: SYMBOLS, shards: 1 }, wall);
    const passes = new Map(
      SYMBOLS.map((symbol): [string, MarketPass] => {
        const elements = pathOf(symbol, wall);
        const completeTo = elements.at(-1)?.closeTime ?? 0;
        const before = (elements[0]?.openTime ?? 1) - 1;
        const next = { venue: 'binance', symbol, cursor: completeTo, before } as const;
        const window = { elements, venue: 'binance', resolution: '1m', before, completeTo } as const;
        return [
          `binance#${symbol}`,
          { window: { ...window, previousCursor: completeTo }, next, blind: [], quiet: [], more: false },
        ];
      }),
    );
    const settled = await settlePasses(ports, 0, memory, passes, wall);
    check(world.truths.get(heard ?? new Map()), passes, asked);
    counts.ticks++;
    counts.asked += asked.size;
    counts.skipped += 2 * SYMBOLS.length + 1 - asked.size;
    counts.fired += settled.report.fills;
    await saveState(ports, { ...state, memory: settled.memory });
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
};

/** Against a full scan at the moment of the notices: every side that is reached was asked. */
const check = (
  truth: Armed | undefined,
  passes: ReadonlyMap<string, MarketPass>,
  asked: ReadonlySet<string>,
) => {
  if (!truth) throw new Error('the tick has heard no notices');
  for (const [market, { window, next }] of passes) {
    const low = Math.min(...window.elements.map((element) => ('low' in element ? element.low : 0)));
    const high = Math.max(...window.elements.map((element) => ('high' in element ? element.high : 0)));
    const near = truth.nearest.get(market);
    if (near && near.below !== null && near.below >= low) expect(asked).toContain(`below ${next.symbol}`);
    if (near && near.above !== null && near.above <= high) expect(asked).toContain(`above ${next.symbol}`);
    if (truth.dueAt !== null && truth.dueAt <= window.completeTo) expect(asked).toContain('due');
  }
};

/** A request: its notice, then its write, minutes later at worst; or it dies between the two. */
const request = async (world: SlowWorld, random: Random, index: number) => {
  const { time, ports } = world;
  const delay = random.chance(0.7) ? 500 : world.upTo(280_000);
  const dies = random.chance(0.15);
  const late = async () => {
    await time.pause(delay);
    if (dies) throw new Crash();
  };
  const slow: TradeStore = {
    ...ports.trades,
    create: async (...args) => {
      await late();
      return ports.trades.create(...args);
    },
    settle: async (settlement) => {
      await late();
      return ports.trades.settle(settlement);
    },
  };
  const trades = announcingTrades(slow, {
    notices: ports.notices,
    symbols: SYMBOLS,
    roster: ports.roster,
    wall: time.now,
  });
  const at = (100 * (1 + (random.next() - 0.5) / 8)).toFixed(2);
  const changes: Partial<PendingTrade> = {
    symbol: random.pick(SYMBOLS),
    createdAt: time.now(),
    entry: random.chance(0.2) ? { type: 'market' } : random.chance(0.5) ? limit(at) : stop(at),
    exits: exits((Number(at) * 1.02).toFixed(2), (Number(at) * 0.98).toFixed(2)),
    ...(random.chance(0.2) ? { goodTill: time.now() + world.upTo(20 * MINUTE) } : {}),
  };
  const waiting = world.current().filter(({ status }) => status === 'pending');
  const amended: Trade | undefined =
    random.chance(0.3) && waiting.length > 0 ? random.pick(waiting) : undefined;
  try {
    if (amended?.status !== 'pending')
      await trades.create(pending({ id: `T${index}`, ...changes }), undefined as never, '');
    else
      await trades.settle({
        expectedVersion: amended.version,
        trade: { ...amended, version: amended.version + 1, entry: limit(price(at)) },
        rows: [],
        fills: [],
        account: undefined,
      });
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
};

test('a tick that remembers skips no index that a full scan would have fired, whatever is late, overlaps or dies', async () => {
  const counts: Counts = { ticks: 0, asked: 0, skipped: 0, fired: 0 };
  for (let seed = 1; seed <= RUNS; seed++) {
    const random = randomFrom(seed);
    const world = slowWorld(random, SYMBOLS);
    const start = world.time.now();
    const paths = new Map(SYMBOLS.map((symbol) => [symbol, marketOf(random, start)]));
    const pathOf = (symbol: MarketSymbol, now: number) => paths.get(symbol)?.(now) ?? [];
    const busy = random.int(0, 40);
    const work = [
      ...Array.from({ length: SPAN / 10_000 }, async (_, index) => {
        await world.time.pause(index * 10_000 + world.upTo(4_000));
        const life = random.chance(0.15) ? random.int(1, 14) : Number.POSITIVE_INFINITY;
        await tick(world, pathOf, life, counts);
      }),
      ...Array.from({ length: SPAN / 60_000 }, async () => {
        await world.time.pause(world.upTo(SPAN));
        await tick(world, pathOf, Number.POSITIVE_INFINITY, counts);
      }),
      ...Array.from({ length: busy }, async (_, index) => {
        await world.time.pause(world.upTo(SPAN));
        await request(world, random, index);
      }),
    ];
    const done = Promise.all(work).catch((error: unknown) => {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`);
    });
    await Promise.race([world.time.run(), done]);
    await done;
  }
  // It skips most of them, or nothing is shown.
  expect(counts.ticks).toBeGreaterThan(RUNS * 200);
  expect(counts.fired).toBeGreaterThan(RUNS);
  expect(counts.skipped).toBeGreaterThan(counts.asked);
}, 120_000);
