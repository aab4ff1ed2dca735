import * as z from 'zod';
import { INTERVALS, type Interval } from '../visible.ts';
import {
  BinanceError,
  badCombination,
  duplicateParameter,
  illegalCharacters,
  invalidInterval,
  invalidTickerType,
  invalidValue,
  missingParameter,
  unreadParameters,
} from './error.ts';

const SYMBOL_RANGE = '^[A-Z0-9-_.]{1,20}$';
const SYMBOLS_RANGE = String.raw`^\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\]$`;
const NUMBER_RANGE = '^[0-9]{1,20}$';
const MOST_BARS = 1_000;
const DEFAULT_BARS = 500;

/** Each rule carries the name of the error it answers with. */
const symbol = z.string('missing').min(1, 'missing').regex(new RegExp(SYMBOL_RANGE), 'characters');
const symbols = z
  .string()
  .regex(new RegExp(SYMBOLS_RANGE), 'characters')
  .transform((text) => z.array(z.string()).parse(JSON.parse(text)));
const wholeNumber = z.string().regex(new RegExp(NUMBER_RANGE), 'characters').transform(Number);
const intervals = Object.keys(INTERVALS) as [Interval, ...Interval[]];

export const noParameters = z.strictObject({});
export const symbolParameters = z.strictObject({ symbol: symbol.optional(), symbols: symbols.optional() });
export const exchangeInfoParameters = symbolParameters.extend({
  /** Which orders may be placed is in no answer here, asked for or not. */
  showPermissionSets: z.enum(['true', 'false'], 'showPermissionSets').optional(),
});
export const tickerParameters = symbolParameters.extend({
  type: z.enum(['FULL', 'MINI'], 'ticker type').default('FULL'),
});
export const klineParameters = z.strictObject({
  symbol,
  interval: z.string('missing').min(1, 'missing').pipe(z.enum(intervals, 'interval')),
  startTime: wholeNumber.optional(),
  endTime: wholeNumber.optional(),
  // The exchange gives at most 1,000 however many are asked for.
  limit: wholeNumber
    .pipe(z.number().min(1, 'value'))
    .transform((limit) => Math.min(limit, MOST_BARS))
    .default(DEFAULT_BARS),
});

const RANGES: Readonly<Record<string, string>> = { symbol: SYMBOL_RANGE, symbols: SYMBOLS_RANGE };

const errorOf = (issue: z.core.$ZodIssue, sent: number): BinanceError => {
  const parameter = String(issue.path[0] ?? '');
  if (issue.code === 'unrecognized_keys') return unreadParameters(sent - issue.keys.length, sent);
  if (issue.message === 'missing') return missingParameter(parameter);
  if (issue.message === 'interval') return invalidInterval();
  if (issue.message === 'ticker type') return invalidTickerType();
  if (issue.message === 'value') return invalidValue(parameter);
  return illegalCharacters(parameter, RANGES[parameter] ?? NUMBER_RANGE);
};

/** @throws BinanceError as the exchange would answer */
export const parseQuery = <Schema extends z.ZodType>(
  schema: Schema,
  query: URLSearchParams,
): z.infer<Schema> => {
  const names = [...query.keys()];
  if (new Set(names).size < names.length) throw duplicateParameter();
  if (query.has('symbol') && query.has('symbols')) throw badCombination();
  const parsed = schema.safeParse(Object.fromEntries(query));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw issue === undefined
    ? new BinanceError(400, -1130, 'Invalid data sent for a parameter.')
    : errorOf(issue, names.length);
};
