import type { Instrument } from '../domain/market/instrument.ts';
import type { VenueId } from '../domain/market/symbol.ts';

/** All that a venue trades, as it said then. */
export interface Listing {
  readonly venue: VenueId;
  /** ms */
  readonly at: number;
  /** In the order of their symbols. */
  readonly instruments: readonly Instrument[];
}

export interface ListingStore {
  /** Of every venue that has been asked; minutes old at most. */
  all(): Promise<readonly Listing[]>;
  put(listing: Listing): Promise<void>;
}
