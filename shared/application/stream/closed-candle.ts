import { type Candle, INTERVALS, type Interval } from '../../domain/market/candle.ts';
import { resample } from '../../domain/market/candles.ts';
import type { WrittenMinute } from '../../ports/changes.ts';
import type { BatchState } from '../../ports/market-store.ts';
import type { CandlePorts } from '../ports.ts';
import { emptyBatch, followedVenues } from '../tick-state.ts';

type Ports = Pick<CandlePorts, 'market' | 'settings'>;

/** The intervals whose candle ends with this minute. */
export const intervalsClosedBy = (openTime: number): Interval[] =>
  (Object.keys(INTERVALS) as Interval[]).filter(
    (interval) => (openTime + INTERVALS['1m']) % INTERVALS[interval] === 0,
  );

/** Each batch is read once, for however many of its candles are asked for. */
export const closedCandles = (ports: Ports) => {
  const states = new Map<number, Promise<BatchState>>();
  const stateOf = (batch: number): Promise<BatchState> => {
    const known = states.get(batch);
    if (known) return known;
    const read = ports.market.loadBatch(batch).then((state) => state ?? emptyBatch(batch));
    states.set(batch, read);
    return read;
  };

  /**
   * The candle of this interval that ends with this minute; null: nothing was traded in it. Undefined where the minute is that of
   * another venue than the one whose candles are shown.
   */
  return async (minute: WrittenMinute, interval: Interval): Promise<Candle | null | undefined> => {
    const { batch, venue, symbol, openTime, candle } = minute;
    const [shown] = followedVenues(ports.settings.feeds, await stateOf(batch), symbol);
    if (venue !== shown) return undefined;
    if (interval === '1m') return candle;
    const from = openTime + INTERVALS['1m'] - INTERVALS[interval];
    const earlier = await ports.market.minutes(batch, venue, symbol, from, openTime - 1);
    // The minute itself as it was just written, which a read may not show yet.
    return resample(candle ? [...earlier.candles, candle] : earlier.candles, interval)[0] ?? null;
  };
};
