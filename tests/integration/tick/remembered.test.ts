import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tradeStore } from '../../../shared/adapters/dynamodb/trade-store.ts';
import { triggerIndex } from '../../../shared/adapters/dynamodb/trigger-index.ts';
import { amendTrade } from '../../../shared/application/amend-trade.ts';
import { announcingTrades } from '../../../shared/application/announce.ts';
import { closeTrade } from '../../../shared/application/command-trade.ts';
import { openTrade } from '../../../shared/application/open-trade.ts';
import { price } from '../../../shared/domain/money/decimal.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { crashAt, type Faults, installFaults } from './faults.ts';
import { at, BLIND_INDEX, closeOf, fillsOf, minutes, type Scene, startScene } from './support.ts';

describe('a tick remembers what waits nearest', () => {
  let stores: Stores;
  let faults: Faults;
  let scene: Scene;
  let asked: string[];
  beforeAll(async () => {
    stores = await startStores();
    faults = installFaults(stores);
  });
  const start = async () => {
    scene = await startScene(
      stores,
      minutes(60, 105, { 10: [105, 106, 98, 105], 30: [105, 113, 105, 110], 40: [105, 106, 94, 105] }),
    );
  };
  /** The indexes that the ticks ask from now on. */
  const watch = () => {
    asked = [];
    faults.set(({ command, input, send }) => {
      if (command.startsWith('Query') && typeof input.IndexName === 'string') asked.push(input.IndexName);
      return send();
    });
  };
  afterEach(async () => {
    faults.set(undefined);
    await scene.close();
  });
  afterAll(() => stores.stop());
  const key = ({ userId, id }: { userId: string; id: string }) => ({ userId, tradeId: id });

  it('and asks no index until it is reached; what is nearer by then is known', async () => {
    await start();
    const trade = await scene.open(at(6), { exits: { takeProfit: price('112'), stopLoss: price('95') } });
    await scene.tickAt(at(7));
    watch();
    await scene.ticks(8, 10);
    expect(asked).toEqual([]);
    await scene.tickAt(at(11));
    expect(asked).toContain('fires-below');
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 100 @${closeOf(10)} maker`]);
    // As long as the look-back holds the wick, the notice of the entry at 100 does too; the stop at 95 lies below it.
    await scene.ticks(12, 17);
    watch();
    await scene.ticks(18, 30);
    expect(asked).toEqual([]);
    await scene.tickAt(at(31));
    expect(fillsOf(await scene.trade(trade)).at(-1)).toBe(`take_profit 112 @${closeOf(30)} maker`);
  });

  it('an amendment that comes nearer is heard of, also long before it would be remembered', async () => {
    await start();
    const trade = await scene.open(at(6), { entry: { type: 'market' }, exits: { stopLoss: price('90') } });
    await scene.ticks(7, 38);
    const exits = { stopLoss: price('95') };
    expect((await amendTrade(scene.requests, { ...key(trade), now: at(38, 1), exits })).ok).toBe(true);
    await scene.ticks(39, 41);
    expect(fillsOf(await scene.trade(trade)).at(-1)).toBe(`stop_loss 95 @${closeOf(40)} taker`);
  });

  it('a close is heard of at once', async () => {
    await start();
    const trade = await scene.open(at(6), { entry: { type: 'market' } });
    await scene.ticks(7, 20);
    watch();
    await scene.tickAt(at(21));
    expect(asked).toEqual([]);
    await closeTrade(scene.requests, { ...key(trade), now: at(21, 1) });
    await scene.tickAt(at(23));
    expect(asked).toContain('due');
    expect((await scene.trade(trade)).status).toBe('closed');
  });

  it('a request that dies before each of its calls leaves at most a notice, which is forgotten', async () => {
    await start();
    await scene.tickAt(at(8));
    for (let n = 1; n <= 8; n++) {
      faults.set(crashAt(n, 'before'));
      await scene.open(at(9), {}).catch(() => undefined);
      await faults.settled();
    }
    faults.set(undefined);
    const waiting = await scene.requests.trades.active('u1', { limit: 20 });
    watch();
    expect(await scene.tickAt(at(11))).toMatchObject({
      hits: waiting.items.length,
      fills: waiting.items.length,
    });
    expect(asked).toContain('fires-below');
    // Twelve minutes later the notices are over, and nothing waits.
    await scene.ticks(12, 23);
    watch();
    await scene.ticks(24, 28);
    expect(asked).toEqual([]);
  });

  it('a trade that is written four minutes after its notice, and seen in the index a minute later, fires', async () => {
    await start();
    await scene.ticks(6, 9);
    const { triggers } = scene.ports;
    // The wick is in minute 10. Announced before it, written behind it; the ticks between find nothing, and say so.
    const slow = {
      ...scene.requests.trades,
      create: async (...args: Parameters<typeof scene.requests.trades.create>) => {
        for (const minute of [10, 11, 12, 13]) await scene.tickAt(at(minute));
        return tradeStore(stores.client, TABLES, 1).create(...args);
      },
    };
    const trades = announcingTrades(slow, { ...scene.announcing, wall: () => at(9, 30_000) });
    const opened = await openTrade(
      { ...scene.requests, trades },
      {
        userId: 'u1',
        accountId: 'main',
        now: at(9, 30_000),
        plan: {
          symbol: 'BTC/USDT' as never,
          direction: 'long',
          quantity: '1' as never,
          entry: { type: 'limit', limit: price('100') },
          exits: {},
        },
        bodyHash: '',
      },
    );
    if (!opened.ok) throw new Error(opened.problem.message);
    await scene.tickWith({ triggers: { ...BLIND_INDEX, shards: triggers.shards } }, at(14));
    await scene.tickAt(at(15));
    expect(fillsOf(await scene.trade(opened.value.trade))).toEqual([`entry 100 @${closeOf(10)} maker late`]);
  });

  it.each([
    ['fewer', 4, 1],
    ['more', 1, 4],
  ])('%s shards than its trades were written with: none is lost', async (_, before, after) => {
    await start();
    const sharded = (shards: number) => ({
      trades: tradeStore(stores.client, TABLES, shards),
      triggers: triggerIndex(stores.client, TABLES.trades, shards),
    });
    await scene.tickWith(sharded(before), at(6));
    const requests = {
      ...scene.requests,
      trades: announcingTrades(tradeStore(stores.client, TABLES, before), scene.announcing),
    };
    const opened = await Promise.all(
      Array.from({ length: 12 }, () =>
        openTrade(requests, {
          userId: 'u1',
          accountId: 'main',
          now: at(7),
          plan: {
            symbol: 'BTC/USDT' as never,
            direction: 'long',
            quantity: '1' as never,
            entry: { type: 'limit', limit: price('100') },
            exits: { stopLoss: price('95') },
          },
          bodyHash: '',
        }),
      ),
    );
    expect(opened.every(({ ok }) => ok)).toBe(true);
    for (let minute = 8; minute <= 10; minute++) await scene.tickWith(sharded(after), at(minute));
    expect(await scene.tickWith(sharded(after), at(11))).toMatchObject({ hits: 12, fills: 12 });
    for (let minute = 12; minute <= 40; minute += 7) await scene.tickWith(sharded(after), at(minute));
    expect(await scene.tickWith(sharded(after), at(41))).toMatchObject({ fills: 12 });
  });
});
