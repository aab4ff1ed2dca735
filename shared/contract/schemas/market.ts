import * as z from 'zod';
import { VENUES } from '../../domain/market/symbol.ts';
import { decimal, moment } from './primitives.ts';

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
  })
  .meta({ id: 'Instrument' });
export type InstrumentJson = z.infer<typeof instrumentSchema>;

export const instrumentList = z.object({ items: z.array(instrumentSchema) }).meta({ id: 'InstrumentList' });

/** `BTC-USDT`: a symbol as one segment of a path. */
export const pairParams = z.strictObject({
  pair: z.string().regex(/^[A-Z0-9]{1,15}-[A-Z0-9]{2,10}$/),
});
