import type { Bar, PathSlice } from '../../domain/market/path.ts';
import { candles, MINUTE } from './coinbase-answers.ts';
import type { Prints } from './coinbase-prints.ts';
import type { Get } from './http.ts';

/** Candles of one answer, the most Coinbase gives. */
export const CANDLES_PAGE = 300;

const minuteOf = (time: number): number => Math.floor(time / MINUTE) * MINUTE;

/** Candles that open in [first, last], both starts of minutes. @throws FeedError */
const readCandles = async (get: Get, product: string, first: number, last: number): Promise<Bar[]> => {
  const range = {
    start: new Date(first).toISOString(),
    end: new Date(last).toISOString(),
  };
  const { body } = await get(`/products/${product}/candles`, candles, {
    granularity: 60,
    ...range,
  });
  // An answer may hold candles from before its start.
  const byTime = new Map(body.map((bar) => [bar.openTime, bar]));
  return [...byTime.values()]
    .filter(({ openTime }) => openTime >= first && openTime <= last)
    .sort((left, right) => left.openTime - right.openTime);
};

/**
 * The closed minutes from `from` up to where the pages of prints begin. A minute without a candle, inside an answer,
 * had no trades. What follows is to be asked for anew: by then it may be paged through.
 * @throws FeedError
 */
export const candleSlice = async (
  get: Get,
  product: string,
  found: Prints,
  from: number,
  maxPages: number,
): Promise<PathSlice> => {
  const oldest = found.prints.at(-1);
  const lastClosed = minuteOf(found.completeTo + 1) - MINUTE;
  const lastMinute = Math.min(lastClosed, minuteOf(oldest?.time ?? found.completeTo));
  const elements: Bar[] = [];
  let next = Math.ceil(from / MINUTE) * MINUTE;
  let completeTo = from - 1;
  for (let page = 0; next <= lastMinute && page < maxPages; page += 1) {
    const last = Math.min(next + (CANDLES_PAGE - 1) * MINUTE, lastMinute);
    elements.push(...(await readCandles(get, product, next, last)));
    next = last + MINUTE;
    completeTo = next - 1;
  }
  // The oldest print lies in the last minute: where that has no candle yet, it is late, not quiet.
  if (completeTo === lastMinute + MINUTE - 1 && lastMinute === minuteOf(oldest?.time ?? -1)) {
    if (elements.at(-1)?.openTime !== lastMinute) completeTo = Math.max(from - 1, lastMinute - 1);
  }
  return {
    elements,
    resolution: '1m',
    completeTo,
    blind: [],
    more: completeTo >= from,
  };
};
