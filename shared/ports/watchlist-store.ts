import type { MarketSymbol } from '../domain/market/symbol.ts';
import type { Watchlist } from '../domain/market/watchlist.ts';

/** All lists of a user: changed together, on condition of their version. */
export interface Watchlists {
  /** 0: the user has never had one. */
  readonly version: number;
  readonly lists: readonly Watchlist[];
}

export interface WatchlistStore {
  /** Strongly consistent. */
  load(userId: string): Promise<Watchlists>;
  /** On condition that the version is still that of these lists, and that the user is there. */
  save(userId: string, watchlists: Watchlists): Promise<'saved' | 'stale' | 'no_user'>;
  /** What anybody watches. @throws where not everybody could be read */
  watched(): Promise<readonly { readonly userId: string; readonly symbols: readonly MarketSymbol[] }[]>;
}
