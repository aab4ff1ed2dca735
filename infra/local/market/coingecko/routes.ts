import type { Market } from '../market.ts';
import { coinSources } from './coin-source.ts';
import { marketsPage } from './markets.ts';
import { CoinGeckoError, parseMarketsQuery } from './query.ts';

/** Where CoinGecko's paths are on the server: two exchanges have a `/ping`. */
export const COINGECKO_BASE = '/coingecko/api/v3';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The part of CoinGecko's public API that the board asks, over a market. @param path without the base */
export const coinGecko = (
  market: Market,
): ((path: string, query: URLSearchParams, now: number) => Answer) => {
  const sources = coinSources(market);
  return (path, query, now) => {
    if (path === '/ping') return { status: 200, body: { gecko_says: '(V3) To the Moon!' } };
    if (path !== '/coins/markets') return { status: 404, body: { error: 'coin not found' } };
    try {
      return { status: 200, body: marketsPage(sources, parseMarketsQuery(query), now) };
    } catch (error) {
      if (!(error instanceof CoinGeckoError)) throw error;
      return { status: error.status, body: { error: error.message } };
    }
  };
};
