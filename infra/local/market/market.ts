/** The intervals a market is recorded or simulated in, in ms; everything longer is made of these. */
export const BASE_INTERVALS = { '1s': 1_000, '1m': 60_000 } as const;
export type BaseInterval = keyof typeof BASE_INTERVALS;

/** What the market says of a symbol. Exact decimals in plain notation. */
export interface MarketListing {
  /** `BASE/QUOTE`, e.g. `BTC/USDT`. */
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly tickSize: string;
  readonly lotSize: string;
  readonly minQuantity: string;
  readonly maxQuantity: string;
  /** Quote currency. */
  readonly minNotional: string;
}

/** OHLCV of one interval. Prices in quote currency, volume in base currency. */
export interface MarketBar {
  /** ms, inclusive; a multiple of the interval. */
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export interface BarRange {
  /** ms, inclusive: bars that open at or after this. */
  readonly from: number;
  /** ms, inclusive: bars that open at or before this. */
  readonly to: number;
  readonly limit: number;
  /** Which end of the range to keep where it holds more than `limit` bars. */
  readonly keep: 'oldest' | 'newest';
}

/**
 * A whole market, past and future: it has no clock. Who shows it to somebody hides what has not happened yet
 * (`visible.ts`). Asking never changes what another question answers.
 */
export interface Market {
  readonly listings: readonly MarketListing[];
  /** ms: no bar opens before this. */
  readonly start: number;
  /** ms, exclusive: no bar ends after this. Undefined where the market has no end. */
  readonly end: number | undefined;
  /** Finest first. Always holds `1m`. @throws Error where the symbol is not listed */
  intervals(symbol: string): readonly BaseInterval[];
  /** In time order. A hole in the record is a hole here. @throws Error where the symbol or interval is not listed */
  bars(symbol: string, interval: BaseInterval, range: BarRange): readonly MarketBar[];
  /** The last price before this moment, a whole hour, ms; undefined where there is none. Cheap. @throws Error as `bars` */
  priceBefore(symbol: string, hour: number): number | undefined;
}
