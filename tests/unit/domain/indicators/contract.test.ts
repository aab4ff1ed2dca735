import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IndicatorKind } from '../../../../shared/domain/indicators/parameters.ts';
import { runIndicator, warmUpFrom } from '../../../../shared/domain/indicators/run.ts';
import type { Candle } from '../../../../shared/domain/market/candle.ts';
import { indicator, linesOf, MIDNIGHT, madeUp } from './candles.ts';

const DAY = 86_400_000;

/** What every indicator must keep, with examples of each. */
const EXAMPLES = {
  sma: ['sma:20', 'sma:1'],
  ema: ['ema:50', 'ema:2'],
  rsi: ['rsi:14', 'rsi:2'],
  bb: ['bb:20:2', 'bb:2:2.5'],
  macd: ['macd:12:26:9', 'macd:3:10:16'],
  vwap: ['vwap'],
  atr: ['atr:14', 'atr:1'],
} as const satisfies Record<IndicatorKind, readonly string[]>;

const later = (candles: readonly Candle[], from: number, by: number): Candle[] =>
  candles.map((candle, index) => (index < from ? candle : { ...candle, openTime: candle.openTime + by }));

describe.each(Object.values(EXAMPLES).flat())('the contract of an indicator: %s', (name) => {
  const market = madeUp(1_200);
  const { firstAt, settledAfter, lines } = indicator(name);

  test('warm-up: nothing before the first value, and then no hole, in every line', () => {
    const found = linesOf(name, market.slice(0, 200));
    expect(Object.keys(found)).toEqual(lines);
    for (const line of Object.values(found))
      expect(line.map((value) => value !== null)).toEqual(line.map((_, index) => index + 1 >= firstAt));
  });

  test('one candle after the other gives what all at once give', () => {
    const whole = linesOf(name, market);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: market.length }), (length) => {
        const part = linesOf(name, market.slice(0, length));
        for (const line of lines) expect(part[line]).toEqual(whole[line]?.slice(0, length));
      }),
      { numRuns: 20 },
    );
  });

  test('a gap takes no part', () => {
    const gap = later(market.slice(0, 300), 150, 7 * 60_000);
    expect(linesOf(name, gap)).toEqual(linesOf(name, market.slice(0, 300)));
  });

  test('two runs know nothing of each other', () => {
    const spec = indicator(name);
    const [one, other] = [spec.start(), spec.start()];
    for (const candle of market.slice(0, 50)) one(candle);
    const fresh = market.slice(0, 50).map((candle) => other(candle));
    expect(fresh.slice(0, firstAt - 1).every((value) => value === undefined)).toBe(true);
  });

  test('after its warm-up a value does not depend, at 1e-9, on where the series began', () => {
    const long = madeUp(4 * settledAfter + 600, 99);
    const at = long.length - 1;
    const spec = indicator(name);
    const from = long[at]?.openTime ?? 0;
    const start = warmUpFrom([spec], '1m', from);
    const whole = runIndicator(spec, long, from);
    const short = runIndicator(
      spec,
      long.filter(({ openTime }) => openTime >= start),
      from,
    );
    for (const line of lines) {
      const [exact, found] = [whole[line]?.[0] ?? Number.NaN, short[line]?.[0] ?? Number.NaN];
      expect(Math.abs(found - exact)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(exact)));
    }
  });

  test('does not change the candles that it reads', () => {
    const candles = market.slice(0, 60).map((candle) => Object.freeze(candle));
    expect(() => linesOf(name, candles)).not.toThrow();
  });
});

describe('vwap', () => {
  const market = madeUp(40);
  test('begins anew at midnight UTC', () => {
    const twice = [...market, ...later(market, 0, DAY)];
    const { values } = linesOf('vwap', twice);
    expect(values?.slice(40)).toEqual(values?.slice(0, 40));
    expect(warmUpFrom([indicator('vwap')], '1h', MIDNIGHT + 5 * 3_600_000 + 1)).toBe(MIDNIGHT);
  });
  test('has no value while the day has had no volume, and keeps it through minutes without one', () => {
    const [first, second, third] = market as [Candle, Candle, Candle];
    const quiet = { ...first, volume: '0' as never };
    const { values } = linesOf('vwap', [quiet, second, { ...third, volume: '0' as never }]);
    expect(values?.[0]).toBeNull();
    expect(values?.[2]).toBe(values?.[1]);
  });
});

test('of falls and rises without end the relative strength is 0 and 100', () => {
  const rising = madeUp(40).map((candle, index) => ({ ...candle, close: 100 + index }));
  const falling = rising.map((candle, index) => ({ ...candle, close: 200 - index }));
  expect(linesOf('rsi:14', rising).values?.at(-1)).toBe(100);
  expect(linesOf('rsi:14', falling).values?.at(-1)).toBe(0);
});
