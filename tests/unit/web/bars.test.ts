import { describe, expect, test } from 'vitest';
import { barsOf, firstAtOrAfter, isBar, withHoles, withPrice } from '../../../web/src/features/chart/bars.ts';
import { drawnOf } from '../../../web/src/features/chart/indicators.ts';
import { joined } from '../../../web/src/features/chart/joined.ts';

const MINUTE = 60_000;
const at = (minute: number): string => new Date(minute * MINUTE).toISOString();
const candle = (minute: number, close: string) => ({
  time: at(minute),
  open: '10',
  high: '12',
  low: '9',
  close,
  volume: '1.5',
});

describe('candles of the chart', () => {
  test('pages that overlap become one row, and the later answer counts', () => {
    const bars = barsOf([
      [candle(1, '10'), candle(2, '10.5')],
      [candle(2, '11'), candle(3, '12')],
    ]);
    expect(bars.map(({ time, close }) => [time / MINUTE, close])).toEqual([
      [1, 10],
      [2, 11],
      [3, 12],
    ]);
  });

  test('a missing candle keeps its place and is not made up', () => {
    const slots = withHoles(barsOf([[candle(1, '10'), candle(4, '11')]]), MINUTE);
    expect(slots.map((slot) => [slot.time / MINUTE, isBar(slot)])).toEqual([
      [1, true],
      [2, false],
      [3, false],
      [4, true],
    ]);
  });

  test('the last price moves the open candle, or begins the next one', () => {
    const bars = barsOf([[candle(1, '10')]]);
    const moved = withPrice(bars, { time: MINUTE + 30_000, value: 13 }, MINUTE);
    expect(moved).toEqual([{ time: MINUTE, open: 10, high: 13, low: 9, close: 13, volume: 1.5 }]);
    const next = withPrice(bars, { time: 2 * MINUTE, value: 8 }, MINUTE);
    expect(next.at(-1)).toEqual({ time: 2 * MINUTE, open: 8, high: 8, low: 8, close: 8, volume: 0 });
  });

  test('a price from before the last candle, or far behind it, changes nothing', () => {
    const bars = barsOf([[candle(5, '10')]]);
    expect(withPrice(bars, { time: 4 * MINUTE, value: 8 }, MINUTE)).toBe(bars);
    expect(withPrice(bars, { time: 9 * MINUTE, value: 8 }, MINUTE)).toBe(bars);
    expect(withPrice(bars, undefined, MINUTE)).toBe(bars);
  });

  test('an indicator is drawn at the times of its candles, and not while it warms up', () => {
    const answer = {
      items: [candle(1, '10'), candle(2, '11')],
      indicators: { 'ema:20': { values: [null, '10.25'] } },
    };
    const [line, ...others] = drawnOf(['ema:20'], [answer]);
    expect(others).toEqual([]);
    expect(line?.points).toEqual([
      { time: MINUTE, value: undefined },
      { time: 2 * MINUTE, value: 10.25 },
    ]);
  });

  test('places of the axis are found by time', () => {
    expect([5, 10, 11, 30, 31].map((time) => firstAtOrAfter([10, 20, 30], time))).toEqual([0, 0, 1, 2, 3]);
  });
});

describe('the newest answer behind a page', () => {
  const page = (items: ReturnType<typeof candle>[], values: (string | null)[]) => ({
    symbol: 'BTC/USDT',
    interval: '1m' as const,
    items,
    gaps: [],
    missing: [],
    indicators: { 'ema:20': { values } },
    next: null,
  });
  test('takes the place of what it knows better, its indicators too', () => {
    const first = page([candle(1, '10'), candle(2, '11')], ['1', '2']);
    const next = joined(first, page([candle(2, '12'), candle(3, '13')], ['2.5', '3']));
    expect(next.items.map(({ close }) => close)).toEqual(['10', '12', '13']);
    expect(next.indicators['ema:20']?.values).toEqual(['1', '2.5', '3']);
    expect(joined(next, page([candle(3, '13')], ['3']))).toBe(next);
  });
});
