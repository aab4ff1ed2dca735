const FIRST_MS = 1_000;
const MOST_MS = 30_000;

/**
 * How long to wait before the next attempt, ms: a second, then twice as long each time up to half a minute, each with
 * chance in it, so that all who lost the same server do not come back at once. `chance` is from 0 to 1.
 */
export const waitBefore = (attempt: number, chance: number): number =>
  Math.round(Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 10)) * (0.5 + chance / 2));
