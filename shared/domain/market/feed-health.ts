/** How a feed does, and when it may be asked again. Times in ms. */
export interface FeedHealth {
  readonly failures: number;
  /** Left alone until here; 0 where it answers. */
  readonly retryAt: number;
  readonly lastOkAt: number;
  readonly lastError?: string;
}

const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 120_000;

export const healthy = (now: number): FeedHealth => ({
  failures: 0,
  retryAt: 0,
  lastOkAt: now,
});

/** The pause doubles with each failure in a row, from 5 s to 2 min; a `Retry-After` that is longer is kept. */
export const afterFailure = (
  health: FeedHealth | undefined,
  now: number,
  error: {
    readonly message: string;
    readonly retryAfterMs: number | undefined;
  },
): FeedHealth => {
  const failures = (health?.failures ?? 0) + 1;
  const pause = Math.min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE);
  return {
    failures,
    retryAt: now + Math.max(pause, error.retryAfterMs ?? 0),
    lastOkAt: health?.lastOkAt ?? 0,
    lastError: error.message.slice(0, 96),
  };
};

export const mayBeAsked = (health: FeedHealth | undefined, now: number): boolean =>
  health === undefined || now >= health.retryAt;
