/** How the last calls of a feed went: plain averages of the first sixty, then each new call weighs a sixtieth. */
export interface FeedCalls {
  /** At most 60. */
  readonly count: number;
  /** The share of calls that failed. */
  readonly errorRate: number;
  /** How long those took that were answered, ms; 0 before the first. */
  readonly latencyMs: number;
  readonly lastLatencyMs: number;
}

/** How a feed does, and when it may be asked again. Times in ms. */
export interface FeedHealth {
  /** In a row. */
  readonly failures: number;
  /** Left alone until here; 0 where it answers. */
  readonly retryAt: number;
  readonly lastOkAt: number;
  /** Of the last failure, also where it has answered since. */
  readonly lastError?: string;
  readonly lastErrorAt?: number;
  /** Absent in an item that was written before they were counted. */
  readonly calls?: FeedCalls;
}

const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 120_000;
/** Who is not let in at all (banned, or from a country that is not served) is so for longer than a moment, ms. */
const BLOCKED_PAUSE = 60_000;
/** Calls that the averages reach back over. */
const WINDOW = 60;
/** The state item is small. */
const LONGEST_ERROR = 64;

const NO_CALLS: FeedCalls = { count: 0, errorRate: 0, latencyMs: 0, lastLatencyMs: 0 };

const moved = (average: number, value: number, count: number): number => average + (value - average) / count;

const counted = (before: FeedCalls | undefined, tookMs: number, failed: boolean): FeedCalls => {
  const { count, errorRate, latencyMs, lastLatencyMs } = before ?? NO_CALLS;
  const now = Math.min(count + 1, WINDOW);
  // In thousandths and whole ms, as they are stored.
  const share = Math.round(moved(errorRate, failed ? 1 : 0, now) * 1_000) / 1_000;
  if (failed) return { count: now, errorRate: share, latencyMs, lastLatencyMs };
  const took = Math.round(tookMs);
  const answered = latencyMs === 0 ? took : Math.round(moved(latencyMs, took, now));
  return { count: now, errorRate: share, latencyMs: answered, lastLatencyMs: took };
};

/** The calls of several who ask the same feed; undefined where there were none. */
export const together = (all: readonly FeedCalls[]): FeedCalls | undefined => {
  const count = all.reduce((sum, calls) => sum + calls.count, 0);
  if (count === 0) return undefined;
  const answered = all.filter(({ latencyMs }) => latencyMs > 0);
  const mean = (of: readonly FeedCalls[], value: (calls: FeedCalls) => number): number => {
    const weight = of.reduce((sum, calls) => sum + calls.count, 0);
    return weight === 0 ? 0 : of.reduce((sum, calls) => sum + value(calls) * calls.count, 0) / weight;
  };
  return {
    count,
    errorRate: Math.round(mean(all, ({ errorRate }) => errorRate) * 1_000) / 1_000,
    latencyMs: Math.round(mean(answered, ({ latencyMs }) => latencyMs)),
    lastLatencyMs: Math.max(...all.map(({ lastLatencyMs }) => lastLatencyMs)),
  };
};

/** @param tookMs from the call to its answer */
export const afterAnswer = (health: FeedHealth | undefined, now: number, tookMs: number): FeedHealth => ({
  failures: 0,
  retryAt: 0,
  lastOkAt: now,
  ...(health?.lastError === undefined ? {} : { lastError: health.lastError }),
  ...(health?.lastErrorAt === undefined ? {} : { lastErrorAt: health.lastErrorAt }),
  calls: counted(health?.calls, tookMs, false),
});

/** The pause doubles with each failure in a row, from 5 s to 2 min, and is a minute at least for who is blocked; a `Retry-After` that is longer is kept. */
export const afterFailure = (
  health: FeedHealth | undefined,
  now: number,
  error: {
    readonly kind: string;
    readonly message: string;
    readonly retryAfterMs: number | undefined;
  },
): FeedHealth => {
  const failures = (health?.failures ?? 0) + 1;
  const least = error.kind === 'blocked' ? BLOCKED_PAUSE : FIRST_PAUSE;
  const pause = Math.max(least, Math.min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE));
  return {
    failures,
    retryAt: now + Math.max(pause, error.retryAfterMs ?? 0),
    lastOkAt: health?.lastOkAt ?? 0,
    lastError: error.message.slice(0, LONGEST_ERROR),
    lastErrorAt: now,
    calls: counted(health?.calls, 0, true),
  };
};

export const mayBeAsked = (health: FeedHealth | undefined, now: number): boolean =>
  health === undefined || now >= health.retryAt;
