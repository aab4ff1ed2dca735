/** What is remembered of failed attempts at one thing: a person's password, the codes of an address, all from one source. */
export interface Attempts {
  readonly failures: number;
  /** ms; until then nothing is tried. */
  readonly blockedUntil: number;
  /** ms; from then on all is forgotten. */
  readonly forgetAt: number;
}

const MINUTE_MS = 60_000;
const MEMORY_MS = 15 * MINUTE_MS;
const LONGEST_WAIT_MS = 60 * MINUTE_MS;

/** After `limit` failures a minute, then doubling with each further one, at most an hour; ms. */
export const waitAfter = (failures: number, limit: number): number =>
  failures < limit ? 0 : Math.min(MINUTE_MS * 2 ** Math.min(failures - limit, 10), LONGEST_WAIT_MS);

/**
 * Counts one more attempt, before it is made: of many guesses at once only as many pass as one after the other.
 * @returns what to remember, or how long to wait, ms
 */
export const attempt = (
  before: Attempts | undefined,
  limit: number,
  now: number,
): { readonly remember: Attempts } | { readonly wait: number } => {
  const known = before && before.forgetAt > now ? before : undefined;
  if (known && known.blockedUntil > now) return { wait: known.blockedUntil - now };
  const failures = (known?.failures ?? 0) + 1;
  const wait = waitAfter(failures, limit);
  // Not `now` where nobody waits: to an attempt of the same moment that would be the future.
  const blockedUntil = wait === 0 ? 0 : now + wait;
  return { remember: { failures, blockedUntil, forgetAt: now + wait + MEMORY_MS } };
};
