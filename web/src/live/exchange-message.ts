import * as z from 'zod';

/** What is used of a mini ticker of Binance: symbol without its stroke, last price, the exchange's clock in ms. */
const ticker = z.object({ s: z.string(), c: z.string().regex(/^\d+(\.\d+)?$/), E: z.number() });
const message = z.union([z.array(ticker), ticker, z.object({ data: z.union([ticker, z.array(ticker)]) })]);

export interface ExchangePrice {
  /** `BTCUSDT` */
  readonly pair: string;
  readonly price: string;
  /** ms, the exchange's clock. */
  readonly time: number;
}

/** Prices of a message of the exchange's public stream; none where it is anything else. */
export const readTickers = (text: string): ExchangePrice[] => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  const read = message.safeParse(json);
  if (!read.success) return [];
  const inner = 'data' in read.data ? read.data.data : read.data;
  return (Array.isArray(inner) ? inner : [inner]).map(({ s, c, E }) => ({ pair: s, price: c, time: E }));
};

export const pairOf = (symbol: string): string => symbol.replace('/', '');

/** Where to connect: all markets, or those of these symbols; undefined where nothing is looked at. */
export const streamAddress = (base: string, all: boolean, symbols: readonly string[]): string | undefined => {
  if (all) return `${base}/ws/!miniTicker@arr`;
  if (symbols.length === 0) return undefined;
  const streams = symbols.map((symbol) => `${pairOf(symbol).toLowerCase()}@miniTicker`).toSorted();
  return `${base}/stream?streams=${streams.join('/')}`;
};

/** Ticks may be away for a while; the stream goes on. */
const AHEAD_MS = 300_000;

/** Whether a price of the stream belongs to the bar of now: one that is far ahead of the venue's own would draw a bar in the future. */
export const isOfNow = (
  moving: ExchangePrice | undefined,
  price: { readonly time: string } | undefined,
): moving is ExchangePrice =>
  moving !== undefined && price !== undefined && moving.time <= Date.parse(price.time) + AHEAD_MS;
