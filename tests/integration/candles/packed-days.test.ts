import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamodbClient } from '../../../infra/local/dynamodb/tables.ts';
import { candleArchive } from '../../../shared/adapters/dynamodb/candle-archive.ts';
import { marketStore } from '../../../shared/adapters/dynamodb/market-store.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { attachMeter, type Meter } from '../../benchmark/capacity/meter.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { candleAt, DAY, MINUTE, START, traded } from './support.ts';

describe('packed days', () => {
  let stores: Stores;
  let meter: Meter;
  let archive: ReturnType<typeof candleArchive>;
  let symbol: MarketSymbol;
  let count = 0;
  beforeAll(async () => {
    stores = await startStores();
    meter = attachMeter(stores.client, dynamodbClient(stores.endpoint));
    archive = candleArchive(stores.client, TABLES.market);
  });
  afterAll(() => stores.stop());
  beforeEach(() => {
    symbol = `C${++count}/USDT` as MarketSymbol;
  });
  const add = (day: number, minutes = traded(day, 1_440), settled = false) =>
    archive.addDay('binance', symbol, { day, minutes, settled });
  const days = (count: number) =>
    archive.days(
      'binance',
      symbol,
      Array.from({ length: count }, (_, index) => START + index * DAY),
    );

  it('ninety of them come with one request', async () => {
    for (let index = 0; index < 90; index++) await add(START + index * DAY);
    const usage = await meter.measure(async () => {
      const { found, corrupt } = await days(90);
      expect(found.map(({ day }) => day)).toEqual(
        Array.from({ length: 90 }, (_, index) => START + index * DAY),
      );
      expect(found.every(({ minutes }) => minutes.candles.length === 1_440)).toBe(true);
      expect(corrupt).toEqual([]);
    });
    expect([...usage.requests]).toEqual([['BatchGetItem', 1]]);
    expect((await days(150)).found).toHaveLength(90);
  });

  it('what DynamoDB leaves unprocessed is asked for again', async () => {
    for (const index of [0, 1, 2]) await add(START + index * DAY);
    let answers = 0;
    stores.client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const output = result.output as { Responses?: Record<string, unknown[]>; UnprocessedKeys?: object };
        const items = output.Responses?.[TABLES.market];
        if (items && answers++ < 2) {
          const left = items.splice(1) as { pk: unknown; sk: unknown }[];
          const Keys = left.map(({ pk, sk }) => ({ pk, sk }));
          output.UnprocessedKeys = { [TABLES.market]: { Keys } };
        }
        return result;
      },
      { step: 'initialize', name: 'stopsShort', priority: 'high' },
    );
    try {
      expect((await days(3)).found).toHaveLength(3);
      expect(answers).toBe(3);
    } finally {
      stores.client.middlewareStack.remove('stopsShort');
    }
  });

  it('never become less: what comes is added, and replaces what was there of its minutes', async () => {
    expect(await add(START, traded(START, 100, 1))).toBe(true);
    expect(await add(START, traded(START + 90 * MINUTE, 20, 2))).toBe(true);
    expect(await add(START, { candles: [], quiet: [START, START + 500 * MINUTE] })).toBe(true);
    const [day] = (await days(1)).found;
    expect(day?.minutes.candles).toHaveLength(110);
    expect(day?.minutes.candles.at(89)?.close).toBe(1);
    expect(day?.minutes.candles.at(90)?.close).toBe(2);
    // What was traded stays traded.
    expect(day?.minutes.quiet).toEqual([START + 500 * MINUTE]);
  });

  it('the same again writes nothing, and nothing makes no item', async () => {
    await add(START);
    expect(await add(START)).toBe(false);
    expect(await add(START, { candles: [], quiet: [] })).toBe(false);
    expect(await add(START + DAY, { candles: [], quiet: [] })).toBe(false);
  });

  it('a settled day stands: rows add what it lacks and change nothing of it', async () => {
    await add(START, traded(START, 10, 5), true);
    expect(await add(START, traded(START + 5 * MINUTE, 10, 7))).toBe(true);
    const [day] = (await days(1)).found;
    expect(day?.settled).toBe(true);
    expect(day?.minutes.candles.map(({ close }) => close)).toEqual([
      ...Array(10).fill(5),
      ...Array(5).fill(7),
    ]);
    // The venue's record itself says anew.
    await add(START, traded(START, 1, 9), true);
    expect((await days(1)).found[0]?.minutes.candles[0]?.close).toBe(9);
  });

  it('twenty writers at once lose nothing', async () => {
    const parts = Array.from({ length: 5 }, (_, index) => traded(START + index * 100 * MINUTE, 100));
    await Promise.all(parts.map((part) => add(START, part)));
    expect((await days(1)).found[0]?.minutes.candles).toHaveLength(500);
  });

  it('a corrupt one is told apart, hides no other, and is replaced by what comes next', async () => {
    await add(START);
    await add(START + DAY);
    const key = { pk: `day#binance#${symbol}`, sk: '2026-11-02' };
    const { Item } = await stores.client.send(new GetCommand({ TableName: TABLES.market, Key: key }));
    const spoil = async (changes: Record<string, unknown>) => {
      const spoiled = { ...Item, ...changes };
      await stores.client.send(new PutCommand({ TableName: TABLES.market, Item: spoiled }));
      const { found, corrupt } = await days(2);
      expect(corrupt).toEqual([START]);
      expect(found.map(({ day }) => day)).toEqual([START + DAY]);
    };
    await spoil({ data: new Uint8Array([1, 2, 3, 4, 5, 6]) });
    await spoil({ data: 'text' });
    await spoil({ rev: 'x' });
    expect(await add(START, traded(START, 7))).toBe(true);
    expect((await days(2)).found[0]?.minutes.candles).toHaveLength(7);
  });

  it('are read together with the rows of days that are not whole in them, no minute twice', async () => {
    const store = marketStore(stores.client, TABLES.market);
    const batch = 500 + count;
    const put = (openTime: number, close: number) =>
      store.putCandles(batch, [
        { openTime, candles: [{ venue: 'binance', symbol, candle: candleAt(openTime, close) }] },
      ]);
    await add(START);
    await add(START + DAY, traded(START + DAY, 700, 3), false);
    // Rows of the first day are still there, but it is whole; of the second day they go on, of the third there is nothing else.
    await put(START + 5 * MINUTE, 1);
    for (const minute of [698, 699, 700, 701]) await put(START + DAY + minute * MINUTE, 4);
    await put(START + 2 * DAY + 600 * MINUTE, 6);
    const read = await store.minutes(batch, 'binance', symbol, START, START + 3 * DAY);
    const closes = new Map(read.candles.map(({ openTime, close }) => [openTime, close]));
    expect(read.candles).toHaveLength(1_440 + 702 + 1);
    expect(closes.size).toBe(read.candles.length);
    expect(closes.get(START + 5 * MINUTE)).not.toBe(1);
    expect(closes.get(START + DAY + 697 * MINUTE)).toBe(3);
    expect(closes.get(START + DAY + 699 * MINUTE)).toBe(4);
    expect(closes.get(START + 2 * DAY + 600 * MINUTE)).toBe(6);
    expect(read.candles).toEqual(read.candles.toSorted((left, right) => left.openTime - right.openTime));
    const cut = await store.minutes(batch, 'binance', symbol, START + 10 * MINUTE, START + 11 * MINUTE);
    expect(cut.candles.map(({ openTime }) => openTime)).toEqual([START + 10 * MINUTE, START + 11 * MINUTE]);
  });

  it('a settled day that lacks minutes hides no row of them, and stands where both know one', async () => {
    const store = marketStore(stores.client, TABLES.market);
    const batch = 500 + count;
    const put = (minute: number, close: number) =>
      store.putCandles(batch, [
        {
          openTime: START + minute * MINUTE,
          candles: [{ venue: 'binance', symbol, candle: candleAt(START + minute * MINUTE, close) }],
        },
      ]);
    await add(START, traded(START, 700, 3), true);
    for (const minute of [698, 699, 700, 900]) await put(minute, 4);
    const { candles } = await store.minutes(batch, 'binance', symbol, START, START + DAY - 1);
    const closes = new Map(candles.map(({ openTime, close }) => [(openTime - START) / MINUTE, close]));
    expect(candles).toHaveLength(702);
    expect([698, 699, 700, 900].map((minute) => closes.get(minute))).toEqual([3, 3, 4, 4]);
  });
});
