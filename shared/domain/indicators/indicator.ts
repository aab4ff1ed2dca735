import type { Candle } from '../market/candle.ts';

/** One value for each line of an indicator: one line of values, or several by name. */
export type Lines = Readonly<Record<string, number>>;

/** An indicator with its parameters, ready to run over candles. */
export interface Indicator {
  /** The names of its lines; one that has a single line calls it `values`. */
  readonly lines: readonly string[];
  /** The candle, counted from 1, at which the first value can be given; before it there is none. */
  readonly firstAt: number;
  /**
   * So many candles must come before one for its value not to depend, at 1e-9 of itself, on where the series began. The
   * same as `firstAt - 1` where a value depends on a window alone.
   */
  readonly settledAfter: number;
  /** It begins anew at midnight UTC: then the candles since that midnight must come before. */
  readonly anchor?: 'day';
  /** A fresh run: takes closed candles in time order, gives the value at each; undefined until the first. */
  readonly start: () => (candle: Candle) => Lines | undefined;
}

/** How many steps a weight of `1 - alpha` takes to fall below a billionth. */
export const stepsToForget = (alpha: number): number => Math.ceil(Math.log(1e-9) / Math.log(1 - alpha));
