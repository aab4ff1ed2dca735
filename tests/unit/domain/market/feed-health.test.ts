import { describe, expect, test } from 'vitest';
import {
  afterAnswer,
  afterFailure,
  type FeedHealth,
  mayBeAsked,
  together,
} from '../../../../shared/domain/market/feed-health.ts';

const timeout = { kind: 'timeout', message: 'timeout', retryAfterMs: undefined };
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
      afterFailure(undefined, 1_000, { kind: 'rate_limited', message: '429', retryAfterMs }).retryAt;
    expect(retryAt(600_000)).toBe(601_000);
    expect(retryAt(1_000)).toBe(6_000);
  });

  test('who is blocked is not let in a moment later: a minute at least', () => {
    const blocked = { kind: 'blocked', message: '451', retryAfterMs: undefined };
    const first = afterFailure(undefined, 1_000, blocked);
    expect(first.retryAt).toBe(61_000);
    expect(afterFailure(failing(5), 1_000, blocked).retryAt).toBe(121_000);
    expect(afterFailure(undefined, 1_000, { ...blocked, retryAfterMs: 600_000 }).retryAt).toBe(601_000);
  });

  test('it may be asked again from the end of its pause on', () => {
    const health = afterFailure(undefined, 1_000, timeout);
    expect([mayBeAsked(health, 5_999), mayBeAsked(health, 6_000)]).toEqual([false, true]);
    expect(mayBeAsked(undefined, 0)).toBe(true);
  });

  test('an answer ends the pause and the count; a failure keeps when it last answered', () => {
    const health = afterAnswer(undefined, 7_000, 120);
    expect(health).toEqual({
      failures: 0,
      retryAt: 0,
      lastOkAt: 7_000,
      calls: { count: 1, errorRate: 0, latencyMs: 120, lastLatencyMs: 120 },
    });
    expect(afterFailure(health, 8_000, timeout)).toEqual({
      failures: 1,
      retryAt: 13_000,
      lastOkAt: 7_000,
      lastError: 'timeout',
      lastErrorAt: 8_000,
      calls: { count: 2, errorRate: 0.5, latencyMs: 120, lastLatencyMs: 120 },
    });
  });

  test('what failed last, and when, is kept once it answers again', () => {
    const health = afterAnswer(afterFailure(undefined, 1_000, timeout), 9_000, 80);
    expect(health).toMatchObject({ failures: 0, retryAt: 0, lastError: 'timeout', lastErrorAt: 1_000 });
    expect(health.calls).toEqual({ count: 2, errorRate: 0.5, latencyMs: 80, lastLatencyMs: 80 });
  });

  test('the first sixty calls are averaged, then each new one weighs a sixtieth', () => {
    let health: FeedHealth | undefined;
    for (let call = 1; call <= 60; call += 1) health = afterAnswer(health, call, 100);
    expect(health?.calls).toEqual({ count: 60, errorRate: 0, latencyMs: 100, lastLatencyMs: 100 });
    health = afterAnswer(health, 61, 700);
    expect(health.calls).toEqual({ count: 60, errorRate: 0, latencyMs: 110, lastLatencyMs: 700 });
    health = afterFailure(health, 62, timeout);
    expect(health.calls).toMatchObject({ count: 60, errorRate: 0.017, latencyMs: 110 });
  });

  test('calls of several batches are averaged by how many there were', () => {
    const calls = (count: number, errorRate: number, latencyMs: number) => ({
      count,
      errorRate,
      latencyMs,
      lastLatencyMs: latencyMs + 1,
    });
    // (60 x 0.1 + 20 x 0.5) / 80; (60 x 100 + 20 x 300) / 80
    expect(together([calls(60, 0.1, 100), calls(20, 0.5, 300)])).toEqual({
      count: 80,
      errorRate: 0.2,
      latencyMs: 150,
      lastLatencyMs: 301,
    });
    // One that has never been answered says nothing of how long an answer takes.
    expect(together([calls(10, 0, 100), calls(10, 1, 0)])).toMatchObject({ latencyMs: 100, errorRate: 0.5 });
    expect(together([])).toBeUndefined();
  });

  test('a long error is cut to 64 characters: the state item is small', () => {
    const { lastError } = afterFailure(undefined, 0, { ...timeout, message: 'x'.repeat(500) });
    expect(lastError).toHaveLength(64);
  });
});
