import { deflateSync } from 'node:zlib';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import { fromStateItem, toStateItem } from '../../../shared/adapters/dynamodb/batch-state-item.ts';
import { changeOf } from '../../../shared/adapters/dynamodb/stream-changes.ts';
import { parseStreamRecord } from '../../../shared/adapters/dynamodb/stream-image.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import type { BatchState, MarketState } from '../../../shared/ports/market-store.ts';
import { StoreUnavailableError } from '../../../shared/ports/trade-store.ts';
import { itemSize } from '../../benchmark/capacity/item-size.ts';

const SLOT = 1_790_000_000_000;

/** As Binance tells them: price, change of a day and its percentage; of coins that cost much and little. */
const QUOTES: readonly [string, number, number, number][] = [
  ['BTC', 67_890.12, -1_234.56, -1.786],
  ['ETH', 3_521.44, 71.18, 2.063],
  ['SOL', 172.35, -4.21, -2.384],
  ['XRP', 0.5273, 0.0041, 0.784],
  ['ADA', 0.4481, -0.0067, -1.473],
  ['DOGE', 0.151_32, 0.003_11, 2.098],
  ['DOT', 7.142, -0.118, -1.625],
  ['LTC', 83.46, 0.92, 1.115],
  ['LINK', 16.873, 0.421, 2.559],
  ['AVAX', 36.18, -1.07, -2.872],
  ['UNI', 10.247, 0.366, 3.704],
  ['ATOM', 8.413, -0.093, -1.093],
  ['XLM', 0.106_91, 0.000_84, 0.792],
  ['ETC', 29.87, 0.44, 1.495],
  ['FIL', 5.946, -0.157, -2.573],
  ['NEAR', 7.681, 0.233, 3.128],
  ['APT', 9.127, -0.284, -3.018],
  ['ARB', 1.1342, 0.0217, 1.951],
  ['SHIB', 0.000_024_61, -0.000_000_37, -1.481],
  ['PEPE', 0.000_012_887, 0.000_000_441, 3.543],
];
const marketOf = ([base, price, change24h, changePercent24h]: (typeof QUOTES)[number], index: number) => {
  const symbol = `${base}/USDT` as MarketSymbol;
  const time = SLOT - 137 - ((index * 7_919) % 2_900);
  const quote = { symbol, price, change24h, changePercent24h, source: 'binance' as const, time };
  const cursor = { cursor: SLOT - 1_000, before: SLOT - 301_000, resolution: '1s' as const };
  return { venue: 'binance' as const, symbol, ...cursor, quote } satisfies MarketState;
};
const health = { failures: 0, retryAt: 0, lastOkAt: SLOT + 812 };
const USUAL: BatchState = {
  batch: 0,
  version: 2_345_678,
  slot: SLOT,
  instrumentsAt: SLOT - 3_412_345,
  feedsOrder: 'binance,coinbase,coingecko',
  unanswered: ['coinbase', 'coingecko'],
  feeds: {
    binance: { ...health, calls: { count: 60, errorRate: 0.017, latencyMs: 143, lastLatencyMs: 122 } },
    coinbase: {
      ...health,
      lastOkAt: SLOT - 86_412_345,
      lastError: 'answered 503',
      lastErrorAt: SLOT - 86_512_345,
    },
  },
  clocks: { binance: { offset: -123, measuredAt: SLOT - 234_123 } },
  markets: QUOTES.map(marketOf),
  // With a trade on each side of every symbol.
  memory: {
    heard: 5_966_661,
    nearest: Object.fromEntries(
      QUOTES.map(([base, price]) => [
        `binance#${base}/USDT`,
        { below: Math.fround(price * 0.9371), above: Math.fround(price * 1.0813) },
      ]),
    ),
    dueAt: SLOT + 123_456,
    shards: 1,
    settings: 'zik0zj',
    trustedFrom: SLOT - 86_400_000,
  },
};

