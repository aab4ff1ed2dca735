import { type Candle, INTERVALS, type Interval } from '../../domain/market/candle.ts';
import { resample } from '../../domain/market/candles.ts';
import type { MarketSymbol, VenueId } from '../../domain/market/symbol.ts';
import type { WrittenMinute } from '../../ports/changes.ts';
import type { BatchState } from '../../ports/market-store.ts';
import type { CandlePorts } from '../ports.ts';
import { emptyBatch, followedVenues } from '../tick-state.ts';

type Ports = Pick<CandlePorts, 'market' | 'settings'>;

const MINUTE = INTERVALS['1m'];
export type CoarseInterval = Exclude<Interval, '1m'>;
export const COARSE = (Object.keys(INTERVALS) as Interval[]).filter(
  (interval): interval is CoarseInterval => interval !== '1m',
);

/** A candle of several minutes, one of which was written: told where it has ended. */
export interface TouchedCandle {
  readonly batch: number;
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly interval: CoarseInterval;
  /** ms */
  readonly openTime: number;
  /** Its last minute is among those that were written. */
  readonly isClosed: boolean;
}

/**
 * The coarser candles that contain any of these minutes, each once, in time order, without those that surely have not ended: of a
 * minute that is written for the first time, in its time, only those that end with it. `now`: the real clock, ms.
 */
export const touchedBy = (minutes: readonly WrittenMinute[], now: number): TouchedCandle[] => {
  const found = new Map<string, TouchedCandle>();
  for (const { batch, venue, symbol, openTime: minute, isMended } of minutes)
    for (const interval of COARSE) {
      const openTime = Math.floor(minute / INTERVALS[interval]) * INTERVALS[interval];
      const end = openTime + INTERVALS[interval];
      const closes = minute + MINUTE === end;
      if (!closes && !isMended && end > now) continue;
      const key = [batch, venue, symbol, interval, openTime].join('#');
      const isClosed = closes || found.get(key)?.isClosed === true;
      found.set(key, { batch, venue, symbol, interval, openTime, isClosed });
    }
  return [...found.values()].toSorted((left, right) => left.openTime - right.openTime);
};

/** Each batch's state is read once, for however many of its candles are asked for. */
export const closedCandles = ({ market, settings }: Ports) => {
  const states = new Map<number, Promise<BatchState>>();
  const stateOf = (batch: number): Promise<BatchState> => {
    const known = states.get(batch);
    if (known) return known;
    const read = market.loadBatch(batch).then((state) => state ?? emptyBatch(batch));
    states.set(batch, read);
    return read;
  };

  type OfMarket = Pick<TouchedCandle, 'batch' | 'venue' | 'symbol'>;
  const isShown = async ({ batch, venue, symbol }: OfMarket): Promise<boolean> =>
    followedVenues(settings.feeds, await stateOf(batch), symbol)[0] === venue;

  const hasPassed = async ({ batch, venue, symbol }: OfMarket, end: number): Promise<boolean> => {
    const { markets } = await stateOf(batch);
    const cursor = markets.find((one) => one.venue === venue && one.symbol === symbol)?.cursor ?? 0;
    if (cursor >= end - 1) return true;
    // The cursor moves only after all minutes of a pass are written.
    const last = await market.minutes(batch, venue, symbol, end - MINUTE, end - 1, 'consistent');
    return last.candles.length + last.quiet.length > 0;
  };

  return {
    /** Whether the minute is one of the venue whose candles are shown. */
    isShown,

    /**
     * A candle as its minutes are stored at this moment; null: nothing was traded in it. Undefined where it has not ended, or
     * is that of another venue than the one whose candles are shown.
     */
    async coarse(touched: TouchedCandle): Promise<Candle | null | undefined> {
      const { batch, venue, symbol, interval, openTime, isClosed } = touched;
      const end = openTime + INTERVALS[interval];
      if (!(await isShown(touched))) return undefined;
      if (!isClosed && !(await hasPassed(touched, end))) return undefined;
      const { candles } = await market.minutes(batch, venue, symbol, openTime, end - 1, 'consistent');
      return resample(candles, interval)[0] ?? null;
    },
  };
};
