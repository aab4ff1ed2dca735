import { describe, expect, test } from 'vitest';
import { spend } from '../../../../shared/domain/identity/write-limit.ts';

const NOW = 1_000_000;

describe('a bucket of three writes, two of which come back each second', () => {
  const limit = { perSecond: 2, burst: 3 };

  test('gives three at once, and says when the fourth may be', () => {
    const first = spend(undefined, limit, NOW);
    expect(first).toEqual({ fullAt: NOW + 500 });
    expect(spend(NOW + 500, limit, NOW)).toEqual({ fullAt: NOW + 1_000 });
    expect(spend(NOW + 1_000, limit, NOW)).toEqual({ fullAt: NOW + 1_500 });
    expect(spend(NOW + 1_500, limit, NOW)).toEqual({ wait: 500 });
    expect(spend(NOW + 1_500, limit, NOW + 499)).toEqual({ wait: 1 });
    expect(spend(NOW + 1_500, limit, NOW + 500)).toEqual({ fullAt: NOW + 2_000 });
  });

  test('is never fuller than full, however long nobody writes', () => {
    expect(spend(NOW - 86_400_000, limit, NOW)).toEqual({ fullAt: NOW + 500 });
  });

  test('whatever is asked of it, no span of n seconds sees more than 3 + 2 n', () => {
    const passed: number[] = [];
    let fullAt: number | undefined;
    for (let now = NOW; now < NOW + 60_000; now += 37) {
      const answer = spend(fullAt, limit, now);
      if ('wait' in answer) continue;
      fullAt = answer.fullAt;
      passed.push(now);
    }
    for (const from of passed)
      for (const seconds of [0, 1, 5, 20]) {
        const within = passed.filter((time) => time >= from && time <= from + seconds * 1_000);
        expect(within.length).toBeLessThanOrEqual(3 + 2 * seconds);
      }
    // And it does not stop either: three, and one each half second.
    expect(passed.length).toBeGreaterThan(115);
  });
});

test('one a second, one at a time: the next waits for the whole second', () => {
  const limit = { perSecond: 1, burst: 1 };
  expect(spend(undefined, limit, NOW)).toEqual({ fullAt: NOW + 1_000 });
  expect(spend(NOW + 1_000, limit, NOW + 1)).toEqual({ wait: 999 });
});
