import type { Quote } from '../../domain/market/quote.ts';
import { baseOf, type MarketSymbol, parseSymbol, quoteOf } from '../../domain/market/symbol.ts';
import { FeedError, type PathRequest, REFUSALS, type Venue } from '../../ports/venue.ts';
import { products, stats, ticker, toInstrument, venueTime } from './coinbase-answers.ts';
import { candleSlice } from './coinbase-candles.ts';
import { printSlice, readPrints } from './coinbase-prints.ts';
import { concurrently } from './concurrently.ts';
import { asFeedError, notEmpty, settled, unknownSymbol } from './failures.ts';
import { createHttp, type Get, type HttpOptions } from './http.ts';
import { RefusedRequest } from './http-errors.ts';
import { createMemory } from './memory.ts';
import { readable } from './readable.ts';
import { NO_CHANGE, rounded, toQuote } from './to-quote.ts';

export interface CoinbaseOptions extends HttpOptions {
  /** Pages of 1000 prints, and of 300 candles, that one path request may read. */
  readonly maxPages?: number;
}

const venue = 'coinbase' as const;
const SYMBOLS_AT_ONCE = 4;
/** Coinbase lets 10 public requests a second through, bursts of 15. */
const PACE = { perSecond: 8, burst: 6 };
/** The price of 24 hours ago moves slowly: asked for once a minute, it halves the requests of a quote. */
const STATS_MS = 60_000;
/** How long a product that Coinbase does not list is left out of the quotes. */
const UNLISTED_MS = 10 * 60_000;

const idOf = (symbol: MarketSymbol): string => `${baseOf(symbol)}-${quoteOf(symbol)}`;

/** Coinbase Exchange's public API. Fires from prints, or 1-minute candles where the prints lie too far back. */
export const createCoinbaseVenue = (options: CoinbaseOptions): Venue => {
  const { maxPages = 10, elapsed = () => performance.now() } = options;
  const http = createHttp(venue, { pace: PACE, ...options });
  const unlisted = createMemory<true>(UNLISTED_MS, elapsed);
  const opens = createMemory<number>(STATS_MS, elapsed);

  const orUnknown = (symbol: MarketSymbol) => (error: unknown) => {
    if (!(error instanceof RefusedRequest) || error.status !== 404) throw error;
    unlisted.set(symbol, true);
    throw unknownSymbol(venue, symbol);
  };

  /** The price of 24 hours ago; a quote does without it where it cannot be had. */
  const readOpen = async (get: Get, symbol: MarketSymbol): Promise<number | undefined> => {
    const known = opens.get(symbol);
    if (known !== undefined) return known;
    try {
      const { open } = (await get(`/products/${idOf(symbol)}/stats`, stats)).body;
      if (!(open > 0)) return undefined;
      opens.set(symbol, open);
      return open;
    } catch (error) {
      const failure = asFeedError(venue, error);
      if (REFUSALS.has(failure.kind)) throw failure;
      return undefined;
    }
  };

  const readQuote = async (get: Get, symbol: MarketSymbol): Promise<Quote[]> => {
    const { body } = await get(`/products/${idOf(symbol)}/ticker`, ticker).catch(orUnknown(symbol));
    const open = await readOpen(get, symbol);
    const told = { symbol, price: body.price, source: venue, time: body.time };
    if (open === undefined) return toQuote(told, NO_CHANGE);
    const absolute = rounded(body.price - open);
    return toQuote(told, { absolute, percent: rounded((absolute / open) * 100) });
  };

  const readPath = async (get: Get, { symbol, from }: PathRequest) => {
    const found = await readPrints(get, idOf(symbol), from, maxPages).catch(orUnknown(symbol));
    return found.reached
      ? printSlice(get, idOf(symbol), found, from)
      : candleSlice(get, idOf(symbol), found, from, maxPages);
  };

  return {
    id: venue,
    sent: http.sent,
    time: async () => (await http.call()('/time', venueTime)).body.iso,
    quotes: async (asked) => {
      const get = http.call();
      const symbols = asked.filter((symbol) => !unlisted.get(symbol));
      const answers = await concurrently(symbols, SYMBOLS_AT_ONCE, (symbol) =>
        readQuote(get, symbol).catch((error: unknown) => asFeedError(venue, error)),
      );
      const errors = answers.filter((answer) => answer instanceof FeedError);
      const failures = errors.filter(({ kind }) => kind !== 'unknown_symbol');
      // One product's failure is not the others'; a refusal is everybody's.
      const fatal = failures.find(({ kind }) => REFUSALS.has(kind)) ?? failures[0];
      if (fatal && (REFUSALS.has(fatal.kind) || errors.length === symbols.length)) throw fatal;
      return answers.flatMap((answer) => (answer instanceof FeedError ? [] : answer));
    },
    instruments: async (symbols) => {
      const { body } = await http.call()('/products', products);
      return symbols.flatMap((symbol) => {
        const product = body.find(({ id }) => id === idOf(symbol));
        return (product && toInstrument(symbol, product)) ?? [];
      });
    },
    listing: async () => {
      const { body } = await http.call()('/products', products);
      const listed = body.flatMap((product) => {
        const symbol = parseSymbol(product.id.replace('-', '/'));
        return (symbol && readable(() => toInstrument(symbol, product))) ?? [];
      });
      return notEmpty(venue, listed);
    },
    paths: (requests) => {
      const get = http.call();
      return concurrently(requests, SYMBOLS_AT_ONCE, (request) =>
        settled(venue, request, () => readPath(get, request)),
      );
    },
  };
};
