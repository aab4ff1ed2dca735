import * as z from 'zod';
import { MOST_DECIMALS } from '../listing.ts';
import { BASE_INTERVALS, type BaseInterval, type MarketBar } from '../market.ts';
import { RecordError, ruleOf } from './record-error.ts';

const HEADER = 'time_ms,open,high,low,close,volume';
const FIELDS = HEADER.split(',');

const decimal = z
  .string('is missing')
  .regex(/^\d+(\.\d+)?([eE][+-]?\d+)?$/, 'must be a number')
  .transform(Number);
const price = decimal.pipe(z.number().positive('must be above zero'));

const rowSchema = (interval: BaseInterval) =>
  z
    .object({
      time_ms: z
        .string()
        .regex(/^\d{1,15}$/, 'must be whole milliseconds since 1970')
        .transform(Number)
        .pipe(z.number().multipleOf(BASE_INTERVALS[interval], `must be a multiple of ${interval}`)),
      open: price,
      high: price,
      low: price,
      close: price,
      volume: decimal,
    })
    .superRefine(({ open, high, low, close }, context) => {
      if (high < Math.max(open, close, low))
        context.addIssue({ code: 'custom', path: ['high'], message: 'must be the highest price of the row' });
      if (low > Math.min(open, close))
        context.addIssue({ code: 'custom', path: ['low'], message: 'must be the lowest price of the row' });
    });

/** Decimals of a number's text: 2 for 1.25, 5 for 1e-05. */
const decimalsOf = (text: string): number => {
  const [digits = '', exponent = '0'] = text.toLowerCase().split('e');
  const point = digits.indexOf('.');
  return Math.max(0, (point < 0 ? 0 : digits.length - point - 1) - Number(exponent));
};

export interface Rows {
  readonly bars: readonly MarketBar[];
  /** The most decimals that a price of the file is written with. */
  readonly priceDecimals: number;
}

/** @throws RecordError naming file, line and rule */
export const readRows = (file: string, text: string, interval: BaseInterval): Rows => {
  const schema = rowSchema(interval);
  const lines = text.split(/\r?\n/);
  if (lines[0] !== HEADER) throw new RecordError(file, 1, `the header must be ${HEADER}`);
  const bars: MarketBar[] = [];
  let priceDecimals = 0;
  for (const [index, line] of lines.entries()) {
    if (index === 0 || (line === '' && index === lines.length - 1)) continue;
    const fields = line.split(',');
    if (fields.length !== FIELDS.length)
      throw new RecordError(file, index + 1, `must have ${FIELDS.length} fields, has ${fields.length}`);
    const [time_ms, open, high, low, close, volume] = fields;
    const row = schema.safeParse({ time_ms, open, high, low, close, volume });
    if (!row.success) throw new RecordError(file, index + 1, ruleOf(row.error));
    const { time_ms: openTime, ...values } = row.data;
    if (openTime <= (bars.at(-1)?.openTime ?? -1))
      throw new RecordError(file, index + 1, 'time_ms: must be later than in the line before');
    bars.push({ openTime, ...values });
    for (const [field, text = ''] of Object.entries({ open, high, low, close })) {
      const decimals = decimalsOf(text);
      if (decimals > MOST_DECIMALS)
        throw new RecordError(file, index + 1, `${field}: must have at most ${MOST_DECIMALS} decimals`);
      priceDecimals = Math.max(priceDecimals, decimals);
    }
  }
  if (bars.length === 0) throw new RecordError(file, undefined, 'must hold at least one candle');
  return { bars, priceDecimals };
};
