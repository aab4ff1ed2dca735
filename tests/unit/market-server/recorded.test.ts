import { describe, expect, it } from 'vitest';
import { recordedMarket } from '../../../infra/local/market/recorded.ts';
import { absent, BTC_HOLES, BTC_MINUTES, BTC_SECONDS, BTC_WEEK, csv, rowsOf } from './support.ts';

const ALL = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1e9, keep: 'oldest' } as const;
const T = Date.UTC(2024, 0, 1);
const row = (openTime: number, price = 100) => [openTime, price, price, price, price, 1];

describe('a recorded market', () => {
  it.skipIf(absent(BTC_WEEK))('is its file, row for row (needs ../shared/data)', () => {
    const market = recordedMarket({ files: [BTC_WEEK] });
    const bars = market.bars('BTC/USDT', '1m', ALL);
    expect(bars.map((b) => [b.openTime, b.open, b.high, b.low, b.close, b.volume])).toEqual(rowsOf(BTC_WEEK));
    expect(bars).toHaveLength(10_080);
    expect([market.start, market.end]).toEqual([Date.UTC(2025, 4, 5), Date.UTC(2025, 4, 12)]);
    expect(market.intervals('BTC/USDT')).toEqual(['1m']);
    expect(market.listings).toEqual([
      {
        symbol: 'BTC/USDT',
        base: 'BTC',
        quote: 'USDT',
        tickSize: '0.1',
        lotSize: '0.00001',
        minQuantity: '0.00001',
        maxQuantity: '1000',
        minNotional: '5',
      },
    ]);
  });

  it.skipIf(absent(BTC_HOLES))('keeps the holes of its file (needs ../shared/data)', () => {
    const { bars } = recordedMarket({ files: [BTC_HOLES] });
    // 4 April 2018: after 16:47 the exchange was away until midnight.
    const before = Date.UTC(2018, 3, 4, 16, 47);
    const around = bars('BTC/USD', '1m', {
      from: before,
      to: before + 8 * 3_600_000,
      limit: 2,
      keep: 'oldest',
    });
    expect(around.map(({ openTime }) => openTime)).toEqual([before, Date.UTC(2018, 3, 5)]);
    // The manifest of the data counts 433 missing minutes of three days.
    expect(bars('BTC/USD', '1m', ALL)).toHaveLength(3 * 1_440 - 433);
  });

  it.skipIf(absent(BTC_SECONDS) || absent(BTC_MINUTES))(
    'adds recorded seconds up to the minutes recorded beside them (needs ../shared/data)',
    () => {
      const market = recordedMarket({ files: [BTC_SECONDS] });
      expect(market.intervals('BTC/USD')).toEqual(['1s', '1m']);
      const minutes = market
        .bars('BTC/USD', '1m', ALL)
        .map(({ openTime, open, high, low, close, volume }) => [
          openTime,
          open,
          high,
          low,
          close,
          volume.toFixed(8),
        ]);
      expect(minutes).toEqual(
        rowsOf(BTC_MINUTES).map(([time, open, high, low, close, volume = 0]) => [
          time,
          open,
          high,
          low,
          close,
          volume.toFixed(8),
        ]),
      );
    },
  );

  it('joins several symbols, and several files of one symbol in order of time', () => {
    const market = recordedMarket({
      files: [
        csv('BTCUSDT.1m.csv', [row(T + 120_000)]),
        csv('ETHBTC.1m.csv', [row(T, 0.05)]),
        csv('BTC-USDT.1m.csv', [row(T), row(T + 60_000)]),
        csv('BTCUSDT.1s.csv', [row(T + 5_000)]),
      ],
    });
    expect(market.listings.map(({ symbol }) => symbol)).toEqual(['BTC/USDT', 'ETH/BTC']);
    expect(market.bars('BTC/USDT', '1m', ALL).map(({ openTime }) => openTime)).toEqual([
      T,
      T + 60_000,
      T + 120_000,
    ]);
    expect(market.intervals('BTC/USDT')).toEqual(['1s', '1m']);
    expect(market.intervals('ETH/BTC')).toEqual(['1m']);
    expect(market.bars('BTC/USDT', '1s', ALL)).toHaveLength(1);
    expect([market.start, market.end]).toEqual([T, T + 180_000]);
    expect(market.listings[1]).toMatchObject({ tickSize: '0.01', minNotional: '0.0001' });
  });

  it('cuts a range at either end', () => {
    const { bars } = recordedMarket({
      files: [
        csv(
          'BTCUSDT.1m.csv',
          [0, 1, 2, 5, 6].map((minute) => row(T + minute * 60_000)),
        ),
      ],
    });
    const minutes = (from: number, to: number, limit: number, keep: 'oldest' | 'newest') =>
      bars('BTC/USDT', '1m', { from: T + from * 60_000, to: T + to * 60_000, limit, keep }).map(
        ({ openTime }) => (openTime - T) / 60_000,
      );
    expect(minutes(1, 5, 9, 'oldest')).toEqual([1, 2, 5]);
    expect(minutes(1, 5, 2, 'oldest')).toEqual([1, 2]);
    expect(minutes(1, 5, 2, 'newest')).toEqual([2, 5]);
    expect(minutes(3, 4, 2, 'newest')).toEqual([]);
    expect(minutes(6, 1, 2, 'oldest')).toEqual([]);
    expect(minutes(0.5, 0.9, 2, 'oldest')).toEqual([]);
  });
});

