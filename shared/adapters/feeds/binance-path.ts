import type { Bar, BlindWindow, PathSlice } from '../../domain/market/path.ts';
import type { VenueId } from '../../domain/market/symbol.ts';
import { FeedError } from '../../ports/venue.ts';
import { type BarInterval, klines } from './binance-answers.ts';
import type { Get } from './http.ts';

/** Bars of one answer, the most Binance gives. */
const PAGE = 1000;

/** Binance prints a bar for each interval, with trades or without: where one is absent, nothing is known. */
const holesBetween = (bars: readonly Bar[]): BlindWindow[] =>
  bars.flatMap((bar, index) => {
    const before = bars[index - 1];
    if (!before || bar.openTime === before.closeTime + 1) return [];
    return [
      {
        from: before.closeTime + 1,
        to: bar.openTime - 1,
        reason: 'missing_in_record' as const,
      },
    ];
  });

/** The closed part of consecutive bars. A bar is closed if, and only if, a later one has opened. */
const closedSlice = (
  bars: readonly Bar[],
  from: number,
  resolution: BarInterval,
  more: boolean,
): PathSlice => {
  const elements = bars.slice(0, -1);
  return {
    elements,
    resolution,
    more,
    completeTo: elements.at(-1)?.closeTime ?? from - 1,
    blind: holesBetween(elements),
  };
};

/** Reads closed bars from `from` (ms) on, page by page. @throws FeedError */
export const readBars = async (
  get: Get,
  venue: VenueId,
  market: {
    readonly id: string;
    readonly interval: BarInterval;
    readonly maxPages: number;
  },
  from: number,
): Promise<PathSlice> => {
  const { id, interval, maxPages } = market;
  let bars: Bar[] = [];
  let next = from;
  let full = true;
  for (let page = 0; full && page < maxPages; page += 1) {
    const params = { symbol: id, interval, startTime: next, limit: PAGE };
    const { body } = await get('/api/v3/klines', klines[interval], params);
    // Each page begins with the last bar of the one before, which may have been open then.
    const asked = next;
    bars = [...bars.filter((bar) => bar.openTime < asked), ...body.filter((bar) => bar.openTime >= asked)];
    full = body.length >= PAGE;
    next = bars.at(-1)?.openTime ?? from;
    if (full && next <= asked) throw new FeedError(venue, 'bad_answer', 'answered bars of another time');
  }
  return closedSlice(bars, from, interval, full);
};
