import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { applySettlement } from '../../../shared/application/apply-settlement.ts';
import { auditAccount } from '../../../shared/application/audit-account.ts';
import { cancelTrade } from '../../../shared/application/command-trade.ts';
import { price } from '../../../shared/domain/money/decimal.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { crashAt, type Faults, installFaults } from './faults.ts';
import {
  at,
  closeOf,
  fillsOf,
  minutes,
  restore,
  type Scene,
  type Snapshot,
  snapshot,
  startScene,
} from './support.ts';

const USERS = 30;
const EACH = 10;
const COUNT = USERS * EACH;
const BTC = 'BTC/USDT';
const ETH = 'ETH/USDT';
const userOf = (index: number) => `s${index % USERS}`;
const BOTH = [`entry 100 @${closeOf(10)} maker`, `stop_loss 99 @${closeOf(10)} taker`];

describe('a storm: three hundred trades of thirty accounts, each bought and stopped out in one bar', () => {
  let stores: Stores;
  let faults: Faults;
  let scene: Scene;
  let trades: Trade[];
  /** All tables before the tick that finds the storm. */
  let before: Snapshot | undefined;
  beforeAll(async () => {
    stores = await startStores();
    faults = installFaults(stores);
  });
  afterEach(async () => {
    faults.set(undefined);
    await scene.close();
  });
  afterAll(() => stores.stop());

  const start = async () => {
    const crash = [105, 106, 98, 101] as const;
    const series = { [BTC]: minutes(60, 105, { 10: crash }), [ETH]: minutes(60, 105, { 10: crash }) };
    scene = await startScene(stores, series, 5, { handsOver: true });
    if (before) {
      await restore(stores, before);
      return;
    }
    await Promise.all(Array.from({ length: USERS }, (_, index) => stores.addUser(userOf(index))));
    const plan = { exits: { stopLoss: price('99'), takeProfit: price('120') } };
    trades = [];
    while (trades.length < COUNT)
      trades.push(
        ...(await Promise.all(
          Array.from({ length: USERS }, (_, index) => scene.open(at(6), plan, userOf(index))),
        )),
      );
    await scene.tickAt(at(10));
    before = await snapshot(stores);
  };
  const cursors = async () =>
    new Map(
      (await scene.ports.market.loadBatch(0))?.markets.map(({ symbol, cursor }) => [String(symbol), cursor]),
    );
  const audit = async () => {
    for (let index = 0; index < USERS; index++) {
      const audited = await auditAccount(scene.requests, { userId: userOf(index), accountId: 'main' });
      if (!audited.ok) throw new Error(audited.problem.message);
      expect(audited.value).toMatchObject({ differences: [], conclusive: true, trades: EACH });
    }
  };
  const allOnce = async (except: readonly string[] = []) => {
    const found = await scene.requests.trades.loadMany(
      trades.map(({ userId, id }) => ({ userId, tradeId: id })),
    );
    expect(found).toHaveLength(COUNT);
    for (const trade of found as Trade[])
      if (!except.includes(trade.id)) expect(fillsOf(trade)).toEqual(BOTH);
    for (let index = 0; index < USERS; index++) {
      const own = except.length === 0 ? { fillCount: 2 * EACH } : {};
      expect(await scene.requests.accounts.load(userOf(index), 'main')).toMatchObject(own);
    }
  };

  it('is handed over in groups of one user after another; another symbol is settled at once', async () => {
    await start();
    const other = await scene.open(at(9), { symbol: ETH as never }, 's0');
    const report = await scene.tickAt(at(11));
    expect(report).toMatchObject({ hits: COUNT + 1, handedOver: COUNT, settled: 1, parked: 0 });
    expect(fillsOf(await scene.trade(other))).toEqual([`entry 100 @${closeOf(10)} maker`]);
    expect(await cursors()).toEqual(
      new Map([
        [BTC, closeOf(9)],
        [ETH, closeOf(10)],
      ]),
    );
    expect(scene.handed.map((message) => message.trades.length)).toEqual([100, 100, 100]);
    const users = scene.handed.map((message) => new Set(message.trades.map(({ userId }) => userId)).size);
    expect(users).toEqual([10, 10, 10]);
    // What is under way is waited for, not handed over twice; a market order of the same symbol does not wait.
    const market = await scene.open(at(11), { entry: { type: 'market' } }, 's1');
    expect(await scene.tickAt(at(12))).toMatchObject({ handedOver: 0, fills: 1 });
    expect((await scene.trade(market)).status).toBe('open');
    expect(scene.handed).toHaveLength(3);
    expect((await cursors()).get(BTC)).toBe(closeOf(9));

    const settled = await scene.settleHanded(at(12, 1_000), 3);
    expect(settled.reduce((sum, { fills }) => sum + fills, 0)).toBe(2 * COUNT);
    expect(await scene.tickAt(at(12, 10_000))).toMatchObject({ handedOver: 0, fills: 0 });
    expect((await cursors()).get(BTC)).toBe(closeOf(11));
    for (const { id, userId } of trades.slice(0, 3))
      expect(fillsOf(await scene.trade({ id, userId } as Trade))).toEqual(BOTH);
  }, 60_000);

  it('delivered twice, in any order, beside ticks and by a worker that dies: none is lost, none is twice', async () => {
    await start();
    await scene.tickAt(at(11));
    const again = [...scene.handed].reverse();
    scene.handed.push(...again);
    const all = Promise.all([scene.settleHanded(at(11, 1_000), 4), scene.tickAt(at(11, 10_000))]);
    await all;
    faults.set(crashAt(5, 'after'));
    scene.handed.push(...again);
    await scene.settleHanded(at(11, 2_000), 1).catch(() => undefined);
    await faults.settled();
    faults.set(undefined);
    await scene.tickAt(at(12));
    await allOnce();
    await audit();
    expect((await cursors()).get(BTC)).toBe(closeOf(11));
  }, 60_000);

  it('whose messages are lost is handed over anew once they are overdue; late ones do nothing', async () => {
    await start();
    await scene.tickAt(at(11));
    const lost = scene.handed.splice(0);
    expect(await scene.tickAt(at(12))).toMatchObject({ handedOver: 0 });
    expect(await scene.tickAt(at(13))).toMatchObject({ handedOver: COUNT });
    expect(scene.handed.map(({ attempt }) => attempt)).toEqual([2, 2, 2]);
    const [late] = lost;
    if (!late) throw new Error('three were lost');
    expect(await applySettlement(scene.ports, late, at(13))).toMatchObject({ late: true, settled: 0 });
    // While the exchange does not answer nothing is settled, and nothing lost.
    scene.server.setIntercept(() => ({ status: 503, body: {} }));
    const [first] = scene.handed;
    await expect(applySettlement(scene.ports, first ?? late, at(13))).rejects.toThrow(
      'does not give the path',
    );
    scene.server.setIntercept(undefined);
    await scene.settleHanded(at(13, 1_000));
    await scene.tickAt(at(14));
    await allOnce();
    await audit();
  }, 60_000);

  it('a corrupt trade is parked alone; one that was cancelled meanwhile is decided anew', async () => {
    await start();
    const [bad, changed] = trades;
    if (!bad || !changed) throw new Error('there are trades');
    const key = { userId: bad.userId, tradeId: bad.id };
    const corrupt = (body: unknown) =>
      stores.client.send(
        new UpdateCommand({
          TableName: TABLES.trades,
          Key: key,
          UpdateExpression: 'SET #trade = :body',
          ExpressionAttributeNames: { '#trade': 'trade' },
          ExpressionAttributeValues: { ':body': body },
        }),
      );
    await corrupt('garbage');
    await scene.tickAt(at(11));
    await cancelTrade(scene.requests, { userId: changed.userId, tradeId: changed.id, now: at(11, 1) });
    const settled = await scene.settleHanded(at(11, 2_000));
    expect(settled.reduce((sum, { parked }) => sum + parked, 0)).toBe(1);
    expect(settled.reduce((sum, report) => sum + report.settled, 0)).toBe(COUNT - 1);
    expect(scene.reports).toContainEqual({
      what: 'trade_parked',
      details: expect.objectContaining({ tradeId: bad.id }),
    });
    await scene.tickAt(at(12));
    expect((await cursors()).get(BTC)).toBe(closeOf(11));
    await scene.tickAt(at(30));
    const { id: _, userId: __, version: ___, status: ____, ...body } = bad;
    await corrupt(body);
    await scene.tickAt(at(31));
    await allOnce();
    await audit();
  }, 60_000);

  it('that kills every worker is parked the fourth time, and goes on from where it is owed', async () => {
    await start();
    await scene.tickAt(at(11));
    for (const minute of [13, 15, 17]) {
      scene.handed.splice(0);
      expect(await scene.tickAt(at(minute))).toMatchObject({ handedOver: COUNT });
    }
    expect(scene.handed[0]?.attempt).toBe(4);
    const parked = await scene.settleHanded(at(17, 1_000));
    expect(parked.reduce((sum, report) => sum + report.parked, 0)).toBe(COUNT);
    expect(scene.reports.filter(({ what }) => what === 'trade_parked')).toHaveLength(COUNT);
    // Owed: no cursor waits for them any more.
    for (let minute = 20; minute <= 24; minute += 2) {
      await scene.tickAt(at(minute));
      await scene.settleHanded(at(minute, 1_000));
    }
    expect((await cursors()).get(BTC)).toBe(closeOf(23));
    await allOnce();
    await audit();
  }, 60_000);
});
