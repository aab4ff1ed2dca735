import { INTERVALS, type Interval, type Span } from './candle.ts';

interface CandleQuery {
  readonly interval: Interval;
  /** ms */
  readonly from?: number | undefined;
  /** ms */
  readonly to?: number | undefined;
  readonly limit: number;
}

/** Candles are kept by the minute: what one page may read of them is bounded, however coarse the interval. */
const LONGEST = 400 * INTERVALS['1d'];

/**
 * What one page covers (ms, both ends inclusive): the candles that open within the span asked for, each as a whole as far as it
 * has come by now; at most `limit` of them and at most 400 days. And where the next page begins, if there is one.
 */
export const candleRange = (
  { interval, from, to, limit }: CandleQuery,
  now: number,
): Span & { readonly next: number | null } => {
  const step = INTERVALS[interval];
  const length = Math.min(limit * step, LONGEST);
  const last = Math.min(to ?? now, now);
  // The candle that holds the last moment is shown to its end: cut off there, it would be another candle.
  const whole = Math.floor(last / step) * step + step - 1;
  const shownTo = Math.min(whole, now);
  if (from === undefined) return { from: Math.max(0, whole + 1 - length), to: shownTo, next: null };
  const first = Math.ceil(from / step) * step;
  if (first > last) return { from: first, to: last, next: null };
  const end = first + length - 1;
  return { from: first, to: Math.min(shownTo, end), next: end < last ? end + 1 : null };
};
