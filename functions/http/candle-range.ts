import { INTERVALS, type Interval } from '../../shared/domain/market/candle.ts';

interface CandleQuery {
  readonly interval: Interval;
  /** ms */
  readonly from?: number | undefined;
  /** ms */
  readonly to?: number | undefined;
  readonly limit: number;
}

/** What to read, ms, both ends inclusive: never more than `limit` candles, whatever was asked. */
export const candleRange = ({ interval, from, to, limit }: CandleQuery, now: number) => {
  const step = INTERVALS[interval];
  const last = to ?? now;
  if (from === undefined) {
    // Down to the opening of the limit-th candle from the end.
    const first = Math.floor(last / step) * step - (limit - 1) * step;
    return { from: Math.max(0, first), to: last };
  }
  const first = Math.ceil(from / step) * step;
  return { from, to: Math.min(last, first + limit * step - 1) };
};
