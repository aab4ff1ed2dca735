import type { MarketSymbol, VenueId } from '../../domain/market/symbol.ts';
import type { BoardSource } from '../../ports/board.ts';
import type { QuoteSource, SampleStore, Venue } from '../../ports/venue.ts';
import { createBinanceVenue } from './binance.ts';
import { createBinanceBoard } from './binance-board.ts';
import { createCoinbaseVenue } from './coinbase.ts';
import { createCoinGeckoVenue } from './coingecko.ts';
import { createCoinGeckoBoard } from './coingecko-board.ts';
import type { HttpOptions } from './http.ts';

/** The part of the environment that says which feeds there are. */
export interface FeedEnvironment {
  /** In the order of preference. */
  readonly FEEDS: readonly VenueId[];
  /** The host: `https://data-api.binance.vision`. */
  readonly BINANCE_API_URL: string;
  /** The host: `https://api.exchange.coinbase.com`. */
  readonly COINBASE_API_URL: string;
  /** With its path: `https://api.coingecko.com/api/v3`. */
  readonly COINGECKO_API_URL: string;
}

export interface FeedOptions extends Omit<HttpOptions, 'baseUrl'> {
  readonly samples: SampleStore;
}

export interface Feeds {
  readonly venues: readonly Venue[];
  readonly quoteSources: readonly QuoteSource[];
}

const createVenue = (id: VenueId, environment: FeedEnvironment, options: FeedOptions): Venue => {
  switch (id) {
    case 'coinbase':
      return createCoinbaseVenue({
        ...options,
        baseUrl: environment.COINBASE_API_URL,
      });
    case 'coingecko':
      return createCoinGeckoVenue({
        ...options,
        baseUrl: environment.COINGECKO_API_URL,
      });
    default:
      return createBinanceVenue({
        ...options,
        id,
        baseUrl: environment.BINANCE_API_URL,
      });
  }
};

/** Each feed of FEEDS once, in that order: what fires, and what is quoted. */
export const createFeeds = (environment: FeedEnvironment, options: FeedOptions): Feeds => {
  const venues = [...new Set(environment.FEEDS)].map((id) => createVenue(id, environment, options));
  return { venues, quoteSources: venues };
};

/** One request a run: what it does not bring, the next run asks for, maybe of another. */
const ONCE = { retries: 0, timeoutMs: 12_000 };

/**
 * What the board comes from, in the order of preference: CoinGecko, which knows of all exchanges, then the exchange
 * that tells all its markets at once. Both where FEEDS names them. A simulated or replayed market is both in one: it is asked
 * as CoinGecko is, at the address that CoinGecko has in this environment, and has no other to fall back on.
 */
export const createBoardSources = (
  environment: FeedEnvironment & { readonly SYMBOLS: readonly MarketSymbol[] },
  options: Omit<HttpOptions, 'baseUrl'> = {},
): readonly BoardSource[] => {
  const { FEEDS, SYMBOLS: symbols, BINANCE_API_URL, COINGECKO_API_URL } = environment;
  const local = FEEDS.find((id) => id === 'simulated' || id === 'replay');
  if (local) return [createCoinGeckoBoard({ ...ONCE, ...options, id: local, baseUrl: COINGECKO_API_URL })];
  return [
    ...(FEEDS.includes('coingecko')
      ? [createCoinGeckoBoard({ ...ONCE, ...options, baseUrl: COINGECKO_API_URL })]
      : []),
    ...(FEEDS.includes('binance')
      ? [createBinanceBoard({ ...ONCE, ...options, id: 'binance', symbols, baseUrl: BINANCE_API_URL })]
      : []),
  ];
};
