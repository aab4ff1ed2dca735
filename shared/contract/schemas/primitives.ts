import * as z from 'zod';
import { parseSymbol } from '../../domain/market/symbol.ts';

const DECIMAL = /^\d{1,18}(\.\d{1,18})?$/;
const DECIMAL_RULE =
  'must be a positive decimal as text with at most 18 digits on each side of the point, e.g. "0.5", without sign or exponent';

/** A positive exact decimal as it comes in: text only, for JSON numbers are floats. */
export const positiveDecimal = z
  .string({
    error: (issue) =>
      typeof issue.input === 'number'
        ? 'must be text, e.g. "0.5": JSON numbers are floats and are not accepted'
        : undefined,
  })
  .regex(DECIMAL, { error: DECIMAL_RULE, abort: true })
  .refine((text) => /[1-9]/.test(text), {
    error: 'must be greater than zero',
    params: { code: 'not_positive' },
  })
  // What OpenAPI says of it: zod knows two rules here, and tells them apart.
  .meta({ pattern: '^(?=.*[1-9])\\d{1,18}(\\.\\d{1,18})?$', description: 'Positive decimal as text' });

/** True for what `positiveDecimal` takes. */
export const isPositiveDecimal = (text: string): boolean => DECIMAL.test(text) && /[1-9]/.test(text);

/** An exact decimal as it goes out. */
export const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .meta({
    id: 'Decimal',
    description: 'Exact decimal as text',
    example: '64000.5',
  });

/** A moment as it goes out: RFC 3339, UTC, milliseconds. */
export const moment = z.iso.datetime();

const LATEST = Date.UTC(2100, 0, 1);

/** A moment as it comes in: RFC 3339 with any offset; milliseconds inside. */
export const momentInput = z.iso
  .datetime({
    offset: true,
    error: 'must be a moment in RFC 3339, e.g. "2026-11-20T09:30:00Z"',
    abort: true,
  })
  .transform((text) => Date.parse(text))
  .refine((ms) => ms >= 0 && ms < LATEST, {
    error: 'must lie between 1970 and 2100',
    params: { code: 'out_of_range' },
  });

export const symbolInput = z
  .string()
  .regex(/^[A-Z0-9]{1,15}\/[A-Z0-9]{2,10}$/, {
    error: 'must be a symbol BASE/QUOTE in capital letters, e.g. "BTC/USDT"',
    abort: true,
  })
  .meta({ description: 'BASE/QUOTE in capital letters, e.g. BTC/USDT' })
  .transform((text, context) => {
    const symbol = parseSymbol(text);
    if (symbol) return symbol;
    context.addIssue({ code: 'custom', message: 'must be a symbol' });
    return z.NEVER;
  });

/** Ids are ULIDs; anything else names nothing. */
export const ulid = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, {
  error: 'must be an id as answers have it, of 26 digits and capital letters',
});

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 100;

/** A whole number in a query string. */
export const wholeNumber = (range: { min: number; max: number; or: number }) =>
  z
    .string()
    .regex(/^\d{1,9}$/, {
      error: `must be a whole number from ${range.min} to ${range.max}`,
      abort: true,
    })
    .transform(Number)
    .pipe(
      z
        .int()
        .min(range.min, { error: `must be at least ${range.min}` })
        .max(range.max, { error: `must be at most ${range.max}` }),
    )
    .prefault(String(range.or))
    .meta({ wholeNumber: range });

/** `?limit=&cursor=` of every list. */
export const pageQuery = {
  limit: wholeNumber({ min: 1, max: MAX_LIMIT, or: DEFAULT_LIMIT }),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,1024}$/, { error: 'is not a cursor' })
    .optional(),
};

/** A page of a list; `next` is the cursor of the next one, null on the last. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
