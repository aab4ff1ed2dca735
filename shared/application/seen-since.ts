import { INTERVALS } from '../domain/market/candle.ts';
import { endOf, highOf, lowOf, type PathElement, startOf } from '../domain/market/path.ts';
import { isImpossible } from '../domain/market/screen.ts';
import type { Extremes } from '../domain/trades/advance.ts';
import type { Trade } from '../domain/trades/trade.ts';
import { findBatch } from './homes.ts';
import type { TickPorts } from './ports.ts';

const MINUTE = INTERVALS['1m'];
/** Requests to a venue for the ends of the span, or for a short one whole. */
const MAX_SLICES = 10;
/** Of a span as long as this, without a single candle of ours, the venue is asked: another batch may have kept them. ms */
const SURELY_TRADED = 600_000;

/** The venue does not give what the trailing stop must have seen: the trade cannot be evaluated now. */
export class UnseenError extends Error {
  override readonly name = 'UnseenError';
}

const merged = (spans: readonly (Extremes | undefined)[]): Extremes | undefined => {
  const known = spans.filter((span) => span !== undefined);
  if (known.length === 0) return undefined;
  return {
    low: Math.min(...known.map(({ low }) => low)),
    high: Math.max(...known.map(({ high }) => high)),
  };
};

const ofElements = (elements: readonly PathElement[]): Extremes | undefined =>
  merged(elements.map((element) => ({ low: lowOf(element), high: highOf(element) })));

/** From the venue's own record; both ends inclusive, ms. */
const fromVenue = async (
  ports: TickPorts,
  trade: Trade,
  from: number,
  to: number,
): Promise<Extremes | undefined> => {
  if (from > to) return undefined;
  const venue = ports.venues.find(({ id }) => id === trade.venue);
  const elements: PathElement[] = [];
  let next = from;
  for (let slice = 0; venue && slice < MAX_SLICES && next <= to; slice++) {
    const [answer] = await venue.paths([{ symbol: trade.symbol, from: next }]);
    if (!answer || 'error' in answer) break;
    elements.push(...answer.slice.elements);
    next = Math.max(next + 1, answer.slice.completeTo + 1);
  }
  if (next <= to) throw new UnseenError(`${trade.venue} does not give ${trade.symbol} from ${from} to ${to}`);
  return ofElements(
    elements.filter((element) => startOf(element) >= from && endOf(element) <= to && !isImpossible(element)),
  );
};

/** From the candles that the ticks have kept, of whole minutes; `end` exclusive, ms. */
const fromCandles = async (
  ports: TickPorts,
  { venue, symbol }: Trade,
  start: number,
  end: number,
): Promise<Extremes | undefined> => {
  const batch = start < end ? await findBatch(ports, symbol) : undefined;
  if (batch === undefined) return undefined;
  return merged(await ports.market.candles(batch, venue, symbol, start, end - MINUTE));
};

/**
 * The best and worst price between the mark that a trade keeps and a moment (ms, venue time), exactly as the record has them:
 * whole minutes from the candles that the ticks kept, what is left from the venue. Undefined where nothing is to be known.
 * @throws UnseenError
 */
export const seenSince = async (
  ports: TickPorts,
  trade: Trade,
  to: number,
): Promise<Extremes | undefined> => {
  const marked = trade.status === 'open' ? trade.trailing : undefined;
  if (marked?.mark === undefined || marked.markAt === undefined || marked.markAt >= to) return undefined;
  const from = marked.markAt + 1;
  const start = Math.ceil(from / MINUTE) * MINUTE;
  const end = Math.floor((to + 1) / MINUTE) * MINUTE;
  if (start >= end) return fromVenue(ports, trade, from, to);
  const between = await fromCandles(ports, trade, start, end);
  if (!between && end - start >= SURELY_TRADED) return fromVenue(ports, trade, from, to);
  return merged([
    between,
    await fromVenue(ports, trade, from, start - 1),
    await fromVenue(ports, trade, end, to),
  ]);
};
