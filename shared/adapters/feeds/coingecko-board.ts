import * as z from 'zod';
import { BOARD_SIZE, type BoardCoin } from '../../domain/market/board.ts';
import type { VenueId } from '../../domain/market/symbol.ts';
import type { BoardSource } from '../../ports/board.ts';
import { FeedError } from '../../ports/venue.ts';
import { timestamp } from './answers.ts';
import { asBase, known, readable } from './board-answers.ts';
import { createHttp, type HttpOptions } from './http.ts';

/** Some more than the board shows: what cannot be believed leaves no gap. */
const ASKED = BOARD_SIZE + 25;
/** Hours from one point of a sparkline to the next: CoinGecko gives one an hour. */
const SPARKLINE_STEP = 4;
const LONGEST_NAME = 64;

/** A number that may be absent, null or nonsense: the coin is worth showing without it. */
const maybe = (schema: z.ZodType<number>) => schema.nullish().catch(undefined);
const amount = maybe(z.number().nonnegative());
/** Nothing falls by more than all; what rises by a millionfold in a week was divided by something else. */
const percent = maybe(z.number().min(-100).max(1e6));

const coin = z.object({
  symbol: z.string().transform((text, context) => asBase(text, context)),
  name: z
    .string()
    .trim()
    .min(1)
    .transform((text) => text.slice(0, LONGEST_NAME)),
  current_price: z.number().positive(),
  market_cap: amount,
  total_volume: amount,
  price_change_percentage_24h: percent,
  price_change_percentage_1h_in_currency: percent,
  price_change_percentage_24h_in_currency: percent,
  price_change_percentage_7d_in_currency: percent,
  sparkline_in_7d: z
    .object({ price: z.array(z.number().positive()) })
    .nullish()
    .catch(undefined),
  last_updated: timestamp.nullish().catch(undefined),
});

/** Every fourth point, counted back from the newest. */
const thinned = (points: readonly number[]): number[] =>
  points.filter((_, index) => (points.length - 1 - index) % SPARKLINE_STEP === 0);

const toCoin = (told: z.infer<typeof coin>): BoardCoin => {
  const points = thinned(told.sparkline_in_7d?.price ?? []);
  return {
    base: told.symbol,
    name: told.name,
    price: told.current_price,
    ...known('change1h', told.price_change_percentage_1h_in_currency),
    ...known('change24h', told.price_change_percentage_24h_in_currency ?? told.price_change_percentage_24h),
    ...known('change7d', told.price_change_percentage_7d_in_currency),
    ...known('volume24h', told.total_volume),
    ...known('marketCap', told.market_cap),
    ...(points.length > 1 ? { sparkline: points } : {}),
    ...known('time', told.last_updated),
  };
};

const QUERY = {
  vs_currency: 'usd',
  order: 'market_cap_desc',
  per_page: ASKED,
  page: 1,
  sparkline: true,
  price_change_percentage: '1h,24h,7d',
};

interface CoinGeckoBoardOptions extends HttpOptions {
  /** Whose prices these are, where a local market speaks as CoinGecko does. */
  readonly id?: VenueId;
}

/** The largest coins by `/coins/markets`; `baseUrl` ends in `/api/v3`. A coin that does not read is left out. */
export const createCoinGeckoBoard = (options: CoinGeckoBoardOptions): BoardSource => {
  const { id: venue = 'coingecko' } = options;
  const http = createHttp(venue, options);
  return {
    id: venue,
    coins: async () => {
      const { body } = await http.call()('/coins/markets', readable(coin), QUERY);
      if (body.length === 0) throw new FeedError(venue, 'bad_answer', 'told no coin that can be read');
      return body.map(toCoin);
    },
  };
};