describe('a file of candles that cannot be used', () => {
  const good = row(T);
  const broken = (name: string, rows: (number | string)[][], header?: string) => () =>
    recordedMarket({ files: [csv(name, rows, header)] });

  it.each<[string, (number | string)[], RegExp]>([
    [
      'a time that is no number',
      ['soon', 1, 1, 1, 1, 1],
      /BTCUSDT\.1m\.csv:3: time_ms: must be whole milliseconds/,
    ],
    ['a time off the interval', [T + 61_000, 1, 1, 1, 1, 1], /:3: time_ms: must be a multiple of 1m/],
    ['a time that repeats', [T, 1, 1, 1, 1, 1], /:3: time_ms: must be later than in the line before/],
    ['a price that is no number', [T + 60_000, 1, 'NaN', 1, 1, 1], /:3: high: must be a number/],
    ['a price of zero', [T + 60_000, 0, 1, 0, 1, 1], /:3: open: must be above zero/],
    ['a negative volume', [T + 60_000, 1, 1, 1, 1, -1], /:3: volume: must be a number/],
    ['an empty volume', [T + 60_000, 1, 1, 1, 1, ''], /:3: volume: must be a number/],
    ['a high below its close', [T + 60_000, 1, 2, 1, 3, 1], /:3: high: must be the highest/],
    ['a low above its open', [T + 60_000, 1, 3, 2, 3, 1], /:3: low: must be the lowest/],
    ['a price finer than the exchange writes', [T + 60_000, 1, 1, 1, '1e-09', 1], /:3: (low|close): must/],
    ['a field too few', [T + 60_000, 1, 1, 1, 1], /:3: must have 6 fields, has 5/],
    ['a blank line', [''], /:3: must have 6 fields, has 1/],
  ])('names file, line and rule: %s', (_, wrong, message) => {
    expect(broken('BTCUSDT.1m.csv', [good, wrong, row(T + 120_000)])).toThrow(message);
  });

  it('names file and rule where no line is at fault', () => {
    expect(broken('BTCUSDT.1m.csv', [good], 'time,open')).toThrow(
      /BTCUSDT\.1m\.csv:1: the header must be time_ms/,
    );
    expect(broken('BTCUSDT.1m.csv', [])).toThrow(/must hold at least one candle/);
    expect(broken('BTCUSDT.5m.csv', [good])).toThrow(/must be named SYMBOL\.1m\.csv\.gz/);
    expect(broken('BTCXYZ.1m.csv', [good])).toThrow(/"BTCXYZ" names no symbol/);
    expect(() => recordedMarket({ files: ['/nowhere/BTCUSDT.1m.csv.gz'] })).toThrow(
      /\/nowhere\/BTCUSDT\.1m\.csv\.gz: cannot be read: ENOENT/,
    );
    expect(() => recordedMarket({ files: [] })).toThrow('name at least one file');
  });

  it('refuses two files that hold the same time of one symbol', () => {
    const files = [csv('BTCUSDT.1m.csv', [good, row(T + 60_000)]), csv('BTC-USDT.1m.csv', [row(T + 60_000)])];
    expect(() => recordedMarket({ files })).toThrow(
      /must begin after .*BTCUSDT\.1m\.csv ends: both hold BTC\/USDT/,
    );
  });
});
