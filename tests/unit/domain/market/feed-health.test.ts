import { describe, expect, test } from 'vitest';
import {
  afterFailure,
  type FeedHealth,
  healthy,
  mayBeAsked,
} from '../../../../shared/domain/market/feed-health.ts';

const timeout = { message: 'timeout', retryAfterMs: undefined };
const failing = (times: number): FeedHealth | undefined =>
  Array.from({ length: times }).reduce<FeedHealth | undefined>(
    (health) => afterFailure(health, 1_000, timeout),
    undefined,
  );

describe('feed health', () => {
  test.each([
    [1, 5_000],
    [2, 10_000],
    [3, 20_000],
    [4, 40_000],
    [5, 80_000],
    [6, 120_000],
    [7, 120_000],
    [1_100, 120_000],
  ])('after %i failures in a row it is left alone for %i ms', (times, pause) => {
    expect(failing(times)).toMatchObject({ failures: times, retryAt: 1_000 + pause });
  });

  test('a longer Retry-After is kept, a shorter one is not', () => {
    const retryAt = (retryAfterMs: number) =>
      afterFailure(undefined, 1_000, { message: '429', retryAfterMs }).retryAt;
    expect(retryAt(600_000)).toBe(601_000);
    expect(retryAt(1_000)).toBe(6_000);
  });

  test('it may be asked again from the end of its pause on', () => {
    const health = afterFailure(undefined, 1_000, timeout);
    expect([mayBeAsked(health, 5_999), mayBeAsked(health, 6_000)]).toEqual([false, true]);
    expect(mayBeAsked(undefined, 0)).toBe(true);
  });

  test('an answer ends the pause and the count; a failure keeps when it last answered', () => {
    const health = healthy(7_000);
    expect(health).toEqual({ failures: 0, retryAt: 0, lastOkAt: 7_000 });
    expect(afterFailure(health, 8_000, timeout)).toEqual({
      failures: 1,
      retryAt: 13_000,
      lastOkAt: 7_000,
      lastError: 'timeout',
    });
  });

  test('a long error is cut to 96 characters: the state item is small', () => {
    const { lastError } = afterFailure(undefined, 0, { message: 'x'.repeat(500), retryAfterMs: undefined });
    expect(lastError).toHaveLength(96);
  });
});
