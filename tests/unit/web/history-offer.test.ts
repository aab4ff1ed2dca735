import { describe, expect, test } from 'vitest';
import { isNearlyEmpty, offerOf, spanOfDays } from '../../../web/src/features/chart/offer.ts';
import { createUnasked, unaskedOf } from '../../../web/src/features/chart/unasked.ts';

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

  test('its span is of whole days in UTC, up to the end of today', () => {
    expect(spanOfDays(7, NOW)).toEqual({ from: '2026-11-24T00:00:00.000Z', to: '2026-12-01T23:59:59.999Z' });
    expect(spanOfDays(7, NOW + 11 * HOUR)).toEqual(spanOfDays(7, NOW));
  });
});

describe('a chart with nearly nothing in it', () => {
  test('lacks more than three quarters of what it shows', () => {
    // 1,000 candles of a minute are 16.7 hours, of five minutes 83.3.
    expect(isNearlyEmpty([hoursAgo(17, 0.1)], '1m', NOW)).toBe(true);
    expect(isNearlyEmpty([hoursAgo(17, 5)], '1m', NOW)).toBe(false);
    expect(isNearlyEmpty([hoursAgo(84, 5)], '5m', NOW)).toBe(true);
    expect(isNearlyEmpty([hoursAgo(84, 60), hoursAgo(50, 20)], '5m', NOW)).toBe(false);
    expect(isNearlyEmpty([], '5m', NOW)).toBe(false);
  });

  test('is one that lacks the last week, however much a coarse timeframe shows', () => {
    expect(isNearlyEmpty([hoursAgo(400 * 24, 1)], '1d', NOW)).toBe(true);
    // The week is there; the year before it is offered.
    expect(isNearlyEmpty([hoursAgo(400 * 24, 8 * 24)], '1d', NOW)).toBe(false);
    expect(isNearlyEmpty([hoursAgo(1_000, 8 * 24)], '1h', NOW)).toBe(false);
  });
});

describe('what a page fetches by itself', () => {
  test('is each symbol once', () => {
    const unasked = createUnasked();
    const asked = ['BTC/USDT', 'BTC/USDT', 'ETH/USDT', 'BTC/USDT'].map(unasked.isFirst);
    expect(asked).toEqual([true, false, true, false]);
  });

  test('is nothing more once a session is told that it may not, until another one comes', () => {
    const [one, other] = [{}, {}];
    expect(unaskedOf(one).isFirst('BTC/USDT')).toBe(true);
    unaskedOf(one).forbid();
    expect([unaskedOf(one).isForbidden(), unaskedOf(one).isFirst('ETH/USDT')]).toEqual([true, false]);
    expect([unaskedOf(other).isForbidden(), unaskedOf(other).isFirst('BTC/USDT')]).toEqual([false, true]);
  });
});
