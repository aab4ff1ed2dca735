import * as z from 'zod';
import { parseIndicators } from '../../domain/indicators/parse.ts';
import { INTERVALS, type Interval } from '../../domain/market/candle.ts';
import { decimal, moment, momentInput, symbolInput, wholeNumber } from './primitives.ts';

const intervals = Object.keys(INTERVALS) as [Interval, ...Interval[]];
/** So many candles of one page stay far below the 6 MB of an answer, eight indicators included. */
const MAX_CANDLES = 5_000;
/** Days that one page, one import or one export may span. */
const MAX_DAYS = 400;

const intervalInput = z.enum(intervals, { error: `must be one of: ${intervals.join(', ')}` });

const indicatorsInput = z
  .string()
  .max(400, { error: 'must have at most 400 characters' })
  .meta({ description: 'Separated by commas: sma:20, ema:50, rsi:14, bb:20:2, macd:12:26:9, vwap, atr:14' })
  .transform((text, context) => {
    const parsed = parseIndicators(text);
    if ('indicators' in parsed) return parsed.indicators;
    for (const { code, message } of parsed.faults)
      context.addIssue({ code: 'custom', message, params: { code } });
    return z.NEVER;
  });

export const candlesQuery = z
  .strictObject({
    symbol: symbolInput,
    interval: intervalInput,
    from: momentInput.optional(),
    to: momentInput.optional(),
    limit: wholeNumber({ min: 1, max: MAX_CANDLES, or: 500 }),
    indicators: indicatorsInput.optional(),
  })
  .refine((query) => query.from === undefined || query.to === undefined || query.from <= query.to, {
    error: 'must not be before "from"',
    path: ['to'],
    params: { code: 'before_from' },
  });

/** Both ends inclusive. */
const span = z.object({ from: moment, to: moment });

export const candleSchema = z.object({
  time: moment,
  open: decimal,
  high: decimal,
  low: decimal,
  close: decimal,
  /** Exact: the sum of what was traded. */
  volume: decimal,
});
export type CandleJson = z.infer<typeof candleSchema>;

export const candleList = z
  .object({
    symbol: z.string(),
    interval: z.enum(intervals),
    items: z.array(candleSchema),
    /** Spans between candles of which nothing is known. Minutes in which nothing was traded are none. */
    gaps: z.array(span),
    /** Of the span that this page covers, what an import would ask the venue for. */
    missing: z.array(span),
    /** Of each indicator asked for its lines, as long as `items`; null where it has no value yet. */
    indicators: z.record(z.string(), z.record(z.string(), z.array(decimal.nullable()))),
    /** `from` of the next page; null on the last, and where the newest were asked for. */
    next: moment.nullable(),
  })
  .meta({ id: 'CandleList' });
export type CandleListJson = z.infer<typeof candleList>;

const DAY_MS = 86_400_000;

const spanBody = {
  symbol: symbolInput,
  from: momentInput,
  to: momentInput,
};
const inOrder = ({ from, to }: { from: number; to: number }) => from <= to;
const ORDER = { error: 'must not be before "from"', path: ['to'], params: { code: 'before_from' } };
const notTooLong = ({ from, to }: { from: number; to: number }) => to - from <= MAX_DAYS * DAY_MS;
const LENGTH = {
  error: `must be at most ${MAX_DAYS} days after "from"`,
  path: ['to'],
  params: { code: 'out_of_range' },
};

export const importBody = z.strictObject(spanBody).refine(inOrder, ORDER).refine(notTooLong, LENGTH);
export const exportBody = z
  .strictObject({ ...spanBody, interval: intervalInput })
  .refine(inOrder, ORDER)
  .refine(notTooLong, LENGTH);

/** Ids name what is imported or exported: whoever asks for the same gets the same. */
export const jobParams = z.strictObject({ id: z.string().regex(/^(import|export)-[a-z0-9.-]{5,100}$/) });

const job = {
  id: z.string(),
  symbol: z.string(),
  from: moment,
  to: moment,
  status: z.enum(['queued', 'running', 'done', 'failed']),
  /** In minutes. */
  progress: z.object({ done: z.int().nonnegative(), total: z.int().nonnegative() }),
  error: z.string().nullable(),
};

export const importSchema = z.object(job).meta({ id: 'CandleImport' });
export type ImportJson = z.infer<typeof importSchema>;

export const exportSchema = z
  .object({
    ...job,
    interval: z.enum(intervals),
    /** Once it is done: a link to the file (CSV, gzip) that needs no credentials, until it expires. */
    url: z.url().nullable(),
    expiresAt: moment.nullable(),
  })
  .meta({ id: 'CandleExport' });
export type ExportJson = z.infer<typeof exportSchema>;
