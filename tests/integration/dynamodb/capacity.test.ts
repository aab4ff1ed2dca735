import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbClient } from '../../../infra/local/dynamodb/tables.ts';
import { fromStateItem, toStateItem } from '../../../shared/adapters/dynamodb/batch-state-item.ts';
import type { VenueId } from '../../../shared/domain/market/symbol.ts';
import { price } from '../../../shared/domain/money/decimal.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import type { BatchState } from '../../../shared/ports/market-store.ts';
import { itemSize } from '../../benchmark/capacity/item-size.ts';
import { attachMeter, type Meter } from '../../benchmark/capacity/meter.ts';
import type { Usage } from '../../benchmark/capacity/usage.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { at, fillsOf, minutes, type Scene, startScene } from '../tick/support.ts';

/** Twenty symbols as long as they come, with a price of eight digits and a changing quote each. */
const fullState = (now: number): BatchState => ({
  batch: 9,
  version: 1_234_567,
  slot: now,
  instrumentsAt: now - 3_600_000,
  feedsOrder: 'binance,coinbase,coingecko',
  feeds: Object.fromEntries(
    (['binance', 'coinbase', 'coingecko'] as VenueId[]).map((venue) => [
      venue,
      {
        failures: 12,
        retryAt: now + 120_000,
        lastOkAt: now - 600_000,
        lastError: 'x'.repeat(64),
        lastErrorAt: now - 12_345,
        calls: { count: 60, errorRate: 0.983, latencyMs: 12_345, lastLatencyMs: 14_999 },
      },
    ]),
  ),
  clocks: Object.fromEntries(
    (['binance', 'coinbase', 'coingecko'] as VenueId[]).map((venue) => [
      venue,
      { offset: -12_000, measuredAt: now - 299_999 },
    ]),
  ),
  markets: Array.from({ length: 20 }, (_, index) => ({
    venue: 'coinbase' as const,
    symbol: `COIN${index + 10}/USDT` as never,
    cursor: now - 12_345,
    before: now - 312_345,
    resolution: 'print' as const,
    quote: {
      symbol: `COIN${index + 10}/USDT` as never,
      price: 67_890.12 + index,
      change24h: -1234.56 - index,
      changePercent24h: -12.34,
      source: 'coinbase' as const,
      time: now - 4_321,
    },
  })),
  memory: {
    heard: 5_824_321,
    nearest: Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `coinbase#COIN${index + 10}/USDT`,
        { below: 66_890.125 + index, above: index === 7 ? null : 68_890.375 + index },
      ]),
    ),
    dueAt: now + 123_456,
    shards: 10,
    settings: 'zik0zj',
    trustedFrom: now,
  },
});

describe('what is stored, in bytes and units', () => {
  it('the state of twenty symbols fits two kilobytes, and reads as it was written', () => {
    const now = at(0);
    const item = toStateItem(fullState(now), 1_234_567);
    expect(itemSize(marshall(item))).toBeLessThanOrEqual(2_048);
    expect(fromStateItem(item)).toEqual(fullState(now));
  });

  it('a state with suspects and without quotes reads as it was written', () => {
    const now = at(0);
    const suspects = [{ time: now - 60_000, reading: '1|2|0.5|1', since: now - 10_000, confirmed: true }];
    const [market] = fullState(now).markets;
    const { quote: _, resolution: __, ...bare } = market ?? fail();
    const { memory: ___, ...full } = fullState(now);
    const state = { ...full, markets: [{ ...bare, suspects }] };
    expect(fromStateItem(toStateItem(state, state.version))).toEqual(state);
  });
});

