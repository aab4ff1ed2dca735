import * as z from 'zod';
import type { Candle } from '../../domain/market/candle.ts';
import type { MarketSymbol, VenueId } from '../../domain/market/symbol.ts';
import { quantity } from '../../domain/money/decimal.ts';
import type { CandleRow } from '../../ports/market-store.ts';
import { scaled, unscaled, unscaledText } from './day-codec/scale.ts';
import { storedSymbol, storedVenue } from './parse.ts';

/**
 * A row of 1m candles, as the market table and its stream hold it: `pk` = `candles#<batch>`, `sk` = open time (13 digits, ms),
 * and for each market an attribute `<venue>#<symbol>` with a text of the candle, or `-` where the venue's whole record shows no
 * trade in that minute. The text has whole numbers in base 36: open, high above open, low below it, close above low, volume; open and
 * volume begin with the digit of how many decimals there are. So 20 markets are one write unit. Candles with more digits than a
 * double holds, and rows of an earlier version, are plain: `open high low close volume`.
 */
export const ROW_PREFIX = 'candles#';
const QUIET = '-';

const BASE = 36;

const number = z.string().regex(/^\d+(\.\d+)?(e[+-]?\d+)?$/i);
const price = number.transform(Number);
const plainText = z
  .string()
  .transform((text) => text.split(' '))
  .pipe(z.tuple([price, price, price, price, number.transform(quantity)]));
const marketName = z
  .string()
  .transform((name) => name.split('#'))
  .pipe(z.tuple([storedVenue, storedSymbol]));

const inBase = (value: number): string => value.toString(BASE);

const denseText = ({ open, high, low, close, volume }: Candle): string | undefined => {
  const prices = scaled([open, high, low, close]);
  const volumes = scaled([volume]);
  if (!prices || !volumes) return undefined;
  const [first = 0, top = 0, bottom = 0, last = 0] = prices.units;
  // What is no candle (a high below its open) is kept as it came.
  if (top < first || bottom > first || last < bottom) return undefined;
  return [
    inBase(prices.decimals) + inBase(first),
    inBase(top - first),
    inBase(first - bottom),
    inBase(last - bottom),
    inBase(volumes.decimals) + inBase(volumes.units[0] ?? 0),
  ].join(',');
};

const whole = z
  .string()
  .regex(/^[0-9a-z]{1,11}$/)
  .transform((digits) => Number.parseInt(digits, BASE));
const withDecimals = z
  .string()
  .transform((digits) => [digits.slice(0, 1), digits.slice(1)])
  .pipe(z.tuple([whole, whole]));
const dense = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.tuple([withDecimals, whole, whole, whole, withDecimals]));

const fromDense = (text: string): Omit<Candle, 'openTime'> | undefined => {
  const parsed = dense.safeParse(text);
  if (!parsed.success) return undefined;
  const [[decimals, open], above, below, last, [volumeDecimals, volume]] = parsed.data;
  const bottom = open - below;
  return {
    open: unscaled(open, decimals),
    high: unscaled(open + above, decimals),
    low: unscaled(bottom, decimals),
    close: unscaled(bottom + last, decimals),
    volume: quantity(unscaledText(volume, volumeDecimals)),
  };
};

const fromPlain = (text: unknown): Omit<Candle, 'openTime'> | undefined => {
  const parsed = plainText.safeParse(text);
  if (!parsed.success) return undefined;
  const [open, high, low, close, volume] = parsed.data;
  return { open, high, low, close, volume };
};

export const candleToText = (candle: Candle | null): string =>
  candle === null
    ? QUIET
    : (denseText(candle) ?? [candle.open, candle.high, candle.low, candle.close, candle.volume].join(' '));

/** Undefined where the text is no candle. */
export const candleFromText = (openTime: number, text: unknown): Candle | null | undefined => {
  if (text === QUIET) return null;
  const candle = typeof text === 'string' && text.includes(',') ? fromDense(text) : fromPlain(text);
  return candle && { openTime, ...candle };
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
