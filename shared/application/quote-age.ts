import type { QuotedPrice } from '../domain/market/disagreement.ts';
import type { Quote } from '../domain/market/quote.ts';
import type { BatchState } from '../ports/market-store.ts';

/** How old a quote is, ms, by the clock of its source. */
export const ageOf = (state: BatchState, quote: Quote, now: number): number =>
  Math.max(0, now + (state.clocks[quote.source]?.offset ?? 0) - quote.time);

/** Every quote of these batches with its age. */
export const quotesOf = (batches: readonly BatchState[], now: number): QuotedPrice[] =>
  batches.flatMap((state) =>
    state.markets.flatMap(({ quote }) => (quote ? [{ quote, ageMs: ageOf(state, quote, now) }] : [])),
  );
