import * as z from 'zod';
import { VENUES } from '../../domain/market/symbol.ts';
import { decimal, moment, pageOf, pageQuery } from './primitives.ts';

export const priceSchema = z
  .object({
    symbol: z.string(),
    price: decimal,
    change24h: decimal.nullable(),
    changePercent24h: decimal.nullable(),
    source: z.enum(VENUES),
    time: moment,
    ageSeconds: z.number(),
    stale: z.boolean(),
  })
  .meta({ id: 'Price' });
export type PriceJson = z.infer<typeof priceSchema>;

export const priceList = z.object({ items: z.array(priceSchema) }).meta({ id: 'PriceList' });

export const instrumentSchema = z
  .object({
    symbol: z.string(),
    /** Where its trades go, and whose record fires them. */
    venue: z.enum(VENUES),
    /** Prices are whole multiples of this. */
    tickSize: decimal,
    /** Quantities are whole multiples of this. */
    lotSize: decimal,
    minQuantity: decimal,
    maxQuantity: decimal,
    /** Price x quantity of an entry is at least this, in quote currency. */
    minNotional: decimal,
    /** Whether it has prices already; what has not begins to be followed with its first trade or watcher. */
    followed: z.boolean(),
  })
  .meta({ id: 'Instrument' });
export type InstrumentJson = z.infer<typeof instrumentSchema>;

export const instrumentList = pageOf(instrumentSchema).meta({ id: 'InstrumentList' });

/** GET /v1/instruments: without `all` and without a filter the symbols of the settings, all in one answer. */
export const instrumentsQuery = z.strictObject({
  ...pageQuery,
  all: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .optional()
    .meta({ description: 'Whatever the exchanges list, not only the symbols of the settings' }),
  search: z
    .string()
    .max(40, { error: 'must have at most 40 characters' })
    .optional()
    .meta({ description: 'A part of a symbol' }),
  venue: z.enum(VENUES, { error: `must be one of: ${VENUES.join(', ')}` }).optional(),
  quote: z
    .string()
    .regex(/^[A-Z0-9]{2,10}$/, { error: 'must be a currency in capital letters, e.g. "USDT"' })
    .optional(),
});

/** `BTC-USDT`: a symbol as one segment of a path. */
export const pairParams = z.strictObject({
  pair: z.string().regex(/^[A-Z0-9]{1,15}-[A-Z0-9]{2,10}$/),
});
