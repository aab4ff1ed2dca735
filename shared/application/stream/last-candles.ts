import { type Candle, INTERVALS, type Interval } from '../../domain/market/candle.ts';
import { resample } from '../../domain/market/candles.ts';
import type { MarketSymbol } from '../../domain/market/symbol.ts';
import { findBatch } from '../homes.ts';
import type { CandlePorts } from '../ports.ts';
import { followedVenues } from '../tick-state.ts';

/** Of an interval: what is over, and what is known of the one that is not. */
export interface LastCandles {
  /** Open time, ms, of the last interval that is over, traded in or not; 0 where none is known. */
  readonly seq: number;
  /** The last two intervals' candles, the older first; an interval without a trade has none. */
  readonly closed: readonly Candle[];
  readonly open?: Candle;
}

/** What the cursor has passed is known; the minutes of it were written before it moved. Whatever was told before is in it. */
export const lastCandles = async (
  ports: CandlePorts,
  { symbol, interval }: { readonly symbol: MarketSymbol; readonly interval: Interval },
): Promise<LastCandles> => {
  const { market, settings } = ports;
  const batch = await findBatch(ports, symbol);
  const state = batch === undefined ? undefined : await market.loadBatch(batch);
  if (!state || batch === undefined) return { seq: 0, closed: [] };
  const [venue] = followedVenues(settings.feeds, state, symbol);
  const followed = state.markets.find((one) => one.symbol === symbol && one.venue === venue);
  if (!venue || !followed) return { seq: 0, closed: [] };
  const length = INTERVALS[interval];
  const openNow = Math.floor((followed.cursor + 1) / length) * length;
  const from = openNow - 2 * length;
  const minutes = await market.minutes(batch, venue, symbol, from, followed.cursor, 'consistent');
  const found = resample(minutes.candles, interval);
  const open = found.find(({ openTime }) => openTime === openNow);
  return {
    seq: openNow - length,
    closed: found.filter(({ openTime }) => openTime < openNow),
    ...(open ? { open } : {}),
  };
};
