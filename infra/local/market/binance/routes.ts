import type { Market, MarketListing } from '../market.ts';
import { rollingDay } from '../rolling-day.ts';
import { INTERVALS, visibleMarket } from '../visible.ts';
import { invalidInterval, invalidSymbol } from './error.ts';
import { exchangeInfo, wireSymbol } from './exchange-info.ts';
import { decimal, kline } from './format.ts';
import {
  exchangeInfoParameters,
  klineParameters,
  noParameters,
  parseQuery,
  symbolParameters,
  tickerParameters,
} from './query.ts';
import { fullTicker, miniTicker } from './ticker.ts';

export interface Answer {
  readonly body: unknown;
  /** What the exchange would charge for it. */
  readonly weight: number;
}

/** @throws BinanceError */
export type Route = (query: URLSearchParams, now: number) => Answer;

interface Asked {
  readonly symbol?: string | undefined;
  readonly symbols?: readonly string[] | undefined;
}

const tickerWeight = (symbols: number): number => {
  if (symbols <= 20) return 2;
  return symbols <= 100 ? 40 : 80;
};

/** The exchange's public endpoints over a market, by path. */
export const binanceRoutes = (market: Market): ReadonlyMap<string, Route> => {
  const visible = visibleMarket(market);
  const listings = new Map(market.listings.map((listing) => [wireSymbol(listing), listing]));
  const listed = (name: string): MarketListing => {
    const listing = listings.get(name);
    if (listing === undefined) throw invalidSymbol();
    return listing;
  };
  const asked = ({ symbol, symbols }: Asked): readonly MarketListing[] =>
    symbol === undefined ? (symbols?.map(listed) ?? market.listings) : [listed(symbol)];
  /** One symbol is answered as an object, several (or all) as an array. */
  const each = (query: Asked, answer: (listing: MarketListing) => unknown): unknown =>
    query.symbol === undefined ? asked(query).map(answer) : answer(listed(query.symbol));

  return new Map<string, Route>([
    [
      '/api/v3/ping',
      (query) => {
        parseQuery(noParameters, query);
        return { body: {}, weight: 1 };
      },
    ],
    [
      '/api/v3/time',
      (query, now) => {
        parseQuery(noParameters, query);
        return { body: { serverTime: now }, weight: 1 };
      },
    ],
    [
      '/api/v3/exchangeInfo',
      (query, now) => ({
        body: exchangeInfo(asked(parseQuery(exchangeInfoParameters, query)), now),
        weight: 20,
      }),
    ],
    [
      '/api/v3/ticker/24hr',
      (query, now) => {
        const { type, ...which } = parseQuery(tickerParameters, query);
        const ticker = type === 'MINI' ? miniTicker : fullTicker;
        const answer = (listing: MarketListing) => {
          const hasSeconds = market.intervals(listing.symbol).includes('1s');
          return ticker(wireSymbol(listing), rollingDay(visible, hasSeconds, listing.symbol, now), now);
        };
        return { body: each(which, answer), weight: tickerWeight(asked(which).length) };
      },
    ],
    [
      '/api/v3/ticker/price',
      (query, now) => {
        const which = parseQuery(symbolParameters, query);
        const answer = (listing: MarketListing) => ({
          symbol: wireSymbol(listing),
          price: decimal(visible.lastPrice(listing.symbol, now)?.price ?? 0),
        });
        return { body: each(which, answer), weight: which.symbol === undefined ? 4 : 2 };
      },
    ],
    [
      '/api/v3/klines',
      (query, now) => {
        const { symbol, interval, startTime, endTime, limit } = parseQuery(klineParameters, query);
        const listing = listed(symbol);
        if (interval === '1s' && !market.intervals(listing.symbol).includes(interval))
          throw invalidInterval();
        const bars = visible.bars(listing.symbol, interval, now, {
          from: startTime ?? market.start,
          to: endTime ?? now,
          limit,
          keep: startTime === undefined ? 'newest' : 'oldest',
        });
        return { body: bars.map((bar) => kline(bar, INTERVALS[interval])), weight: 2 };
      },
    ],
  ]);
};
