/** What a write of a user is answered with before anything is done. */
export type WriteVerdict =
  | { readonly verdict: 'go' }
  /** Too many: none before this many ms have passed. */
  | { readonly verdict: 'wait'; readonly ms: number }
  /** There is no such user, or no longer. */
  | { readonly verdict: 'no_user' };

/** Counts the writes of each user, over all containers. */
export interface WriteLimiter {
  /** @param now ms, real time @throws StoreUnavailableError */
  take(userId: string, now: number): Promise<WriteVerdict>;
}
