import { afterFailure, type FeedHealth, mayBeAsked } from '../domain/market/feed-health.ts';
import type { Quote } from '../domain/market/quote.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import { FeedError, type QuoteSource } from '../ports/venue.ts';
import { beginCall } from './feed-call.ts';

export type FeedHealths = Readonly<Partial<Record<VenueId, FeedHealth>>>;

export interface QuotesAnswer {
  /** One for each symbol that a source could quote, in the order asked. */
  readonly quotes: readonly Quote[];
  /** Of every feed known before, changed where a source was asked now. */
  readonly health: FeedHealths;
}

/**
 * Asks the sources in order, each for what is still missing; one whose health says to leave it alone is passed over,
 * one that fails is left alone for a while. Errors other than a FeedError are defects and are thrown.
 * @param now ms
 * @param elapsed a monotonic clock, ms
 */
export const quotesFrom = async (
  sources: readonly QuoteSource[],
  symbols: readonly MarketSymbol[],
  health: FeedHealths,
  now: number,
  elapsed: () => number,
): Promise<QuotesAnswer> => {
  const found = new Map<MarketSymbol, Quote>();
  const healths: Partial<Record<VenueId, FeedHealth>> = { ...health };
  for (const source of sources) {
    const missing = symbols.filter((symbol) => !found.has(symbol));
    if (missing.length === 0) break;
    if (!mayBeAsked(healths[source.id], now)) continue;
    const answered = beginCall(source, elapsed);
    try {
      for (const quote of await source.quotes(missing)) found.set(quote.symbol, quote);
      const health = answered(healths[source.id], now);
      if (health) healths[source.id] = health;
    } catch (error) {
      if (!(error instanceof FeedError)) throw error;
      healths[source.id] = afterFailure(healths[source.id], now, error);
    }
  }
  return {
    quotes: symbols.flatMap((symbol) => found.get(symbol) ?? []),
    health: healths,
  };
};
