import type { Quote } from '../domain/market/quote.ts';
import type { BatchState } from '../ports/market-store.ts';
import { venueTime } from './tick-state.ts';

/** A venue's clock is measured to the second, and a market may run faster than life: a quote is ahead by no more than this, ms. */
const AHEAD = 30_000;

/**
 * A quote from further in the future than clocks explain gets the time of its receipt, by the clock of its source: it would never
 * grow old, and be newer than all that come.
 * @param receivedAt ms, our clock
 */
export const notAhead = (state: BatchState, quote: Quote, receivedAt: number): Quote => {
  const latest = venueTime(state, quote.source, receivedAt);
  return quote.time > latest + AHEAD ? { ...quote, time: latest } : quote;
};
