import { expect, test } from 'vitest';
import { announcingTrades } from '../../../../shared/application/announce.ts';
import { batchOf } from '../../../../shared/application/batches.ts';
import type { TickPorts } from '../../../../shared/application/ports.ts';
import { rollCall } from '../../../../shared/application/roll-call.ts';
import { settlePasses } from '../../../../shared/application/settle-passes.ts';
import type { MarketPass } from '../../../../shared/application/tick-paths.ts';
import {
  addMarkets,
  dropHandedOver,
  emptyBatch,
  saveState,
} from '../../../../shared/application/tick-state.ts';
import { recall } from '../../../../shared/application/trigger-memory.ts';
import { reviewed, want } from '../../../../shared/domain/market/roster.ts';
import type { MarketSymbol } from '../../../../shared/domain/market/symbol.ts';
import { isActive } from '../../../../shared/domain/trades/trade.ts';
import type { TradeStore } from '../../../../shared/ports/trade-store.ts';
import { bar, exits, limit, pending, stop } from '../../../fixtures/trades.ts';
import { type Random, randomFrom } from '../../../oracle/prng.ts';
import { type SlowWorld, slowWorld } from './slow-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BTC = 'BTC/USDT' as MarketSymbol;
const PEPE = 'PEPE/USDT' as MarketSymbol;
const FILLERS = Array.from({ length: 20 }, (_, index) => `C${index}/USDT` as MarketSymbol);
/** The longest that a request takes between its notice and its write, ms. */
const LATEST = 4 * MINUTE + 40_000;

/** Minutes around 100, of which a few go far: the same for every symbol. */
const marketOf = (random: Random, start: number, span: number) => {
  const bars = Array.from({ length: span / MINUTE + 12 }, (_, index) => {
    const reach = random.chance(0.15) ? 1 + random.next() * 8 : 0.3;
    const [high, low] = [100 + random.next() * reach, 100 - random.next() * reach];
    return bar(start + (index - 6) * MINUTE, 100, high, low, 100);
  });
  return (now: number) =>
    bars.filter(({ closeTime, openTime }) => closeTime < now && openTime >= now - 6 * MINUTE);
};
type Path = ReturnType<typeof marketOf>;

interface Counts {
  ticks: number;
  asked: number;
  skipped: number;
}

/** One tick of a batch, by the code of the application; what it did not ask for must not have been reached. */
const tick = async (
  world: SlowWorld,
  batch: number,
  symbols: readonly MarketSymbol[],
  path: Path,
  counts: Counts,
) => {
  const asked = new Set<string>();
  let truth: ReturnType<SlowWorld['truths']['get']>;
  const { triggers, notices, settings } = world.ports;
  const ports: TickPorts = {
    ...world.ports,
    settings: { ...settings, symbols },
    triggers: {
      ...triggers,
      firedBelow: (venue, symbol, ...rest) => {
        asked.add(`below ${symbol}`);
        return triggers.firedBelow(venue, symbol, ...rest);
      },
      firedAbove: (venue, symbol, ...rest) => {
        asked.add(`above ${symbol}`);
        return triggers.firedAbove(venue, symbol, ...rest);
      },
    },
    notices: {
      ...notices,
      since: async (...args) => {
        const heard = await notices.since(...args);
        truth = world.truths.get(heard);
        return heard;
      },
    },
  };
  const stored = (await ports.market.loadBatch(batch)) ?? emptyBatch(batch);
  const wall = world.time.now();
  const known = { ...stored, memory: recall(stored, { symbols, shards: 1 }, wall) };
  const called = await rollCall(ports, known, { now: wall, isAsked: false });
  const own = await dropHandedOver(ports, called.state);
  const wanted = called.symbols.map((symbol) => ({ venue: 'binance' as const, symbol }));
  const state = await addMarkets(ports, own, wanted, wall);
  const elements = path(wall);
  const completeTo = elements.at(-1)?.closeTime ?? 0;
  const before = (elements[0]?.openTime ?? 1) - 1;
  const passes = new Map(
    state.markets.map((market): [string, MarketPass] => [
      `binance#${market.symbol}`,
      {
        window: {
          elements,
          venue: 'binance',
          resolution: '1m',
          before,
          completeTo,
          previousCursor: completeTo,
        },
        next: { ...market, cursor: completeTo, before },
        blind: [],
        quiet: [],
        more: false,
      },
    ]),
  );
  if (passes.size === 0) return;
  const settled = await settlePasses(ports, batch, state.memory ?? known.memory, passes, wall);
  const low = Math.min(...elements.map((element) => element.low));
  const high = Math.max(...elements.map((element) => element.high));
  for (const [market, { next }] of passes) {
    const near = truth?.nearest.get(market);
    if (near && near.below !== null && near.below >= low) expect(asked).toContain(`below ${next.symbol}`);
    if (near && near.above !== null && near.above <= high) expect(asked).toContain(`above ${next.symbol}`);
  }
  counts.ticks++;
  counts.asked += asked.size;
  counts.skipped += 2 * passes.size - asked.size;
  await saveState(ports, { ...state, slot: wall, memory: settled.memory });
};

