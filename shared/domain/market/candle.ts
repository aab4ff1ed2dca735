import type { Quantity } from '../money/decimal.ts';

/** OHLCV of one interval; prices as float64 for display and indicators, the volume exact, for it is a sum. */
export interface Candle {
  /** Milliseconds, inclusive. */
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** In base currency. */
  readonly volume: Quantity;
}

export const INTERVALS = {
  '1m': 60_000,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '4h': 14_400_000,
  '1d': 86_400_000,
} as const;
export type Interval = keyof typeof INTERVALS;

/** The midnight (UTC) that begins the day of this moment, ms. */
export const dayOf = (time: number): number => Math.floor(time / INTERVALS['1d']) * INTERVALS['1d'];

/** Milliseconds, both inclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is known of the minutes of a span. A minute that has no candle and is not quiet is a gap: nothing is known of it. */
export interface Minutes {
  /** In time order, each minute at most once. */
  readonly candles: readonly Candle[];
  /** Open times, in order, of minutes in which the venue's whole record shows no trade. */
  readonly quiet: readonly number[];
}
