import type { MarketSymbol } from './symbol.ts';

export const MOST_WATCHLISTS = 20;

/** Symbols that a user wants to see together: each is followed as long as it is on a list. */
export interface Watchlist {
  readonly id: string;
  readonly name: string;
  /** Each once, in the user's order. */
  readonly symbols: readonly MarketSymbol[];
  /** Grows with each change. */
  readonly version: number;
  /** What the client called its request, and a hash of what it asked for. */
  readonly madeBy?: { readonly clientWatchlistId: string; readonly bodyHash: string };
}
