import { INTERVALS, type Interval } from '../../shared/domain/market/candle.ts';

interface CandleQuery {
  readonly interval: Interval;
  /** ms */
  readonly from?: number | undefined;
  /** ms */
  readonly to?: number | undefined;
  readonly limit: number;
}

/** Candles are kept by the minute: what one request may read of them is bounded, however coarse the interval. */
const LONGEST = 14 * INTERVALS['1d'];

/** What to read, ms, both ends inclusive: at most `limit` candles and at most 14 days, whatever was asked. */
export const candleRange = ({ interval, from, to, limit }: CandleQuery, now: number) => {
  const step = INTERVALS[interval];
  const length = Math.min(limit * step, LONGEST);
  const last = to ?? now;
  if (from === undefined) {
    // Back from the end of the candle that holds the last moment.
    const end = Math.floor(last / step) * step + step;
    return { from: Math.max(0, end - length), to: last };
  }
  const first = Math.ceil(from / step) * step;
  return { from: first, to: Math.min(last, first + length - 1) };
};
