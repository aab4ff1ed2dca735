import { describe, expect, test } from 'vitest';
import { hasMoved, madeIn, sinceMoving } from '../../../web/src/features/portfolio/made-in.ts';
import { extentOf, pointAt, ticksOf } from '../../../web/src/features/portfolio/scale.ts';
import { axisTime, timeTicks } from '../../../web/src/format/chart-time.ts';

const at = (time: string, total: string, netDeposits: string) => ({
  time,
  total,
  netDeposits,
  stale: false,
});

describe('the axis of values', () => {
  test('has round numbers within what it spans', () => {
    expect(ticksOf(98_700, 126_300, 4)).toEqual([100_000, 110_000, 120_000]);
    expect(ticksOf(-430, 1_560, 4)).toEqual([0, 500, 1_000, 1_500]);
    expect(ticksOf(5, 5, 4)).toEqual([]);
  });

  test('does not make a mountain of a cent', () => {
    const { low, high } = extentOf([100_000, 100_000.01]);
    // At least 0.05 % of the value.
    expect(high - low).toBeGreaterThan(50);
    expect((low + high) / 2).toBeCloseTo(100_000, 1);
  });
});

test('the sample of a moment is the last at or before it', () => {
  const times = [10, 20, 30];
  expect([5, 10, 19, 20, 29, 30, 99].map((time) => pointAt(times, time))).toEqual([0, 0, 0, 1, 1, 2, 2]);
});

describe('the axis of time', () => {
  const noon = new Date(2026, 10, 11, 9, 20).getTime();
  test('has whole hours of the reader, and the day at midnight', () => {
    const ticks = timeTicks(noon, noon + 32 * 3_600_000, 6);
    const words = ticks.map((time) => axisTime(time, 32 * 3_600_000));
    expect(words).toEqual(['12:00', '18:00', '12 Nov', '06:00', '12:00']);
  });

  test('has days where hours would be too many', () => {
    const week = 7 * 86_400_000;
    const words = timeTicks(noon, noon + week, 8).map((time) => axisTime(time, week));
    expect(words).toEqual(['12 Nov', '13 Nov', '14 Nov', '15 Nov', '16 Nov', '17 Nov', '18 Nov']);
  });
});

describe('what a time has made', () => {
  test('leaves out what was paid in and out', () => {
    // Worth 20,000 more, of which 25,000 - 5,000 were paid in, and 340 made.
    const samples = [
      at('2026-11-11T00:00:00.000Z', '100100', '100000'),
      at('2026-11-12T00:00:00.000Z', '120440', '120000'),
    ];
    expect(madeIn(samples)).toBe('340');
    expect(madeIn([])).toBeUndefined();
  });

  test('begins shortly before something moved, with what was true until then', () => {
    const samples = [
      at('2026-11-05T00:00:00.000Z', '100000', '100000'),
      at('2026-11-11T00:00:00.000Z', '100050', '100000'),
      at('2026-11-12T01:00:00.000Z', '100070', '100000'),
    ];
    // 4 % of 25 hours is an hour.
    expect(sinceMoving(samples)).toEqual([
      at('2026-11-10T23:00:00.000Z', '100000', '100000'),
      ...samples.slice(1),
    ]);
  });

  test('is nothing where every sample says the same', () => {
    const flat = [
      at('2026-11-05T00:00:00.000Z', '100000', '100000'),
      at('2026-11-12T00:00:00.000Z', '100000', '100000'),
    ];
    expect(hasMoved(flat)).toBe(false);
    expect(sinceMoving(flat)).toEqual(flat);
    expect(hasMoved([...flat, at('2026-11-12T01:00:00.000Z', '100001', '100001')])).toBe(true);
  });
});
