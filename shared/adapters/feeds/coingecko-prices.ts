import * as z from 'zod';
import { timestamp } from './answers.ts';
import { asFeedError } from './failures.ts';
import type { Get } from './http.ts';
import { rounded } from './to-quote.ts';

/** A coin's price in dollars. */
export interface CoinPrice {
  readonly price: number;
  /** ms; undefined where CoinGecko does not say. */
  readonly time: number | undefined;
  /** Over 24 h, in dollars and in percent. */
  readonly absolute: number | undefined;
  readonly percent: number | undefined;
}
/** `Date` has whole seconds, and may be of another machine, ms. */
const WITHIN = 5_000;

type CoinPrices = ReadonlyMap<string, CoinPrice>;

/** A price is no later than the answer that tells it: one from the future would be the newest for good. */
const noLater = (time: number | undefined, date: number | undefined): number | undefined =>
  time !== undefined && date !== undefined && time > date + WITHIN ? date : time;

const seconds = z.int().min(1e8).max(1e11);
const simplePrice = z.record(
  z.string(),
  z.object({
    usd: z.number().nullish(),
    usd_24h_change: z.number().nullish(),
    last_updated_at: seconds.nullish(),
  }),
);

const coinsMarkets = z.array(
  z.object({
    id: z.string(),
    current_price: z.number().nullish(),
    price_change_24h: z.number().nullish(),
    price_change_percentage_24h: z.number().nullish(),
    last_updated: timestamp.nullish(),
  }),
);

/** Ids joined by a bare comma: the server drops those that follow a comma and a space. */
const listOf = (coins: readonly string[]): string => coins.join(',');

/** `/coins/markets` of these coins. @throws FeedError */
const coinMarkets = async (get: Get, coins: readonly string[]): Promise<CoinPrices> => {
  const params = {
    vs_currency: 'usd',
    ids: listOf(coins),
    per_page: 250,
    page: 1,
  };
  const { body, date } = await get('/coins/markets', coinsMarkets, params);
  return new Map(
    body.flatMap((coin) => {
      if (typeof coin.current_price !== 'number') return [];
      const change = {
        absolute: coin.price_change_24h,
        percent: coin.price_change_percentage_24h,
      };
      const price: CoinPrice = {
        price: coin.current_price,
        time: noLater(coin.last_updated ?? undefined, date),
        absolute: change.absolute ?? undefined,
        percent: change.percent ?? undefined,
      };
      return [[coin.id, price] as const];
    }),
  );
};

/** The change that led to this price: CoinGecko's `24h_change` is in percent. */
const changeOf = (price: number, percent: number): number => rounded(price - price / (1 + percent / 100));

/** `/simple/price` of these coins. @throws FeedError */
const simplePrices = async (get: Get, coins: readonly string[]): Promise<CoinPrices> => {
  const wanted = { include_24hr_change: true, include_last_updated_at: true };
  const params = { ids: listOf(coins), vs_currencies: 'usd', ...wanted };
  const { body, date } = await get('/simple/price', simplePrice, params);
  return new Map(
    Object.entries(body).flatMap(([coin, told]) => {
      if (typeof told.usd !== 'number') return [];
      const percent = told.usd_24h_change ?? undefined;
      const price: CoinPrice = {
        price: told.usd,
        percent,
        time: noLater(
          typeof told.last_updated_at === 'number' ? told.last_updated_at * 1000 : undefined,
          date,
        ),
        absolute: percent === undefined ? undefined : changeOf(told.usd, percent),
      };
      return [[coin, price] as const];
    }),
  );
};

/**
 * Prices of these coins by `/simple/price`; by `/coins/markets` where that answer does not read, or lacks the change
 * or the time of a coin. A coin that neither prices is absent. @throws FeedError
 */
export const coinPrices = async (get: Get, coins: readonly string[]): Promise<CoinPrices> => {
  let simple: CoinPrices;
  try {
    simple = await simplePrices(get, coins);
  } catch (error) {
    if (asFeedError('coingecko', error).kind !== 'bad_answer') throw error;
    return coinMarkets(get, coins);
  }
  const lacking = coins.filter((coin) => {
    const price = simple.get(coin);
    return price?.percent === undefined || price.time === undefined;
  });
  if (lacking.length === 0) return simple;
  try {
    return new Map([...simple, ...(await coinMarkets(get, lacking))]);
  } catch {
    // What is there is worth more than the change that is not: whatever ails the feed shows in the next call.
    return simple;
  }
};
