import type { Quote } from '../domain/market/quote.ts';
import { followedIn } from '../domain/market/roster.ts';
import type { MarketSymbol } from '../domain/market/symbol.ts';
import type { BatchState } from '../ports/market-store.ts';
import { findBatch } from './homes.ts';
import type { MarketPorts, Settings } from './ports.ts';
import { ageOf } from './quote-age.ts';

type PricePorts = Pick<MarketPorts, 'market' | 'settings' | 'roster'>;

export interface QuoteView {
  readonly quote: Quote;
  readonly ageMs: number;
  readonly stale: boolean;
}

const quoteOf = (state: BatchState, symbol: MarketSymbol): Quote | undefined =>
  state.markets.find((market) => market.symbol === symbol && market.quote)?.quote;

/** Of each symbol of a batch the last price, and how old it is. */
export const quoteViews = ({ quoteStaleMs }: Settings, state: BatchState, now: number): QuoteView[] =>
  [...new Set(state.markets.map(({ symbol }) => symbol))].flatMap((symbol) => {
    const quote = quoteOf(state, symbol);
    if (!quote) return [];
    const ageMs = ageOf(state, quote, now);
    return [{ quote, ageMs, stale: ageMs >= quoteStaleMs }];
  });

/** The last price, where it is new enough to check a plan against. */
export const freshPrice = (
  { quoteStaleMs }: Settings,
  state: BatchState,
  symbol: MarketSymbol,
  now: number,
): number | undefined => {
  const quote = quoteOf(state, symbol);
  return quote && ageOf(state, quote, now) < quoteStaleMs ? quote.price : undefined;
};

/** The last price, however old: to reckon with, not to judge by. */
export const lastPrice = (state: BatchState, symbol: MarketSymbol): number | undefined =>
  quoteOf(state, symbol)?.price;

export const loadBatches = async (
  { market }: Pick<PricePorts, 'market'>,
  batches: readonly number[],
): Promise<BatchState[]> => {
  const states = await Promise.all(batches.map((batch) => market.loadBatch(batch)));
  return states.filter((state) => state !== undefined);
};

/** All that is followed: the settings' symbols in their order, then the others. */
export const followedSymbols = async ({ settings, roster }: PricePorts): Promise<MarketSymbol[]> => {
  const others = followedIn(await roster.cached()).sort();
  return [...settings.symbols, ...others.filter((symbol) => !settings.symbols.includes(symbol))];
};

/**
 * The cached quotes of these symbols, in their order; no request reaches an exchange. It costs a read for each batch that one of
 * them is in.
 */
export const quotesOf = async (
  ports: PricePorts,
  symbols: Iterable<MarketSymbol>,
  now: number,
): Promise<QuoteView[]> => {
  const distinct = [...new Set(symbols)];
  const homes = await Promise.all(distinct.map((symbol) => findBatch(ports, symbol)));
  const batches = [...new Set(homes.filter((batch) => batch !== undefined))];
  const states = await loadBatches(ports, batches);
  return distinct.flatMap((symbol) => {
    const state = states.find((candidate) => quoteOf(candidate, symbol));
    const quote = state && quoteOf(state, symbol);
    if (!state || !quote) return [];
    const ageMs = ageOf(state, quote, now);
    return [{ quote, ageMs, stale: ageMs >= ports.settings.quoteStaleMs }];
  });
};

/** Those of all that is followed. */
export const currentQuotes = async (ports: PricePorts, now: number): Promise<QuoteView[]> =>
  quotesOf(ports, await followedSymbols(ports), now);
