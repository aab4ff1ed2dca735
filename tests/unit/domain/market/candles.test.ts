import { describe, expect, test } from 'vitest';
import { gapsIn, minuteCandles, resample, withoutHoles } from '../../../../shared/domain/market/candles.ts';
import { quantity } from '../../../../shared/domain/money/decimal.ts';
import { bar, MINUTE, print, sample } from '../../../fixtures/trades.ts';

const candle = (openTime: number, open: number, high: number, low: number, close: number, volume = 1) => ({
  openTime,
  open,
  high,
  low,
  close,
  volume: quantity(volume),
});

describe('candles of the path', () => {
  test('minutes are taken as they are', () => {
    expect(minuteCandles([bar(0, 100, 105, 95, 101)], -1, MINUTE - 1)).toEqual([
      candle(0, 100, 105, 95, 101),
    ]);
  });

  test('prints of a minute: first, highest, lowest, last, and their quantities', () => {
    const prints = [print(10, 100), print(20, 104), print(30, 97), print(59_999, 99), print(60_000, 1)];
    expect(minuteCandles(prints, -1, MINUTE - 1)).toEqual([candle(0, 100, 104, 97, 99, 4)]);
  });

  test('samples have no volume', () => {
    expect(minuteCandles([sample(5, 100), sample(6, 102)], -1, MINUTE - 1)).toEqual([
      candle(0, 100, 102, 100, 102, 0),
    ]);
  });

  test('a minute that is not whole yet, or was whole before, has none', () => {
    const prints = [print(10, 100), print(60_010, 101), print(120_010, 102)];
    const times = (after: number, to: number) =>
      minuteCandles(prints, after, to).map(({ openTime }) => openTime);
    expect(times(-1, MINUTE - 2)).toEqual([]);
    expect(times(MINUTE - 1, 2 * MINUTE - 1)).toEqual([MINUTE]);
    expect(times(-1, 3 * MINUTE - 1)).toEqual([0, MINUTE, 2 * MINUTE]);
  });

  test('five minutes make one, on the boundary of UTC', () => {
    const minutes = [4, 5, 6, 9].map((minute) =>
      candle(minute * MINUTE, 100 + minute, 110 + minute, 90 + minute, 101 + minute),
    );
    expect(resample(minutes, '5m')).toEqual([
      candle(0, 104, 114, 94, 105),
      candle(5 * MINUTE, 105, 119, 95, 110, 3),
    ]);
  });

  test('spans without a candle', () => {
    const minutes = [0, 1, 4, 5].map((minute) => candle(minute * MINUTE, 1, 1, 1, 1));
    expect(gapsIn({ candles: minutes, quiet: [] })).toEqual([{ from: 2 * MINUTE, to: 4 * MINUTE - 1 }]);
    expect(gapsIn({ candles: [], quiet: [] })).toEqual([]);
  });
});

describe('quiet minutes of a record of trades', () => {
  const minutes = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => (from + index) * MINUTE);

  test('299 on end were quiet; 300 are a hole, of which nothing is known', () => {
    const quiet = [...minutes(0, 299), ...minutes(300, 300), ...minutes(601, 1)];
    expect(withoutHoles({ candles: [], quiet })).toEqual({
      candles: [],
      quiet: [...minutes(0, 299), ...minutes(601, 1)],
    });
  });
});
