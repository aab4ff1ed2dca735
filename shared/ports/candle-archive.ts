import type { Minutes, Span } from '../domain/market/candle.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';

/** What is stored of a span of minutes. */
export interface StoredMinutes extends Minutes {
  /** Days of which the venue's whole record has been asked: what is unknown in them, no import will bring. */
  readonly settled: readonly Span[];
  /** Midnights (ms) of days that are stored and cannot be read: a new import replaces them. */
  readonly corrupt: readonly number[];
}

/** A closed day of one market, in one item. */
export interface ArchivedDay {
  /** Midnight UTC, ms. */
  readonly day: number;
  readonly minutes: Minutes;
  /** The venue's whole record of the day is in it. */
  readonly settled: boolean;
}

export interface CandleArchive {
  /** Those of these days (midnights, ms) that are stored and can be read, in order; the others that are stored as `corrupt`. */
  days(
    venue: VenueId,
    symbol: MarketSymbol,
    days: readonly number[],
    read?: 'consistent',
  ): Promise<{ readonly found: readonly ArchivedDay[]; readonly corrupt: readonly number[] }>;
  /**
   * Adds to what is stored of the day, which never becomes less by it: minutes of a settled day stay as they are, others are
   * replaced by what comes. True where something was written.
   */
  addDay(venue: VenueId, symbol: MarketSymbol, added: ArchivedDay): Promise<boolean>;
  /** What the rows of a batch hold of a day, by market. */
  rowsOf(
    batch: number,
    day: number,
  ): Promise<
    readonly { readonly venue: VenueId; readonly symbol: MarketSymbol; readonly minutes: Minutes }[]
  >;
  /** Open time (ms) of the first minute that a batch has a row of. */
  firstRow(batch: number): Promise<number | undefined>;
  /** The last day (midnight, ms) up to which the rows of a batch are packed. */
  packedThrough(batch: number): Promise<number | undefined>;
  notePacked(batch: number, day: number): Promise<void>;
}
