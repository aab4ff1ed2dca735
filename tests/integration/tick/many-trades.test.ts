import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cancelTrade } from '../../../shared/application/command-trade.ts';
import { price } from '../../../shared/domain/money/decimal.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { type Faults, installFaults } from './faults.ts';
import { at, closeOf, fillsOf, minutes, type Scene, startScene } from './support.ts';

const COUNT = 100;
const PLAN = { exits: { stopLoss: price('99'), takeProfit: price('120') } };
const BOTH = [`entry 100 @${closeOf(10)} maker`, `stop_loss 99 @${closeOf(10)} taker`];
/** Each trade -1 gross and 0.6 + 0.594 of fees. */
const TOTALS = { realizedPnl: '-100', fees: '119.4', fillCount: 200 };

describe('a hundred trades of one account in one tick', () => {
  let stores: Stores;
  let faults: Faults;
  let scene: Scene;
  let trades: Trade[];
  let sizes: number[];

  beforeAll(async () => {
    stores = await startStores();
    faults = installFaults(stores);
  });
  const start = async () => {
    scene = await startScene(stores, minutes(30, 105, { 10: [105, 106, 98, 101] }));
    trades = [];
    while (trades.length < COUNT)
      trades.push(...(await Promise.all(Array.from({ length: 10 }, () => scene.open(at(6), PLAN)))));
    await scene.tickAt(at(10));
    sizes = [];
  };
  const measure = (input: Readonly<Record<string, unknown>>) =>
    sizes.push((input.TransactItems as unknown[]).length);
  afterEach(async () => {
    faults.set(undefined);
    await scene.close();
  });
  afterAll(() => stores.stop());

  const everyTrade = () => Promise.all(trades.map((trade) => scene.trade(trade)));
  const account = () => scene.requests.accounts.load('u1', 'main');
  const ledger = async () => {
    const query = {
      TableName: TABLES.ledger,
      KeyConditionExpression: 'book = :book',
      ExpressionAttributeValues: { ':book': 'u1#main' },
    };
    return (await stores.client.send(new QueryCommand(query))).Items ?? [];
  };

  it('settles in transactions of at most 100 actions, and the account is exact', async () => {
    await start();
    faults.set(({ command, input, send }) => {
      if (command.startsWith('TransactWrite')) measure(input);
      return send();
    });
    expect(await scene.tickAt(at(11))).toMatchObject({ hits: 100, settled: 100, fills: 200, parked: 0 });
    // A trade is five actions (itself, two log rows, two fills): 19 of them and the account are 96.
    expect(sizes.sort((left, right) => right - left)).toEqual([96, 96, 96, 96, 96, 26]);
    for (const trade of await everyTrade()) expect(fillsOf(trade)).toEqual(BOTH);
    expect(await account()).toMatchObject(TOTALS);
    expect(await ledger()).toHaveLength(200);
  });

  it('one that changes meanwhile is decided again, and stops none of the others', async () => {
    await start();
    const [, , , changed] = trades;
    let first = true;
    faults.set(async ({ command, send }) => {
      if (first && command.startsWith('TransactWrite') && changed) {
        first = false;
        await cancelTrade(scene.requests, { userId: 'u1', tradeId: changed.id, now: at(11) });
      }
      return send();
    });
    expect(await scene.tickAt(at(11))).toMatchObject({ settled: 100, fills: 200, parked: 0 });
    for (const trade of await everyTrade()) expect(fillsOf(trade)).toEqual(BOTH);
    expect(await account()).toMatchObject(TOTALS);
    const { items } = await scene.requests.trades.logs(changed?.id ?? '', { limit: 10 });
    expect(items.map(({ event }) => event.type)).toEqual([
      'trade_created',
      'command_requested',
      'entry_filled',
      'exit_filled',
      'command_superseded',
    ]);
  });

  it('one that changes each time the tick wants to write it makes the message come again', async () => {
    await start();
    const [changed] = trades;
    let changing = false;
    faults.set(async ({ command, send }) => {
      if (!changing && command.startsWith('TransactWrite') && changed) {
        changing = true;
        const key = { userId: 'u1', tradeId: changed.id };
        const trade = await scene.requests.trades.load(key);
        if (trade?.status === 'pending')
          await scene.requests.trades.settle({
            expectedVersion: trade.version,
            trade: { ...trade, version: trade.version + 1 },
            rows: [],
            fills: [],
            account: undefined,
          });
        changing = false;
      }
      return send();
    });
    await expect(scene.tickAt(at(11))).rejects.toThrow('1 trades changed faster than they could be settled');
    expect(await scene.cursor()).toBe(closeOf(9));
    expect((await account())?.fillCount).toBe(198);
    faults.set(undefined);
    await scene.tickAt(at(11));
    expect(await account()).toMatchObject(TOTALS);
  });
});
