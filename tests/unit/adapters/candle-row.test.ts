import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { candleFromText, candleToText } from '../../../shared/adapters/dynamodb/candle-row.ts';
import type { Candle } from '../../../shared/domain/market/candle.ts';
import { quantity } from '../../../shared/domain/money/decimal.ts';
import { price, volume } from '../../fixtures/candle-arbitraries.ts';

const TIME = Date.UTC(2026, 10, 20);

/** Of four prices the lowest and the highest, and any order of the others. */
const real = fc.tuple(price, price, price, price, volume).map(
  ([a, b, c, d, traded]): Candle => ({
    openTime: TIME,
    open: a,
    close: b,
    high: Math.max(a, b, c, d),
    low: Math.min(a, b, c, d),
    volume: traded,
  }),
);
const broken = fc
  .record({ open: price, high: price, low: price, close: price, volume })
  .map((candle): Candle => ({ openTime: TIME, ...candle }));

describe('the text of a candle in its row', () => {
  test('gives back exactly what was written', () => {
    fc.assert(
      fc.property(fc.oneof(real, broken), (candle) => {
        expect(candleFromText(TIME, candleToText(candle))).toEqual(candle);
      }),
      { numRuns: 500 },
    );
  });

  test('has whole numbers in base 36', () => {
    const candle = {
      openTime: TIME,
      open: 100.1,
      high: 100.5,
      low: 99.9,
      close: 100,
      volume: quantity('0.36'),
    };
    // 1001 = 27 x 36 + 29; 4, 2 and 1 tenths; 36 hundredths.
    expect(candleToText(candle)).toBe('1rt,4,2,1,210');
    expect(candleToText(null)).toBe('-');
  });

  test('of an earlier version is plain', () => {
    expect(candleFromText(TIME, '100.1 100.5 1e-7 100 0.30000001')).toEqual({
      openTime: TIME,
      open: 100.1,
      high: 100.5,
      low: 1e-7,
      close: 100,
      volume: '0.30000001',
    });
  });

  test.each([
    '',
    ',',
    '1rt,4,2,1',
    '1rt,4,2,-1,210',
    '1rt,4,2,1,210,5',
    'RT,4,2,1,210',
    '1 2 3 4',
    '1,2 3 4',
    7,
  ])('%j is none', (text) => {
    expect(candleFromText(TIME, text)).toBeUndefined();
  });
});
