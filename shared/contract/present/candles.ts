import type { Series } from '../../domain/indicators/run.ts';
import type { Candle, Interval, Span } from '../../domain/market/candle.ts';
import type { MarketSymbol } from '../../domain/market/symbol.ts';
import { canonical } from '../../domain/money/decimal.ts';
import type { CandleJson, CandleListJson } from '../schemas/candles.ts';
import { csvOf } from './csv.ts';
import { decimalText, moment } from './primitives.ts';

/** A page of candles, as the use case gives it. Times in ms. */
export interface CandlePage {
  readonly items: readonly Candle[];
  readonly gaps: readonly Span[];
  readonly missing: readonly Span[];
  readonly indicators: readonly { readonly name: string; readonly lines: Series }[];
  readonly next: number | null;
}

/** Digits of a computed value: more than a float holds for sure would be noise. */
const DIGITS = 13;

export const presentCandle = (candle: Candle): CandleJson => ({
  time: moment(candle.openTime),
  open: decimalText(candle.open),
  high: decimalText(candle.high),
  low: decimalText(candle.low),
  close: decimalText(candle.close),
  volume: candle.volume,
});

const presentSpan = ({ from, to }: Span) => ({ from: moment(from), to: moment(to) });

const presentValue = (value: number | null): string | null =>
  value === null ? null : canonical(value.toPrecision(DIGITS));

export const presentCandles = (
  symbol: MarketSymbol,
  interval: Interval,
  { items, gaps, missing, indicators, next }: CandlePage,
): CandleListJson => ({
  symbol,
  interval,
  items: items.map(presentCandle),
  gaps: gaps.map(presentSpan),
  missing: missing.map(presentSpan),
  indicators: Object.fromEntries(
    indicators.map(({ name, lines }) => [
      name,
      Object.fromEntries(Object.entries(lines).map(([line, values]) => [line, values.map(presentValue)])),
    ]),
  ),
  next: next === null ? null : moment(next),
});

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

/** Candles and indicators as a spreadsheet takes them; columns `ema:50`, or `bb:20:2 upper` where there are several lines. */
export const candlesCsv = ({ items, indicators }: CandleListJson): string => {
  const columns = Object.entries(indicators).flatMap(([name, lines]) => {
    const own = Object.entries(lines);
    return own.map(([line, values]) => ({ title: own.length === 1 ? name : `${name} ${line}`, values }));
  });
  return csvOf(
    [...COLUMNS, ...columns.map(({ title }) => title)],
    items.map((item, index) => [
      ...COLUMNS.map((column) => item[column]),
      ...columns.map(({ values }) => values[index] ?? null),
    ]),
  );
};