/** A request of whoever knows these settings: its notice, then its write, minutes later at worst. */
const request = async (
  world: SlowWorld,
  random: Random,
  index: number,
  { symbols, symbol, latest }: { symbols: readonly MarketSymbol[]; symbol: MarketSymbol; latest: number },
) => {
  const { time, ports } = world;
  const delay = random.chance(0.5) ? 500 : world.upTo(latest);
  const slow: TradeStore = {
    ...ports.trades,
    create: async (...args) => {
      await time.pause(delay);
      return ports.trades.create(...args);
    },
  };
  const { notices, roster } = ports;
  const trades = announcingTrades(slow, { notices, symbols, roster, wall: time.now });
  const at = (100 * (1 + (random.next() - 0.5) / 8)).toFixed(2);
  const trade = pending({
    id: `T${index}`,
    symbol,
    createdAt: time.now(),
    entry: random.chance(0.5) ? limit(at) : stop(at),
    exits: exits((Number(at) * 1.02).toFixed(2), (Number(at) * 0.98).toFixed(2)),
  });
  await trades.create(trade, undefined as never, '');
};

const run = async (seed: number, world: SlowWorld, work: readonly Promise<unknown>[]) => {
  const done = Promise.all(work).catch((error: unknown) => {
    throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`);
  });
  await Promise.race([world.time.run(), done]);
  await done;
};
const every = (world: SlowWorld, span: number, once: () => Promise<void>) =>
  Array.from({ length: span / 20_000 }, async (_, index) => {
    await world.time.pause(index * 20_000 + world.upTo(8_000));
    await once();
  });
const somewhen = (
  world: SlowWorld,
  count: number,
  from: number,
  to: number,
  once: (index: number) => Promise<void>,
) =>
  Array.from({ length: count }, async (_, index) => {
    await world.time.pause(from + world.upTo(to - from));
    await once(index);
  });

test('a symbol that is followed no more, and again in another batch: nothing is skipped', async () => {
  const counts: Counts = { ticks: 0, asked: 0, skipped: 0 };
  for (let seed = 1; seed <= 12; seed++) {
    const random = randomFrom(seed);
    const world = slowWorld(random, [BTC]);
    const { roster } = world.ports;
    const start = world.time.now();
    const ended = 20 * MINUTE;
    const back = ended + HOUR + 4 * MINUTE;
    const span = back + 25 * MINUTE;
    const path = marketOf(random, start, span);
    const wanted = async (symbols: readonly MarketSymbol[]) => {
      const next = want(await roster.read(), symbols, { by: '', until: start + span });
      if (!('roster' in next) || !(await roster.save(next.roster)))
        throw new Error('the roster was not written');
    };
    const review = async (gone: boolean) => {
      const known = await roster.read();
      const entries = known.entries.map((one) =>
        gone && one.symbol === PEPE ? { ...one, wantedUntil: 0 } : one,
      );
      const held = [...world.states.values()].flatMap(({ markets }) => markets.map(({ symbol }) => symbol));
      const now = world.time.now();
      const isHeld = (symbol: MarketSymbol) => held.includes(symbol);
      const next = reviewed({ ...known, entries }, { used: new Map(), now, wall: now, isHeld });
      if (!(await roster.save(next))) throw new Error('the roster was not written');
    };
    const script = async () => {
      await wanted([PEPE]);
      await world.time.pause(start + ended - world.time.now());
      // All that waits is cancelled; what is still under way comes too late for that.
      for (const trade of world.current().filter(isActive))
        world.write({ ...trade, status: 'cancelled', version: trade.version + 1, endedAt: 0 } as never);
      await review(true);
      // Its slot is given away as soon as that may be, and it comes back into another batch.
      while ((await roster.read()).entries.length > 0) {
        await world.time.pause(MINUTE);
        await review(false);
      }
      await wanted([...FILLERS, PEPE]);
    };
    const now = { symbols: [BTC], symbol: PEPE, latest: LATEST };
    await run(seed, world, [
      script(),
      ...every(world, span, async () => {
        const batches = new Set(
          (await roster.read()).entries.map(({ slot }) => 1_000 + Math.floor(slot / 20)),
        );
        for (const batch of batches) await tick(world, batch, [BTC], path, counts);
      }),
      ...somewhen(world, random.int(0, 15), 30_000, ended, (index) => request(world, random, index, now)),
      // Who is under way as it ends.
      ...somewhen(world, 6, ended - 20_000, ended + 10_000, (index) =>
        request(world, random, 50 + index, now),
      ),
      ...somewhen(world, random.int(5, 25), back, span - LATEST, (index) =>
        request(world, random, 100 + index, now),
      ),
    ]);
    expect(world.states.get(1_000)?.markets.map(({ symbol }) => symbol)).toEqual(FILLERS);
    expect(world.states.get(1_001)?.markets.map(({ symbol }) => symbol)).toEqual([PEPE]);
  }
  expect(counts.ticks).toBeGreaterThan(12 * 150);
  expect(counts.skipped).toBeGreaterThan(counts.asked);
}, 120_000);

test('a symbol that the settings drop and that is followed then, while some still know the old settings: nothing is skipped', async () => {
  const counts: Counts = { ticks: 0, asked: 0, skipped: 0 };
  for (let seed = 1; seed <= 12; seed++) {
    const random = randomFrom(seed);
    const world = slowWorld(random, [BTC, PEPE]);
    const { roster } = world.ports;
    const start = world.time.now();
    const changed = 30 * MINUTE;
    const span = changed + 100 * MINUTE;
    const path = marketOf(random, start, span);
    let symbols: readonly MarketSymbol[] = [BTC, PEPE];
    const script = async () => {
      await world.time.pause(changed);
      symbols = [BTC];
      await world.time.pause(world.upTo(10 * MINUTE));
      const next = want(await roster.read(), [...FILLERS, PEPE], { by: '', until: start + span });
      if ('roster' in next) await roster.save(next.roster);
    };
    await run(seed, world, [
      script(),
      ...every(world, span, async () => {
        await tick(world, 0, symbols, path, counts);
        const { entries } = await roster.read();
        const entry = entries.find(({ symbol }) => symbol === PEPE);
        if (entry) await tick(world, 1_001, symbols, path, counts);
      }),
      ...somewhen(world, random.int(10, 40), MINUTE, span - LATEST, (index) =>
        request(world, random, index, {
          // For the better part of an hour.
          symbols:
            world.time.now() - start < changed + 50 * MINUTE && random.chance(0.5) ? [BTC, PEPE] : symbols,
          symbol: random.chance(0.8) ? PEPE : BTC,
          latest: LATEST,
        }),
      ),
    ]);
    expect(batchOf(symbols, PEPE)).toBeUndefined();
    expect(world.states.get(1_001)?.markets.map(({ symbol }) => symbol)).toEqual([PEPE]);
    expect(world.states.get(0)?.markets.map(({ symbol }) => symbol)).toEqual([BTC]);
  }
  expect(counts.ticks).toBeGreaterThan(12 * 300);
  // Of what has moved nothing is remembered for an hour.
  expect(counts.skipped).toBeGreaterThan(12 * 400);
}, 120_000);
