import type { Series } from '../../domain/indicators/run.ts';
import type { Candle, Interval, Span } from '../../domain/market/candle.ts';
import type { MarketSymbol } from '../../domain/market/symbol.ts';
import { canonical } from '../../domain/money/decimal.ts';
import type { CandleJson, CandleListJson, ExportJson, ImportJson } from '../schemas/candles.ts';
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

/** An import or an export, as the use cases give it. Times in ms. */
export interface JobView {
  readonly id: string;
  readonly symbol: MarketSymbol;
  readonly interval?: Interval;
  readonly from: number;
  readonly to: number;
  readonly status: 'queued' | 'running' | 'done' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly error?: string;
}

export const presentImport = (job: JobView): ImportJson => ({
  id: job.id,
  symbol: job.symbol,
  from: moment(job.from),
  to: moment(job.to),
  status: job.status,
  progress: { done: job.done, total: job.total },
  error: job.error ?? null,
});

export const presentExport = (
  job: JobView,
  link: { readonly url: string; readonly expiresAt: number } | undefined,
): ExportJson => ({
  ...presentImport(job),
  interval: job.interval ?? '1m',
  url: link?.url ?? null,
  expiresAt: link ? moment(link.expiresAt) : null,
});

/** A part of an exported file: its first one with the header. */
export const csvLines = (candles: readonly Candle[], isFirst: boolean): string => {
  const text = csvOf(
    COLUMNS,
    candles.map((candle) => COLUMNS.map((column) => presentCandle(candle)[column])),
  );
  return isFirst ? text : text.slice(text.indexOf('\n') + 1);
};
