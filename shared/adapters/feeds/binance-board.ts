import * as z from 'zod';
import type { BoardCoin } from '../../domain/market/board.ts';
import { baseOf, type MarketSymbol, quoteOf } from '../../domain/market/symbol.ts';
import type { BoardSource } from '../../ports/board.ts';
import { FeedError } from '../../ports/venue.ts';
import { decimal, epochMs } from './answers.ts';
import type { BinanceOptions } from './binance.ts';
import { known, readable } from './board-answers.ts';
import { nameOfCoin } from './coingecko-coins.ts';
import { createHttp } from './http.ts';
import { rounded } from './to-quote.ts';

export interface BinanceBoardOptions extends BinanceOptions {
  /** The configured symbols: their ids are known, of others the quote currency is read off the end. */
  readonly symbols: readonly MarketSymbol[];
}

const ticker = z.object({
  symbol: z.string(),
  lastPrice: decimal,
  openPrice: decimal,
  quoteVolume: decimal,
  closeTime: epochMs,
});
type Ticker = z.infer<typeof ticker>;

const BASE = /^[A-Z0-9]{1,15}$/;
/** No other quote of the exchange ends in these, so that they can be read off an id. */
const DOLLARS = ['USDT', 'USDC'];
/** A market whose ticker ends so long before the newest, ms, is no longer traded. */
const SILENCE = 24 * 3_600_000;

const baseIn = (id: string, configured: ReadonlyMap<string, string>): string | undefined => {
  const dollar = DOLLARS.find((quote) => id.endsWith(quote));
  const base = configured.get(id) ?? (dollar && id.slice(0, -dollar.length));
  return base && BASE.test(base) ? base : undefined;
};

const isTraded = ({ lastPrice, quoteVolume, closeTime }: Ticker, newest: number): boolean =>
  lastPrice > 0 &&
  Number.isFinite(lastPrice) &&
  quoteVolume >= 0 &&
  Number.isFinite(quoteVolume) &&
  newest - closeTime < SILENCE;

const toCoin = (base: string, { lastPrice, openPrice, quoteVolume, closeTime }: Ticker): BoardCoin => {
  const name = nameOfCoin(base);
  return {
    base,
    ...(name === undefined ? {} : { name }),
    price: lastPrice,
    ...known('change24h', openPrice > 0 ? rounded((lastPrice / openPrice - 1) * 100) : undefined),
    volume24h: quoteVolume,
    time: closeTime,
  };
};

/** All markets against dollars by one 24 h ticker, the smallest form of it; of each coin the market with most volume. */
export const createBinanceBoard = (options: BinanceBoardOptions): BoardSource => {
  const { id: venue, symbols } = options;
  const http = createHttp(venue, options);
  const configured = new Map(
    symbols
      .filter((symbol) => quoteOf(symbol).startsWith('USD'))
      .map((symbol) => [baseOf(symbol) + quoteOf(symbol), baseOf(symbol)]),
  );
  return {
    id: venue,
    coins: async () => {
      const { body } = await http.call()('/api/v3/ticker/24hr', readable(ticker), { type: 'MINI' });
      const newest = Math.max(...body.map(({ closeTime }) => closeTime));
      const coins = new Map<string, BoardCoin>();
      for (const told of body) {
        const base = baseIn(told.symbol, configured);
        if (base === undefined || !isTraded(told, newest)) continue;
        if ((coins.get(base)?.volume24h ?? -1) < told.quoteVolume) coins.set(base, toCoin(base, told));
      }
      if (coins.size === 0) throw new FeedError(venue, 'bad_answer', 'told no market that can be read');
      return [...coins.values()];
    },
  };
};
