import type { Instrument } from '../domain/market/instrument.ts';
import type { PathSlice } from '../domain/market/path.ts';
import type { Quote } from '../domain/market/quote.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';

/** Why a feed did not answer. */
export type FeedErrorKind =
  | 'timeout'
  | 'network'
  /** 429. `retryAfterMs` says how long to leave it alone. */
  | 'rate_limited'
  /** 418 (banned) and 451 (not from here). */
  | 'blocked'
  /** 5xx. */
  | 'unavailable'
  /** An answer that does not parse. */
  | 'bad_answer'
  | 'unknown_symbol';

/** The exchange has told us to stay away: not one more request. */
export const REFUSALS: ReadonlySet<FeedErrorKind> = new Set(['rate_limited', 'blocked']);

export class FeedError extends Error {
  override readonly name = 'FeedError';
  readonly venue: VenueId;
  readonly kind: FeedErrorKind;
  readonly retryAfterMs: number | undefined;

  constructor(venue: VenueId, kind: FeedErrorKind, message: string, retryAfterMs?: number) {
    super(`${venue}: ${message}`);
    this.venue = venue;
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

export interface PathRequest {
  readonly symbol: MarketSymbol;
  /** ms, inclusive: elements that start at or after this. */
  readonly from: number;
}

export type PathAnswer =
  | { readonly symbol: MarketSymbol; readonly slice: PathSlice }
  | { readonly symbol: MarketSymbol; readonly error: FeedError };

/** A source of quotes: what people see. */
export interface QuoteSource {
  readonly id: VenueId;
  /** Requests that have gone out so far: a call that sends none says nothing of the feed. Absent: each call sends. */
  readonly sent?: () => number;
  /** Of the symbols asked, those it knows. @throws FeedError */
  quotes(symbols: readonly MarketSymbol[]): Promise<Quote[]>;
}

/** An exchange as the source of what fires, and of its instruments. */
export interface Venue extends QuoteSource {
  /** The venue's own clock, ms. @throws FeedError */
  time(): Promise<number>;
  /** Of the symbols asked, those traded there. @throws FeedError */
  instruments(symbols: readonly MarketSymbol[]): Promise<Instrument[]>;
  /** All that is traded there, and can be written as a symbol here. @throws FeedError */
  listing(): Promise<Instrument[]>;
  /** The venue's record from a moment on, one answer for each request, in order; never throws. */
  paths(requests: readonly PathRequest[]): Promise<PathAnswer[]>;
}

/** Where samples of a venue without a record of its own are kept. */
export interface SampleStore {
  put(
    venue: VenueId,
    samples: readonly { symbol: MarketSymbol; time: number; price: number }[],
  ): Promise<void>;
  /** In time order, from `from` (ms, inclusive) on. */
  since(venue: VenueId, symbol: MarketSymbol, from: number): Promise<{ time: number; price: number }[]>;
}
