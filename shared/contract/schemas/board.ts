import * as z from 'zod';
import { VENUES } from '../../domain/market/symbol.ts';
import { instrumentSchema } from './market.ts';
import { decimal, MAX_LIMIT, moment, pageQuery, wholeNumber } from './primitives.ts';

/** What the board can be sorted by. */
const BOARD_SORTS = [
  'rank',
  'name',
  'price',
  'change1h',
  'change24h',
  'change7d',
  'volume',
  'marketCap',
] as const;

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `must be one of: ${values.join(', ')}` });

export const boardQuery = z.strictObject({
  sort: oneOf(BOARD_SORTS).default('rank'),
  /** Without it: rank and name ascending, all others descending. */
  order: oneOf(['asc', 'desc']).optional(),
  /** Part of the name or the ticker, in any case. */
  search: z
    .string()
    .max(64, { error: 'must be at most 64 characters', abort: true })
    .regex(/\S/, { error: 'must not be empty' })
    .optional(),
  limit: wholeNumber({ min: 1, max: MAX_LIMIT, or: MAX_LIMIT }),
  cursor: pageQuery.cursor,
});

export const boardRowSchema = z
  .object({
    /** By market cap; by volume where the source knows no market caps. */
    rank: z.int().positive(),
    /** Ticker. */
    base: z.string(),
    name: z.string(),
    /** In dollars, like the volume and the market cap. */
    price: decimal,
    changePercent1h: decimal.nullable(),
    changePercent24h: decimal.nullable(),
    changePercent7d: decimal.nullable(),
    volume24h: decimal.nullable(),
    /** Null where nobody knows it, or where it cannot be believed. */
    marketCap: decimal.nullable(),
    /** Prices of seven days in equal steps, oldest first. */
    sparkline: z.array(decimal).nullable(),
    /** The instrument by which it is traded here, null where there is none. */
    symbol: z.string().nullable(),
  })
  .meta({ id: 'BoardRow' });
export type BoardRowJson = z.infer<typeof boardRowSchema>;

export const boardSchema = z
  .object({
    /** When the source was asked; null before the first answer. */
    asOf: moment.nullable(),
    source: z.enum(VENUES).nullable(),
    /** True where it is older than three minutes, or there is none yet. */
    stale: z.boolean(),
    items: z.array(boardRowSchema),
    next: z.string().nullable(),
  })
  .meta({ id: 'Board' });
export type BoardJson = z.infer<typeof boardSchema>;

/** A ticker as one segment of a path. */
export const baseParams = z.strictObject({
  base: z
    .string()
    .regex(/^[A-Z0-9][A-Z0-9._-]{0,19}$/, { error: 'must be a ticker in capital letters, e.g. "BTC"' }),
});

export const marketSchema = z
  .object({
    ...boardRowSchema.shape,
    asOf: moment,
    source: z.enum(VENUES),
    stale: z.boolean(),
    /** By which it can be traded, in the order of feeds; `followed` where its price is being followed now. */
    instruments: z.array(instrumentSchema),
  })
  .meta({ id: 'Market' });
export type MarketJson = z.infer<typeof marketSchema>;