describe('the nearest triggers as they are stored', () => {
  const market = { venue: 'coinbase', symbol: 'COIN10/USDT', cursor: 0, before: 0 } as const;
  const stored = (below: number | null, above: number | null) => {
    const nearest = { 'coinbase#COIN10/USDT': { below, above } };
    const { memory, markets: _, ...rest } = fullState(at(0));
    if (!memory) throw new Error('the state has a memory');
    const state = { ...rest, markets: [market as never], memory: { ...memory, nearest } };
    const read = fromStateItem(toStateItem(state, 1)).memory?.nearest['coinbase#COIN10/USDT'];
    return read;
  };

  it.each([0.1, 67_890.12, 1e-7, 123_456_789.123, 0.000_012_345])(
    '%d is never further away, and by less than a millionth nearer',
    (value) => {
      const read = stored(value, value);
      expect(read?.below).toBeGreaterThanOrEqual(value);
      expect(read?.above).toBeLessThanOrEqual(value);
      expect((read?.below ?? 0) / value - 1).toBeLessThan(1e-6);
      expect(1 - (read?.above ?? 0) / value).toBeLessThan(1e-6);
    },
  );

  it('nothing on a side, and nothing known, are told apart', () => {
    expect(stored(null, 5)).toEqual({ below: null, above: 5 });
    expect(stored(5, null)).toEqual({ below: 5, above: null });
    // Too small for a float32 on its way down: not known, so that the index is asked.
    expect(stored(5, 1e-50)).toBeUndefined();
    const { memory, ...rest } = fullState(at(0));
    if (!memory) throw new Error('the state has a memory');
    const { dueAt: _, ...unknown } = { ...memory, nearest: {} };
    const state = { ...rest, memory: unknown };
    expect(fromStateItem(toStateItem(state, state.version))).toEqual(state);
    const none = { ...rest, memory: { ...memory, dueAt: null } };
    expect(fromStateItem(toStateItem(none, none.version))).toEqual(none);
  });
});

const fail = (): never => {
  throw new Error('twenty markets have a first');
};

describe('write units of a settlement', () => {
  let stores: Stores;
  let scene: Scene;
  let meter: Meter;
  let trade: Trade;
  const beside = () => dynamodbClient(stores.endpoint);

  beforeAll(async () => {
    stores = await startStores();
    meter = attachMeter(stores.client, beside());
    scene = await startScene(
      stores,
      minutes(40, 105, { 10: [105, 106, 98, 105], 20: [105, 111, 105, 110], 30: [110, 110, 98, 101] }),
    );
    trade = await scene.open(at(6), { exits: { takeProfit: price('110.5'), stopLoss: price('90') } });
    await scene.tickAt(at(10));
  });
  afterAll(async () => {
    await scene.close();
    await stores.stop();
  });

  /** Of the transaction: without the tick's state item and candle. The dearer of what the emulator says and AWS's rules. */
  const unitsOf = ({ writes, reported, computed }: Usage): number => {
    const own = writes.get(TABLES.market) ?? 0;
    return Math.max(reported.write, computed.write) - own;
  };
  const tickUnits = async (minute: number) => unitsOf(await meter.measure(() => scene.tickAt(at(minute))));

  it('an entry costs at most 12, an exit at most 12, an item of two fills at most one kilobyte', async () => {
    const entry = await tickUnits(11);
    expect((await scene.trade(trade)).status).toBe('open');
    expect(entry).toBeGreaterThan(0);
    expect(entry).toBeLessThanOrEqual(12);
    await scene.tickAt(at(20));
    const exit = await tickUnits(21);
    expect((await scene.trade(trade)).status).toBe('closed');
    expect(exit).toBeGreaterThan(0);
    expect(exit).toBeLessThanOrEqual(12);
    const key = { userId: { S: 'u1' }, tradeId: { S: trade.id } };
    const { Item } = await beside().send(new GetItemCommand({ TableName: TABLES.trades, Key: key }));
    expect(Item && itemSize(Item)).toBeLessThanOrEqual(1_024);
    expect(Item && itemSize(Item)).toBeGreaterThan(500);
  });

  it('entry and exit in one bar cost at most 15 together', async () => {
    const both = await scene.open(at(25), { exits: { takeProfit: price('120'), stopLoss: price('99') } });
    await scene.tickAt(at(30));
    expect(await tickUnits(31)).toBeLessThanOrEqual(15);
    expect(fillsOf(await scene.trade(both))).toHaveLength(2);
  });
});
