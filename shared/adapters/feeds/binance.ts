import type { Instrument } from '../../domain/market/instrument.ts';
import type { Quote } from '../../domain/market/quote.ts';
import { baseOf, type MarketSymbol, parseSymbol, quoteOf } from '../../domain/market/symbol.ts';
import type { PathRequest, Venue } from '../../ports/venue.ts';
import {
  type BarInterval,
  exchangeInfo,
  isListing,
  serverTime,
  tickers,
  toInstrument,
} from './binance-answers.ts';
import { readBars } from './binance-path.ts';
import { concurrently } from './concurrently.ts';
import { asFeedError, notEmpty, settled, unknownSymbol } from './failures.ts';
import { createHttp, type Get, type HttpOptions } from './http.ts';
import { RefusedRequest } from './http-errors.ts';
import { createMemory } from './memory.ts';
import { readable } from './readable.ts';
import { toQuote } from './to-quote.ts';

export interface BinanceOptions extends HttpOptions {
  /** `simulated` and `replay` are local servers that speak Binance's public API. */
  readonly id: 'binance' | 'simulated' | 'replay';
  /** Pages of 1000 bars that one path request may read. */
  readonly maxPages?: number;
}

const SYMBOLS_AT_ONCE = 8;
/** How long a symbol that Binance does not list is left out of the quotes. */
const UNLISTED_MS = 10 * 60_000;
const ILLEGAL_CHARACTERS = -1100;
const BAD_INTERVAL = -1120;
const BAD_SYMBOL = -1121;

const codeOf = (error: unknown): unknown =>
  error instanceof RefusedRequest && error.status === 400
    ? (error.body as { code?: unknown } | null | undefined)?.code
    : undefined;
const isUnlisted = (error: unknown): boolean =>
  codeOf(error) === BAD_SYMBOL || codeOf(error) === ILLEGAL_CHARACTERS;

const idOf = (symbol: MarketSymbol): string => baseOf(symbol) + quoteOf(symbol);
const idList = (symbols: readonly MarketSymbol[]): string => JSON.stringify(symbols.map(idOf));

/**
 * Binance's public market data (`/api/v3`). `baseUrl` is the host, without `/api/v3`. Fires from closed 1-second bars,
 * or 1-minute bars where the server has no seconds.
 */
export const createBinanceVenue = (options: BinanceOptions): Venue => {
  const { id: venue, maxPages = 5, elapsed = () => performance.now() } = options;
  const http = createHttp(venue, options);
  const unlisted = createMemory<true>(UNLISTED_MS, elapsed);
  const withoutSeconds = new Set<MarketSymbol>();

  /** One unknown symbol makes Binance refuse the whole list: then each is asked for alone. */
  const askForListed = async <T>(
    symbols: readonly MarketSymbol[],
    ask: (symbols: readonly MarketSymbol[]) => Promise<T[]>,
  ): Promise<T[]> => {
    try {
      return symbols.length === 0 ? [] : await ask(symbols);
    } catch (error) {
      if (!isUnlisted(error)) throw error;
      if (symbols.length > 1) {
        const parts = await concurrently(symbols, SYMBOLS_AT_ONCE, (symbol) => askForListed([symbol], ask));
        return parts.flat();
      }
      for (const symbol of symbols) unlisted.set(symbol, true);
      return [];
    }
  };

  const readTickers = async (get: Get, symbols: readonly MarketSymbol[]): Promise<Quote[]> => {
    const { body } = await get('/api/v3/ticker/24hr', tickers, {
      symbols: idList(symbols),
      type: 'FULL',
    });
    const byId = new Map(body.map((ticker) => [ticker.symbol, ticker]));
    return symbols.flatMap((symbol) => {
      const ticker = byId.get(idOf(symbol));
      if (!ticker) return [];
      const told = { symbol, price: ticker.lastPrice, source: venue, time: ticker.closeTime };
      return toQuote(told, { absolute: ticker.priceChange, percent: ticker.priceChangePercent });
    });
  };

  const readInstruments = async (get: Get, symbols: readonly MarketSymbol[]): Promise<Instrument[]> => {
    const { body } = await get('/api/v3/exchangeInfo', exchangeInfo, {
      symbols: idList(symbols),
    });
    return symbols.flatMap((symbol) => {
      const listed = body.symbols.find((candidate) => isListing(symbol, candidate));
      return (listed && toInstrument(venue, symbol, listed)) ?? [];
    });
  };

  const readPath = async (get: Get, { symbol, from }: PathRequest) => {
    const read = (interval: BarInterval) =>
      readBars(get, venue, { id: idOf(symbol), interval, maxPages }, from);
    try {
      if (withoutSeconds.has(symbol)) return await read('1m');
      return await read('1s').catch((error: unknown) => {
        if (codeOf(error) !== BAD_INTERVAL) throw error;
        withoutSeconds.add(symbol);
        return read('1m');
      });
    } catch (error) {
      throw isUnlisted(error) ? unknownSymbol(venue, symbol) : error;
    }
  };

  return {
    id: venue,
    sent: http.sent,
    time: async () => (await http.call()('/api/v3/time', serverTime)).body.serverTime,
    quotes: (symbols) => {
      const get = http.call();
      const listed = symbols.filter((symbol) => !unlisted.get(symbol));
      return askForListed(listed, (some) => readTickers(get, some));
    },
    instruments: async (symbols) => {
      const get = http.call();
      try {
        return await askForListed(symbols, (some) => readInstruments(get, some));
      } catch (error) {
        throw asFeedError(venue, error);
      }
    },
    listing: async () => {
      const params = { showPermissionSets: false };
      const { body } = await http.call()('/api/v3/exchangeInfo', exchangeInfo, params);
      const listed = body.symbols.flatMap((told) => {
        const symbol = parseSymbol(`${told.baseAsset}/${told.quoteAsset}`);
        return (symbol && readable(() => toInstrument(venue, symbol, told))) ?? [];
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
