import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { applyTick } from '../../../shared/application/apply-tick.ts';
import { measureClocks } from '../../../shared/application/tick-instruments.ts';
import { emptyBatch } from '../../../shared/application/tick-state.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import type { BatchState } from '../../../shared/ports/market-store.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, closeOf, fillsOf, MINUTE, minutes, type Row, type Scene, startScene } from './support.ts';

const BTC = 'BTC/USDT' as MarketSymbol;

describe('the venue’s clock', () => {
  let stores: Stores;
  let scene: Scene;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterEach(() => scene.close());
  afterAll(() => stores.stop());

  /** A tick at this moment of ours, while the market is so far ahead. */
  const tickAhead = async (time: number, ahead: number) => {
    scene.server.setIntercept(undefined);
    scene.clock.time = time + ahead;
    return applyTick(scene.ports, { batch: 0, slot: time, reason: 'schedule' }, time);
  };
  const clockOf = async () => (await scene.ports.market.loadBatch(0))?.clocks.replay;

  it.each([
    ['ahead', 3 * MINUTE],
    ['behind', -3 * MINUTE],
  ])('three minutes %s: a trade is armed in venue time and fills there', async (_, ahead) => {
    const wick = 20 + ahead / MINUTE;
    scene = await startScene(stores, minutes(60, 105, { [wick]: [105, 105, 98, 104] }));
    // The clock is measured again after five minutes.
    await tickAhead(at(10), ahead);
    expect(await clockOf()).toEqual({ offset: ahead, measuredAt: at(10) });
    await tickAhead(at(18), ahead);
    const trade = await scene.open(at(18, 700), {});
    expect(trade.createdAt).toBe(at(18, 700) + ahead);
    const expiring = await scene.open(at(18, 700), {
      goodTill: at(19, 500),
      entry: { type: 'limit', limit: '90' as never },
    });
    expect(expiring.goodTill).toBe(at(19, 500) + ahead);
    await tickAhead(at(21), ahead);
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(wick)} maker`]);
    expect(await scene.trade(expiring)).toMatchObject({ status: 'expired', endedAt: at(19, 500) + ahead });
  });

  it('is measured in whole seconds, by half of the round trip; of the last five minutes the smallest counts', async () => {
    scene = await startScene(stores, minutes(30, 105));
    let told = 0;
    let asked = 0;
    scene.server.setIntercept(({ path }) => {
      if (path !== '/api/v3/time') return undefined;
      asked += 1;
      return { status: 200, body: { serverTime: told } };
    });
    let state: BatchState = {
      ...emptyBatch(0),
      markets: [{ venue: 'replay', symbol: BTC, cursor: 0, before: 0 }],
    };
    const measure = async (now: number, theirs: number, trip: readonly [number, number] = [0, 0]) => {
      told = theirs;
      const elapsed = [...trip];
      state = await measureClocks({ ...scene.ports, elapsed: () => elapsed.shift() ?? 0 }, state, now);
      return state.clocks.replay;
    };
    // Sent at 1 s and answered at 3 s after ours began: 2.6 s of theirs against 2 s of ours.
    expect(await measure(at(10), at(10, 2_600), [1_000, 3_000])).toEqual({
      offset: 1_000,
      measuredAt: at(10),
    });
    expect(await measure(at(11), at(11, 3_000))).toEqual({ offset: 1_000, measuredAt: at(10) });
    expect(await measure(at(12), at(12, 400))).toEqual({ offset: 0, measuredAt: at(12) });
    expect(asked).toBe(3);
    await measure(at(16, 59_999), at(16));
    expect(asked).toBe(3);
    expect(await measure(at(17), at(22))).toEqual({ offset: 5 * MINUTE, measuredAt: at(17) });
  });

  it('stays as it was known where the venue does not say, and stops no tick', async () => {
    scene = await startScene(stores, minutes(30, 105));
    scene.server.setIntercept(({ path }) =>
      path === '/api/v3/time' ? { status: 400, body: { code: -1, msg: 'no' } } : undefined,
    );
    const before = await clockOf();
    expect(await scene.tickAt(at(12))).toMatchObject({ markets: 1 });
    expect(await clockOf()).toEqual(before);
    expect(scene.reports).toMatchObject([{ what: 'clock_not_measured' }]);
    expect(await scene.cursor()).toBe(closeOf(11));
  });
});

describe('several symbols and batches', () => {
  let stores: Stores;
  let scene: Scene;
  const wick: Row = [105, 105, 98, 104];
  const series = Object.fromEntries(
    Array.from({ length: 21 }, (_, index) => [`C${index}/USDT`, minutes(30, 105, { 10: wick })]),
  );
  const symbol = (index: number) => `C${index}/USDT` as MarketSymbol;
  const cursors = async (batch: number) =>
    (await scene.ports.market.loadBatch(batch))?.markets.map(({ symbol, cursor }) => [symbol, cursor]);

  beforeAll(async () => {
    stores = await startStores();
    scene = await startScene(stores, series);
    await scene.tickAt(at(5), { batch: 1 });
  });
  afterAll(async () => {
    await scene.close();
    await stores.stop();
  });

  it('the twenty-first symbol has a batch of its own, and its trades fire with its ticks alone', async () => {
    expect(await cursors(0)).toHaveLength(20);
    expect(await cursors(1)).toEqual([[symbol(20), closeOf(4)]]);
    const trade = await scene.open(at(6), { symbol: symbol(20) });
    const other = await scene.open(at(6), { symbol: symbol(0), entry: { type: 'market' } });
    await scene.tickAt(at(11));
    expect((await scene.trade(trade)).status).toBe('pending');
    expect((await scene.trade(other)).status).toBe('open');
    await scene.tickAt(at(11), { batch: 1 });
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(10)} maker`]);
  });

  it('ticks of different symbols of one batch, at once: each cursor moves, none backwards', async () => {
    scene.clock.time = at(14);
    await Promise.all(
      [0, 1, 2, 3].map((index) =>
        scene.tickWith({}, at(14), { reason: 'command', symbols: [symbol(index)] }),
      ),
    );
    const moved = new Map((await cursors(0)) as [string, number][]);
    for (const index of [0, 1, 2, 3]) expect(moved.get(symbol(index))).toBe(closeOf(13));
    expect(moved.get(symbol(4))).toBe(closeOf(10));
  });

  it('one symbol that the exchange refuses stops no other, and counts as no outage', async () => {
    scene.server.setIntercept(({ path, query }) =>
      path === '/api/v3/klines' && query.get('symbol') === 'C1USDT'
        ? { status: 400, body: { code: -1121, msg: 'Invalid symbol.' } }
        : undefined,
    );
    expect(await scene.tickAt(at(16))).toMatchObject({ markets: 19, feedsDown: 0 });
    const moved = new Map((await cursors(0)) as [string, number][]);
    expect(moved.get(symbol(0))).toBe(closeOf(15));
    expect(moved.get(symbol(1))).toBe(closeOf(13));
    scene.server.setIntercept(undefined);
  });

  it('a symbol that the settings drop, batch and all, is followed by the first batch within a day', async () => {
    const symbols = scene.ports.settings.symbols.slice(0, 20);
    const dropped = { settings: { ...scene.ports.settings, symbols } };
    await scene.tickWith(dropped, at(16));
    expect((await cursors(0))?.map(([name]) => name)).not.toContain(symbol(20));
    const stored = await scene.ports.market.loadBatch(0);
    // A day later the instruments are asked anew.
    await scene.ports.market.saveBatch(
      { ...(stored as BatchState), instrumentsAt: at(16) - 24 * 3_600_000 },
      stored?.version ?? 0,
    );
    await scene.tickWith(dropped, at(17));
    expect(new Map((await cursors(0)) as [string, number][]).get(symbol(20))).toBe(closeOf(16));
  });

  it('a symbol that the settings move to another batch keeps its cursor', async () => {
    const before = new Map((await cursors(1)) as [string, number][]);
    const settings = {
      ...scene.ports.settings,
      symbols: [symbol(20), ...scene.ports.settings.symbols.slice(0, 20)],
    };
    await scene.tickWith({ settings }, at(18));
    const moved = await cursors(0);
    expect(before.get(symbol(20))).toBe(closeOf(10));
    expect(new Map(moved as [string, number][]).get(symbol(20))).toBe(closeOf(17));
    // What moves away stays until the other batch has taken it over, at least as far.
    expect(moved?.map(([name]) => name)).toContain(symbol(19));
    await scene.tickWith({ settings }, at(18), { batch: 1 });
    expect(new Map((await cursors(1)) as [string, number][]).get(symbol(19))).toBe(closeOf(17));
    await scene.tickWith({ settings }, at(19));
    expect((await cursors(0))?.map(([name]) => name)).not.toContain(symbol(19));
    const items = await scene.ports.market.candles(0, 'replay', symbol(20), at(11), at(16));
    expect(items.map(({ openTime }) => openTime)).toEqual(
      [11, 12, 13, 14, 15, 16].map((minute) => at(minute)),
    );
  });
});
