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
 * What one page covers (ms, both ends inclusive), on the boundaries of the interval where it begins: at most `limit` candles
 * and at most 400 days; and where the next page begins, if there is one.
 */
export const candleRange = (
  { interval, from, to, limit }: CandleQuery,
  now: number,
): Span & { readonly next: number | null } => {
  const step = INTERVALS[interval];
  const length = Math.min(limit * step, LONGEST);
  const last = Math.min(to ?? now, now);
  if (from === undefined) {
    // Back from the end of the candle that holds the last moment.
    const end = Math.floor(last / step) * step + step;
    return { from: Math.max(0, end - length), to: last, next: null };
  }
  const first = Math.ceil(from / step) * step;
  const end = first + length - 1;
  return { from: first, to: Math.min(last, end), next: end < last ? end + 1 : null };
};
