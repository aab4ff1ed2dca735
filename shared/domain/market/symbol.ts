declare const brand: unique symbol;

/** `BASE/QUOTE`, e.g. `BTC/USDT`. */
export type MarketSymbol = string & { readonly [brand]: 'MarketSymbol' };

const SYMBOL = /^[A-Z0-9]{1,15}\/[A-Z0-9]{2,10}$/;

/** The symbol in this text, or undefined where it is none. */
export const parseSymbol = (text: string): MarketSymbol | undefined =>
  SYMBOL.test(text) ? (text as MarketSymbol) : undefined;

export const baseOf = (symbol: MarketSymbol): string => symbol.slice(0, symbol.indexOf('/'));
export const quoteOf = (symbol: MarketSymbol): string => symbol.slice(symbol.indexOf('/') + 1);

/** The ids of venues. `simulated` and `replay` are local servers that speak Binance's public API. */
export const VENUES = ['binance', 'coinbase', 'coingecko', 'simulated', 'replay'] as const;
export type VenueId = (typeof VENUES)[number];

/**
 * True where the record holds what was traded and nothing else, so that a minute without anything was quiet. The others print
 * a bar for each interval, traded or not, or are sampled: what they do not show is not known.
 */
export const recordsTradesOnly = (venue: VenueId): boolean => venue === 'coinbase';
