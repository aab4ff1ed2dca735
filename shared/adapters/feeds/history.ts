import type { Minutes } from '../../domain/market/candle.ts';
import { candlesOf, minutesIn } from '../../domain/market/candles.ts';
import type { Bar } from '../../domain/market/path.ts';
import { isImpossible } from '../../domain/market/screen.ts';
import {
  baseOf,
  type MarketSymbol,
  quoteOf,
  recordsTradesOnly,
  type VenueId,
} from '../../domain/market/symbol.ts';
import type { HistorySource } from '../../ports/history.ts';
import { klines } from './binance-answers.ts';
import { candles, MINUTE } from './coinbase-answers.ts';
import { createHttp, type Http, type HttpOptions } from './http.ts';
import type { FeedEnvironment } from './index.ts';

/** Of one page with all its retries, ms. */
const PAGE_BUDGET = 20_000;
/** Besides the ticks, which ask the same exchange from the same address. */
const PACES = { binance: { perSecond: 10, burst: 4 }, coinbase: { perSecond: 4, burst: 2 } } as const;
const PAGES = { binance: 1_000, coinbase: 300 } as const;

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

type Ask = ReturnType<Http['call']>;
type Speech = keyof typeof PAGES;

/** `simulated` and `replay` speak as Binance does; CoinGecko has no minutes of the past. */
const speechOf = (venue: VenueId): Speech | undefined =>
  venue === 'coinbase' ? 'coinbase' : venue === 'coingecko' ? undefined : 'binance';

const coinbasePath = (symbol: MarketSymbol): string =>
  `/products/${baseOf(symbol)}-${quoteOf(symbol)}/candles`;

/** What a page holds, as minutes: a record of trades alone also tells which were quiet. */
const minutesOf = (venue: VenueId, bars: readonly Bar[], from: number, to: number): Minutes => {
  const own = new Map(
    bars.filter((bar) => bar.openTime >= from && bar.openTime <= to).map((bar) => [bar.openTime, bar]),
  );
  const inOrder = [...own.values()].sort((left, right) => left.openTime - right.openTime);
  const quiet = recordsTradesOnly(venue) ? minutesIn({ from, to: to + MINUTE - 1 }) : [];
  return {
    candles: candlesOf(inOrder.filter((bar) => !isImpossible(bar))),
    quiet: quiet.filter((openTime) => !own.has(openTime)),
  };
};

/** The exchanges' own 1m candles of the past, through the one way to an exchange: paced, retried, bounded. */
export const createHistory = (
  environment: Pick<FeedEnvironment, 'BINANCE_API_URL' | 'COINBASE_API_URL'>,
  options: Omit<HttpOptions, 'baseUrl'> = {},
): HistorySource => {
  const clients = new Map<VenueId, Http>();
  const clientOf = (venue: VenueId, speech: Speech): Http => {
    const baseUrl = speech === 'coinbase' ? environment.COINBASE_API_URL : environment.BINANCE_API_URL;
    const client =
      clients.get(venue) ??
      createHttp(venue, { budgetMs: PAGE_BUDGET, pace: PACES[speech], ...options, baseUrl });
    clients.set(venue, client);
    return client;
  };

  /** Open time of the first candle of this length (seconds) from a boundary of it on, within 300 of them. */
  const firstOnCoinbase = async (get: Ask, symbol: MarketSymbol, seconds: number, from: number) => {
    const start = Math.floor(from / (1_000 * seconds)) * 1_000 * seconds;
    const end = start + (PAGES.coinbase - 1) * seconds * 1_000;
    const range = { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
    const { body } = await get(coinbasePath(symbol), candles, { granularity: seconds, ...range });
    // Candles of before the start may come along.
    const times = body.map(({ openTime }) => openTime).filter((openTime) => openTime >= start);
    return times.length > 0 ? Math.min(...times) : undefined;
  };

  return {
    pageMinutes: (venue) => {
      const speech = speechOf(venue);
      return speech && PAGES[speech];
    },

    async minutes(venue, symbol, from, to) {
      const speech = speechOf(venue);
      if (!speech) return { candles: [], quiet: [] };
      const get = clientOf(venue, speech).call();
      if (speech === 'coinbase') {
        const range = { start: new Date(from).toISOString(), end: new Date(to).toISOString() };
        const { body } = await get(coinbasePath(symbol), candles, { granularity: 60, ...range });
        return minutesOf(venue, body, from, to);
      }
      const { body } = await get('/api/v3/klines', klines['1m'], {
        symbol: `${baseOf(symbol)}${quoteOf(symbol)}`,
        interval: '1m',
        startTime: from,
        endTime: to + MINUTE - 1,
        limit: PAGES.binance,
      });
      return minutesOf(venue, body, from, to);
    },

    async silentUntil(venue, symbol, from) {
      const speech = speechOf(venue);
      if (!speech) return undefined;
      const get = clientOf(venue, speech).call();
      // Coinbase has no "from here on": the hours of 12 days, and where they are empty the days of 300.
      if (speech === 'coinbase')
        return (
          (await firstOnCoinbase(get, symbol, HOUR_SECONDS, from)) ??
          (await firstOnCoinbase(get, symbol, DAY_SECONDS, from))
        );
      const { body } = await get('/api/v3/klines', klines['1m'], {
        symbol: `${baseOf(symbol)}${quoteOf(symbol)}`,
        interval: '1m',
        startTime: from,
        limit: 1,
      });
      return body[0]?.openTime;
    },
  };
};
