import { describe, expect, test } from 'vitest';
import { type OverviewSeen, overviewWait, POLLING, waitSince } from '../../../web/src/live/polling.ts';

const NOW = 1_000_000_000;
const seen = (change: Partial<OverviewSeen>): OverviewSeen => ({
  live: true,
  failing: false,
  stale: false,
  answeredAt: NOW,
  toldAt: NOW,
  ...change,
});

describe('the overview is asked for again', () => {
  test('after two seconds without a socket, or where the last answer failed', () => {
    expect(overviewWait(seen({ live: false }), NOW)).toBe(2_000);
    expect(overviewWait(seen({ failing: true }), NOW)).toBe(2_000);
  });

  test('after five minutes while ticks are told of, counted from the last answer', () => {
    const minute = (count: number) => NOW + count * 60_000;
    expect(overviewWait(seen({}), NOW)).toBeLessThanOrEqual(90_000);
    // Four minutes later, told of a tick this moment: a minute is left.
    expect(overviewWait(seen({ toldAt: minute(4) }), minute(4))).toBe(60_000);
    // Late: soon, but not again and again at once.
    expect(overviewWait(seen({ toldAt: minute(9) }), minute(9))).toBe(250);
  });

  test('a minute and a half after the last tick that was told of, and each minute and a half while none is', () => {
    expect(overviewWait(seen({ answeredAt: NOW - 100_000, toldAt: NOW }), NOW + 60_000)).toBe(30_000);
    expect(overviewWait(seen({ answeredAt: NOW, toldAt: NOW - 500_000 }), NOW)).toBe(90_000);
  });

  test('each minute and a half while its prices are stale', () => {
    expect(overviewWait(seen({ stale: true, toldAt: NOW + 60_000 }), NOW + 60_000)).toBe(30_000);
  });

  test('after five minutes where no price is watched, for no tick is told of then', () => {
    expect(overviewWait(seen({ toldAt: undefined }), NOW)).toBe(300_000);
  });
});

test('what the socket writes into is due from its last answer', () => {
  expect(waitSince(NOW, POLLING.board.live, NOW + 540_000)).toBe(60_000);
  expect(waitSince(NOW, POLLING.board.live, NOW + 700_000)).toBe(250);
});
