import type { VenueId } from '../../domain/market/symbol.ts';
import type { QuoteSource, SampleStore, Venue } from '../../ports/venue.ts';
import { createBinanceVenue } from './binance.ts';
import { createCoinbaseVenue } from './coinbase.ts';
import { createCoinGeckoVenue } from './coingecko.ts';
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
