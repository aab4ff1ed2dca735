import { type Bar, type PathSlice, startOf } from '../../domain/market/path.ts';
import { candles, MINUTE } from './coinbase-answers.ts';
import { type Prints, printSlice } from './coinbase-prints.ts';
import type { Get } from './http.ts';

/** Candles of one answer, the most Coinbase gives. */
const CANDLES_PAGE = 300;

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

/** The closed minutes from `from` on, as far as `lastMinute` (its start) and the allowed pages go. */
const readMinutes = async (
  get: Get,
  product: string,
  span: { readonly from: number; readonly lastMinute: number; readonly maxPages: number },
): Promise<PathSlice> => {
  const elements: Bar[] = [];
  let next = Math.ceil(span.from / MINUTE) * MINUTE;
  let completeTo = span.from - 1;
  for (let page = 0; next <= span.lastMinute && page < span.maxPages; page += 1) {
    const last = Math.min(next + (CANDLES_PAGE - 1) * MINUTE, span.lastMinute);
    elements.push(...(await readCandles(get, product, next, last)));
    next = last + MINUTE;
    completeTo = next - 1;
  }
  return { elements, resolution: '1m', completeTo, blind: [], more: next <= span.lastMinute };
};

/**
 * Where the pages of prints do not reach back to `from`: closed minutes up to the one in which they begin, then the
 * prints. The whole is marked `1m`, its coarsest part. A minute without a candle, inside an answer, had no trades.
 * @throws FeedError
 */
export const candleSlice = async (
  get: Get,
  product: string,
  found: Prints,
  from: number,
  maxPages: number,
): Promise<PathSlice> => {
  const firstPrinted = minuteOf(found.prints.at(-1)?.time ?? found.completeTo);
  const lastClosed = minuteOf(found.completeTo + 1) - MINUTE;
  const lastMinute = Math.min(lastClosed, firstPrinted);
  const minutes = await readMinutes(get, product, { from, lastMinute, maxPages });
  // Not yet at the prints; or these begin in a minute that is still open, and the path ends before it.
  if (minutes.more || lastMinute < firstPrinted) return minutes;
  const last = minutes.elements.at(-1);
  if (!last || startOf(last) < firstPrinted) {
    // There were prints in that minute: its candle is late, not absent for quiet.
    return { ...minutes, completeTo: Math.max(from - 1, firstPrinted - 1) };
  }
  const prints = await printSlice(get, product, found, minutes.completeTo + 1);
  return { ...prints, elements: [...minutes.elements, ...prints.elements], resolution: '1m' };
};
