import * as z from 'zod';
import { VENUES } from '../../domain/market/symbol.ts';
import { decimal, moment } from '../schemas/primitives.ts';

const row = z.object({
  rank: z.int(),
  base: z.string(),
  name: z.string(),
  price: decimal,
  changePercent1h: decimal.nullable(),
  changePercent24h: decimal.nullable(),
  changePercent7d: decimal.nullable(),
  volume24h: decimal.nullable(),
  marketCap: decimal.nullable(),
  /** The instrument by which it is traded here, null where there is none. */
  symbol: z.string().nullable(),
});

/**
 * The board as GET /v1/markets has it, all rows by rank, without the sparklines: with them it is 170 kB, a message holds
 * 128 kB, and they change once an hour.
 */
export const boardMessage = z.object({
  asOf: moment.nullable(),
  source: z.enum(VENUES).nullable(),
  stale: z.boolean(),
  items: z.array(row),
});
export type BoardMessageJson = z.infer<typeof boardMessage>;
