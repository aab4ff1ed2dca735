import { describe, expect, test } from 'vitest';
import { type Attempts, attempt, waitAfter } from '../../../../shared/domain/identity/guessing.ts';

const MINUTE = 60_000;

/** One attempt after the other, each as soon as it may be made; when each was made, in minutes. */
const guess = (times: number, limit: number): number[] => {
  let known: Attempts | undefined;
  let now = 0;
  return Array.from({ length: times }, () => {
    const first = attempt(known, limit, now);
    if ('wait' in first) now += first.wait;
    const made = attempt(known, limit, now);
    if ('wait' in made) throw new Error('it said how long to wait');
    known = made.remember;
    return now / MINUTE;
  });
};

describe('guessing', () => {
  test('five at once, then after 1, 2, 4, 8 ... minutes, at most an hour apart', () => {
    expect(guess(12, 5)).toEqual([0, 0, 0, 0, 0, 1, 3, 7, 15, 31, 63, 123]);
  });

  test('a wrong guess every hour for a day is 24 guesses and no more', () => {
    expect(guess(40, 5).filter((minute) => minute > 63 && minute <= 63 + 24 * 60)).toHaveLength(24);
  });

  test('an attempt that began a moment before another was counted does not wait for it', () => {
    const counted = attempt(undefined, 5, 1_000);
    expect(counted).toEqual({ remember: { failures: 1, blockedUntil: 0, forgetAt: 1_000 + 15 * MINUTE } });
    const { remember } = counted as { remember: Attempts };
    expect(attempt(remember, 5, 990)).toMatchObject({ remember: { failures: 2 } });
  });

  test('is forgotten a quarter of an hour after it was allowed again', () => {
    const before: Attempts = { failures: 9, blockedUntil: 0, forgetAt: 15 * MINUTE };
    expect(attempt(before, 5, 15 * MINUTE)).toMatchObject({ remember: { failures: 1 } });
    expect(attempt(before, 5, 15 * MINUTE - 1)).toMatchObject({ remember: { failures: 10 } });
  });

  test.each([
    [4, 0],
    [5, 1],
    [6, 2],
    [7, 4],
    [11, 60],
    [1_000, 60],
  ])('after %i failures of five one waits %i minutes', (failures, minutes) => {
    expect(waitAfter(failures, 5)).toBe(minutes * MINUTE);
  });
});
