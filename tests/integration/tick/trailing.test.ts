import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { price } from '../../../shared/domain/money/decimal.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import type { Settlement } from '../../../shared/ports/trade-store.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import {
  at,
  BLIND_INDEX,
  closeOf,
  fillsOf,
  flat,
  minutes,
  type Row,
  type Scene,
  startScene,
} from './support.ts';

const AMOUNT = 8;
/** Bought at 105 by the open of minute 6; eight below the best price. */
const PLAN = {
  entry: { type: 'market' },
  exits: { trailing: { amount: price(AMOUNT) } },
} as const;

describe('a trailing stop from tick to tick', () => {
  let stores: Stores;
  let scene: Scene;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterEach(() => scene.close());
  afterAll(() => stores.stop());

  const start = async (count: number, changes: Readonly<Record<number, Row>> = {}) => {
    scene = await startScene(stores, minutes(count, 105, changes));
  };
  const correct = (minute: number, [open, high, low, close]: NonNullable<Row>) =>
    scene.market.correct('BTC/USDT', { openTime: at(minute), open, high, low, close, volume: 1 });
  const keyOf = (trade: Trade) => ({ userId: trade.userId, tradeId: trade.id });
  const item = async (trade: Trade) =>
    (await stores.client.send(new GetCommand({ TableName: TABLES.trades, Key: keyOf(trade) }))).Item;
  const putBody = (trade: Trade, body: unknown) =>
    stores.client.send(
      new UpdateCommand({
        TableName: TABLES.trades,
        Key: keyOf(trade),
        UpdateExpression: 'SET #trade = :body',
        ExpressionAttributeNames: { '#trade': 'trade' },
        ExpressionAttributeValues: { ':body': body },
      }),
    );
  const exitOf = async (trade: Trade) => fillsOf(await scene.trade(trade)).slice(1);
  const sold = (at: number | string, minute: number, flag = '') => [
    `trailing_stop ${at} @${closeOf(minute)} taker${flag}`,
  ];

  /** From minute 6 on a new high each minute: 105.03, 105.08, ... 111.03 in minute 126; 103.03 is eight below. */
  const RISE = Object.fromEntries(
    Array.from({ length: 121 }, (_, step): [number, Row] => {
      const base = (10_500 + 5 * step) / 100;
      return [6 + step, [base, (10_503 + 5 * step) / 100, (10_498 + 5 * step) / 100, base]];
    }),
  );
  const AFTER: Readonly<Record<number, Row>> = {
    127: [111, 111, 103.04, 105],
    128: [105, 105, 103.03, 104],
  };

  it('follows two hours of new highs with a write only where the indexes need it, and fires to the digit', async () => {
    await start(140, { ...RISE, ...AFTER });
    const trade = await scene.open(at(6), PLAN);
    const written: Settlement[] = [];
    const trades = {
      ...scene.ports.trades,
      settleTogether: (some: readonly Settlement[]) => {
        written.push(...some);
        return scene.ports.trades.settleTogether(some);
      },
    };
    for (let minute = 7; minute <= 130; minute++) await scene.tickWith({ trades }, at(minute));
    expect(fillsOf(await scene.trade(trade))).toEqual([`entry 105 @${at(6)} taker`, ...sold(103.03, 128)]);
    // 121 new highs. The bounds, a quarter of eight beyond the high: 107.03, 109.03 and 111.03, each 40 minutes apart.
    expect(written.filter(({ rows }) => rows.length > 0)).toHaveLength(2);
    expect(written.filter(({ rows }) => rows.length === 0)).toHaveLength(3);
  }, 60_000);

  it('in one pass over all of it comes to the same', async () => {
    await start(140, { ...RISE, ...AFTER });
    const trade = await scene.open(at(6), PLAN);
    await scene.tickAt(at(7));
    await scene.tickAt(at(130));
    expect(await exitOf(trade)).toEqual(sold(103.03, 128));
  });

  it('an index that shows nothing for four ticks: found by the next, at its own time', async () => {
    await start(20, { 8: [105, 110, 105, 109], 9: [109, 109, 102, 104] });
    const trade = await scene.open(at(6), PLAN);
    await scene.tickAt(at(7));
    for (const minute of [8, 9, 10, 11]) await scene.tickWith({ triggers: BLIND_INDEX }, at(minute));
    expect(await exitOf(trade)).toEqual([]);
    await scene.tickAt(at(12));
    expect(await exitOf(trade)).toEqual(sold(102, 9, ' late'));
  });

  it('an order that commits four minutes late follows from its own moment', async () => {
    await start(20, { 8: [105, 110, 105, 109], 9: [109, 109, 102, 104] });
    await scene.ticks(6, 10);
    const trade = await scene.open(at(7), PLAN);
    await scene.tickAt(at(11));
    expect(fillsOf(await scene.trade(trade))).toEqual([
      `entry 105 @${at(7)} taker`,
      ...sold(102, 9, ' late'),
    ]);
  });

  it('a low that a correction reveals fires at the level of its own minute, marked late', async () => {
    await start(20, { 11: [105, 109, 105, 105] });
    const trade = await scene.open(at(6), PLAN);
    await scene.ticks(7, 12);
    // Eight below 105: the high of 109 came after.
    correct(9, [105, 105, 96, 105]);
    await scene.tickAt(at(13));
    expect(await exitOf(trade)).toEqual(sold(97, 9, ' late'));
  });

  it('a high that a correction reveals raises the level from its own minute on', async () => {
    await start(20, { 12: [105, 105, 104, 105], 13: [105, 105, 103.9, 105] });
    const trade = await scene.open(at(6), PLAN);
    await scene.ticks(7, 11);
    correct(9, [105, 112, 105, 105]);
    await scene.ticks(12, 14);
    // Eight below 112 is 104: the low of minute 12 is there.
    expect(await exitOf(trade)).toEqual(sold(104, 12));
  });

  it('a tick that comes twice, and a catch-up beside it, change nothing', async () => {
    await start(20, { 8: [105, 110, 105, 109], 9: [109, 109, 102, 104] });
    const trade = await scene.open(at(6), PLAN);
    for (const minute of [7, 8, 9, 10]) {
      await scene.tickAt(at(minute));
      const before = await item(trade);
      await scene.tickAt(at(minute));
      await scene.tickAt(at(minute), { reason: 'catch_up' });
      expect(await item(trade)).toEqual(before);
    }
    expect(await exitOf(trade)).toEqual(sold(102, 9));
    const { items } = await scene.requests.trades.logs(trade.id, { limit: 20 });
    expect(items.map(({ seq, event }) => `${seq} ${event.type}`)).toEqual([
      '0 trade_created',
      '1 entry_filled',
      '2 exit_filled',
    ]);
  });

  it('parked over its highs and its fall, it fires where it would have fired', async () => {
    const high = Object.fromEntries(Array.from({ length: 12 }, (_, step) => [13 + step, flat(114)]));
    await start(60, { ...high, 12: [108, 115, 108, 114], 25: [114, 114, 106.5, 108] });
    const trade = await scene.open(at(6), PLAN);
    await scene.ticks(7, 8);
    const body = (await item(trade))?.trade;
    await putBody(trade, { symbol: 'garbage' });
    await scene.ticks(9, 40);
    expect(scene.reports[0]).toMatchObject({ what: 'trade_parked', details: { tradeId: trade.id } });
    await putBody(trade, body);
    await scene.ticks(41, 42);
    // Eight below 115.
    expect(await exitOf(trade)).toEqual(sold(107, 25));
    expect((await scene.trade(trade)).evaluatedTo).toBeUndefined();
  });
});
