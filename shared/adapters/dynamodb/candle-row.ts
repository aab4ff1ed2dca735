import * as z from 'zod';
import type { Candle } from '../../domain/market/candle.ts';
import type { MarketSymbol, VenueId } from '../../domain/market/symbol.ts';
import { quantity } from '../../domain/money/decimal.ts';
import type { CandleRow } from '../../ports/market-store.ts';
import { storedSymbol, storedVenue } from './parse.ts';

/**
 * A row of 1m candles, as the market table and its stream hold it: `pk` = `candles#<batch>`, `sk` = open time (13 digits, ms),
 * and for each market an attribute `<venue>#<symbol>` with the text `open high low close volume`, or `-` where the
 * venue's whole record shows no trade in that minute.
 */
export const ROW_PREFIX = 'candles#';
const QUIET = '-';

const number = z.string().regex(/^\d+(\.\d+)?(e[+-]?\d+)?$/i);
const price = number.transform(Number);
const candleText = z
  .string()
  .transform((text) => text.split(' '))
  .pipe(z.tuple([price, price, price, price, number.transform(quantity)]));
const marketName = z
  .string()
  .transform((name) => name.split('#'))
  .pipe(z.tuple([storedVenue, storedSymbol]));

export const candleToText = (candle: Candle | null): string =>
  candle === null ? QUIET : [candle.open, candle.high, candle.low, candle.close, candle.volume].join(' ');

/** Undefined where the text is no candle. */
export const candleFromText = (openTime: number, text: unknown): Candle | null | undefined => {
  if (text === QUIET) return null;
  const parsed = candleText.safeParse(text);
  if (!parsed.success) return undefined;
  const [open, high, low, close, volume] = parsed.data;
  return { openTime, open, high, low, close, volume };
};

/** One market of a row. */
export interface RowEntry {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly candle: Candle | null;
}

/** The row in this item of the market table; what of it does not parse is left out. Undefined where it is no row of candles. */
export const parseCandleRow = (item: Readonly<Record<string, unknown>>): CandleRow | undefined => {
  const openTime = Number(item.sk);
  if (!String(item.pk).startsWith(ROW_PREFIX) || !Number.isSafeInteger(openTime)) return undefined;
  const candles = Object.entries(item).flatMap(([name, text]): RowEntry[] => {
    const market = marketName.safeParse(name);
    const candle = market.success ? candleFromText(openTime, text) : undefined;
    if (!market.success || candle === undefined) return [];
    const [venue, symbol] = market.data;
    return [{ venue, symbol, candle }];
  });
  return { openTime, candles };
};
