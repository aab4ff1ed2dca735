import type { Series } from '../../domain/indicators/run.ts';
import type { Candle, Interval, Span } from '../../domain/market/candle.ts';
import { unknownMinutes } from '../../domain/market/candles.ts';
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

/** The last column of a CSV: how many minutes of the row are unknown. */
const UNKNOWN = 'unknownMinutes';

/**
 * The rows of candles, and between them one without prices for each candle of which nothing is known but that it is missing: it is
 * marked, and nothing is invented. A candle that is not there because nothing was traded has none.
 */
const rowsWith = (
  candles: readonly CandleJson[],
  interval: Interval,
  unknown: readonly Span[],
  columns: readonly (readonly (string | null)[])[] = [],
): (string | null)[][] => {
  const left = unknownMinutes(unknown, interval);
  const rows = candles.map((candle, index) => {
    const openTime = Date.parse(candle.time);
    const minutes = left.get(openTime) ?? 0;
    left.delete(openTime);
    const values = columns.map((column) => column[index] ?? null);
    return { openTime, row: [...COLUMNS.map((name) => candle[name]), ...values, String(minutes)] };
  });
  if (left.size === 0) return rows.map(({ row }) => row);
  const nothing = Array<null>(COLUMNS.length - 1 + columns.length).fill(null);
  const marks = [...left].map(([openTime, minutes]) => ({
    openTime,
    row: [moment(openTime), ...nothing, String(minutes)],
  }));
  return [...rows, ...marks].sort((one, other) => one.openTime - other.openTime).map(({ row }) => row);
};

/** Candles, what is unknown between them, and indicators, as a spreadsheet takes them; columns `ema:50`, or `bb:20:2 upper` where there are several lines. */
export const candlesCsv = (
  { items, indicators, interval }: CandleListJson,
  unknown: readonly Span[],
): string => {
  const columns = Object.entries(indicators).flatMap(([name, lines]) => {
    const own = Object.entries(lines);
    return own.map(([line, values]) => ({ title: own.length === 1 ? name : `${name} ${line}`, values }));
  });
  return csvOf(
    [...COLUMNS, ...columns.map(({ title }) => title), UNKNOWN],
    rowsWith(
      items,
      interval,
      unknown,
      columns.map(({ values }) => values),
    ),
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

/** A part of an exported file, with what is unknown of it: its first one with the header. */
export const csvLines = (
  candles: readonly Candle[],
  interval: Interval,
  unknown: readonly Span[],
  isFirst: boolean,
): string => {
  const text = csvOf([...COLUMNS, UNKNOWN], rowsWith(candles.map(presentCandle), interval, unknown));
  return isFirst ? text : text.slice(text.indexOf('\n') + 1);
};
