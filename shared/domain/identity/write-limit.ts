/** How many writes a user may make: a bucket that holds `burst` of them, and gets `perSecond` back each second. */
export interface WriteLimit {
  /** More than 0. */
  readonly perSecond: number;
  /** At least 1. */
  readonly burst: number;
}

/** How long one write takes to come back, ms. */
export const intervalOf = ({ perSecond }: WriteLimit): number => 1_000 / perSecond;

/**
 * One more write. All that there is to know of a bucket is when it will be full again (the generic cell rate algorithm).
 * @param fullAt ms; undefined: nothing was ever taken out of it
 * @returns when it is full then, or how long to wait first, ms
 */
export const spend = (
  fullAt: number | undefined,
  limit: WriteLimit,
  now: number,
): { readonly fullAt: number } | { readonly wait: number } => {
  const next = Math.max(fullAt ?? 0, now) + intervalOf(limit);
  const wait = next - now - limit.burst * intervalOf(limit);
  return wait > 0 ? { wait } : { fullAt: next };
};
