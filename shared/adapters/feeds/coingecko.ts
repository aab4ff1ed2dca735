import * as z from 'zod';
import type { Instrument } from '../../domain/market/instrument.ts';
import type { PathSlice, Sample } from '../../domain/market/path.ts';
import type { MarketSymbol } from '../../domain/market/symbol.ts';
import { money, price, quantity } from '../../domain/money/decimal.ts';
import { FeedError, type PathRequest, type SampleStore, type Venue } from '../../ports/venue.ts';
import { coinOf, knownSymbols } from './coingecko-coins.ts';
import { type CoinPrice, coinPrices } from './coingecko-prices.ts';
import { asFeedError, settled, unknownSymbol } from './failures.ts';
import { createHttp, type HttpOptions } from './http.ts';
import { createMemory } from './memory.ts';
import { toQuote } from './to-quote.ts';

export interface CoinGeckoOptions extends HttpOptions {
  readonly samples: SampleStore;
}

const venue = 'coingecko' as const;
/** The public API lets some ten requests a minute through: a tick's quotes and paths share one answer. */
const REUSED_MS = 5_000;

/**
 * CoinGecko lists coins, not markets: it knows no tick, no lot and no limits. The finest grid that is booked (8
 * decimals) and one dollar of notional, as exchanges of small orders ask, stand in for them.
 */
const instrumentOf = (symbol: MarketSymbol): Instrument => ({
  venue,
  symbol,
  tickSize: price('0.00000001'),
  lotSize: quantity('0.00000001'),
  minQuantity: quantity('0.00000001'),
  maxQuantity: quantity('1000000000'),
  minNotional: money('1'),
});

const toSample = ({ time, price: at }: { time: number; price: number }): Sample => ({
  kind: 'sample',
  time,
  price: at,
});

/** CoinGecko's public API; `baseUrl` ends in `/api/v3`. Fires from the samples of its prices that we store. */
export const createCoinGeckoVenue = (options: CoinGeckoOptions): Venue => {
  const { samples, elapsed = () => performance.now() } = options;
  const http = createHttp(venue, options);
  const recent = createMemory<Promise<ReadonlyMap<string, CoinPrice>>>(REUSED_MS, elapsed);

  const readPrices = async (symbols: readonly MarketSymbol[]): Promise<ReadonlyMap<string, CoinPrice>> => {
    const coins = [...new Set(symbols.flatMap((symbol) => coinOf(symbol) ?? []))].sort();
    if (coins.length === 0) return new Map();
    const key = coins.join(',');
    const known = recent.get(key);
    if (known) return known;
    const asked = coinPrices(http.call(), coins);
    recent.set(key, asked);
    // A failure is not kept, but those who wait for this very answer share it.
    asked.catch(() => recent.forget(key));
    return asked;
  };

  const sample = async (
    { symbol, from }: PathRequest,
    prices: ReadonlyMap<string, CoinPrice>,
  ): Promise<PathSlice> => {
    const coin = coinOf(symbol);
    if (coin === undefined) throw unknownSymbol(venue, symbol);
    const stored = await samples.since(venue, symbol, from);
    const elements = stored.map(toSample);
    const told = prices.get(coin);
    const newest = stored.at(-1)?.time ?? from - 1;
    if (told?.time !== undefined && told.time > newest && told.price > 0) {
      const added = { time: told.time, price: told.price };
      await samples.put(venue, [{ symbol, ...added }]);
      elements.push(toSample(added));
    }
    return {
      elements,
      resolution: 'sampled',
      completeTo: elements.at(-1)?.time ?? from - 1,
      blind: [],
      more: false,
    };
  };

  return {
    id: venue,
    sent: http.sent,
    time: async () => {
      const { date } = await http.call()('/ping', z.looseObject({}));
      if (date === undefined) throw new FeedError(venue, 'bad_answer', 'answered without a Date header');
      return date;
    },
    quotes: async (symbols) => {
      const prices = await readPrices(symbols);
      return symbols.flatMap((symbol) => {
        const told = prices.get(coinOf(symbol) ?? '');
        if (told?.time === undefined) return [];
        return toQuote({ symbol, price: told.price, source: venue, time: told.time }, told);
      });
    },
    // A table of coins is no answer: listed is what CoinGecko has a price of, in the answer that quotes and paths share.
    instruments: async (symbols) => {
      const prices = await readPrices(symbols);
      const isPriced = (told: CoinPrice | undefined) => told?.time !== undefined && told.price > 0;
      return symbols.filter((symbol) => isPriced(prices.get(coinOf(symbol) ?? ''))).map(instrumentOf);
    },
    listing: async () => knownSymbols().map(instrumentOf),
    paths: async (requests) => {
      try {
        const prices = await readPrices(requests.map(({ symbol }) => symbol));
        return await Promise.all(
          requests.map((request) => settled(venue, request, () => sample(request, prices))),
        );
      } catch (error) {
        return requests.map(({ symbol }) => ({
          symbol,
          error: asFeedError(venue, error),
        }));
      }
    },
  };
};
