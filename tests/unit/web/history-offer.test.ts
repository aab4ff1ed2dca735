import { describe, expect, test } from 'vitest';
import { offerOf, spanOfDays } from '../../../web/src/features/chart/offer.ts';

const NOW = Date.parse('2026-12-01T12:00:00Z');
const HOUR = 3_600_000;
const hoursAgo = (from: number, to: number) => ({ from: NOW - from * HOUR, to: NOW - to * HOUR });

describe('the offer to fetch history', () => {
  test('says how much is missing, and fetches a week of minutes', () => {
    expect(offerOf([hoursAgo(16, 9), hoursAgo(3, 2)], '1m', NOW)).toEqual({ missingMs: 8 * HOUR, days: 7 });
  });

  test('a coarser timeframe is worth a longer past', () => {
    expect(offerOf([hoursAgo(900, 1)], '1h', NOW)?.days).toBe(90);
    expect(offerOf([hoursAgo(900, 1)], '1d', NOW)?.days).toBe(365);
  });

  test('goes back as far as what is missing, and no further than can be fetched', () => {
    expect(offerOf([hoursAgo(20 * 24, 8 * 24)], '1m', NOW)?.days).toBe(30);
    expect(offerOf([hoursAgo(380 * 24, 370 * 24)], '1d', NOW)).toBeUndefined();
  });

  test('is not made for a few minutes, nor for nothing', () => {
    expect(offerOf([hoursAgo(0.3, 0.1)], '1m', NOW)).toBeUndefined();
    expect(offerOf([], '1m', NOW)).toBeUndefined();
  });

  test('its span ends now', () => {
    expect(spanOfDays(7, NOW)).toEqual({ from: '2026-11-24T12:00:00.000Z', to: '2026-12-01T12:00:00.000Z' });
  });
});