/** As version 0.1 wrote it before it was packed. */
const EARLIER = {
  pk: 'state',
  sk: 'batch#0003',
  batch: 3,
  version: 7,
  slot: SLOT,
  instrumentsAt: SLOT - 5_000,
  order: '01',
  markets:
    '{"binance":[["BTC/USDT",1000,301000,0,[67890.12,-1234.56,-1.786,137]]],"coinbase":[["ETH/USDT",2000,302000,null,null]]}',
  feeds: '{"binance":[0,null,-812,null,null]}',
  clocks: '{"binance":[-123,234123]}',
};

describe('the state of a batch as an item', () => {
  test('of twenty symbols with a trade on each side it is one write unit, and reads as it was written', () => {
    const item = toStateItem(USUAL, USUAL.version);
    expect(itemSize(marshall(item))).toBeLessThanOrEqual(1_024);
    expect(fromStateItem(item)).toEqual(USUAL);
  });

  test('one that an earlier version wrote is read', () => {
    const read = fromStateItem(EARLIER);
    expect(read).toMatchObject({ batch: 3, version: 7, slot: SLOT, feedsOrder: 'binance,coinbase' });
    expect(read.markets).toEqual([
      marketOf(['BTC', 67_890.12, -1_234.56, -1.786], 0),
      { venue: 'coinbase', symbol: 'ETH/USDT', cursor: SLOT - 2_000, before: SLOT - 302_000 },
    ]);
    expect(read.feeds).toEqual({ binance: health });
    expect(read.clocks).toEqual(USUAL.clocks);
  });

  test('one of a later version is not corrupt: the store is asked again in a while', () => {
    const later = { ...toStateItem(USUAL, 1), format: 2, packed: 'in words that only a later version knows' };
    expect(() => fromStateItem(later)).toThrow(StoreUnavailableError);
    expect(fromStateItem({ ...toStateItem(USUAL, 1), format: undefined })).toEqual({ ...USUAL, version: 1 });
  });

  const packed = toStateItem(USUAL, 1).packed as Uint8Array;
  const changed = Uint8Array.from(packed, (byte, index) => (index === 300 ? byte ^ 4 : byte));
  const bomb = deflateSync(`"${'0'.repeat(10_000_000)}"`);
  test.each([
    ['cut off', packed.slice(0, -20)],
    ['with a byte changed', changed],
    ['empty', new Uint8Array()],
    ['that unpacks to megabytes', bomb],
    ['that holds something else', deflateSync('{"markets":1}')],
    ['that is text', 'packed'],
  ])('one %s is corrupt', (_, value) => {
    expect(() => fromStateItem({ ...toStateItem(USUAL, 1), packed: value })).toThrow(/packed/);
  });
});

describe('the same in the stream of its table', () => {
  const imageOf = (item: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(marshall(item)).map(([name, value]) => [
        name,
        value.B ? { B: Buffer.from(value.B).toString('base64') } : value,
      ]),
    );
  const changeTo = (before: Record<string, unknown>, after: Record<string, unknown>) =>
    changeOf({ market: 'market', trades: 'trades', users: 'users' })(
      parseStreamRecord({
        eventName: 'MODIFY',
        eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/market/stream/2026',
        dynamodb: {
          SequenceNumber: '1',
          Keys: marshall({ pk: after.pk, sk: after.sk }),
          OldImage: imageOf(before),
          NewImage: imageOf(after),
        },
      }),
    );

  test('is a tick with the prices of both images, also across an upgrade', () => {
    const change = changeTo(EARLIER, toStateItem(USUAL, 8));
    if (change?.kind !== 'tick') throw new Error(JSON.stringify(change));
    expect(change.before?.markets[0]?.quote?.price).toBe(67_890.12);
    expect(change.after.markets).toEqual(USUAL.markets);
  });

  test('is told apart where it is corrupt', () => {
    const broken = { ...toStateItem(USUAL, 8), packed: new Uint8Array([1, 2, 3]) };
    expect(changeTo(EARLIER, broken)).toMatchObject({ kind: 'corrupt' });
  });
});
