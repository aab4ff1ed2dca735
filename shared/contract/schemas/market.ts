import * as z from 'zod';
import { INTERVALS, type Interval } from '../../domain/market/candle.ts';
import { VENUES } from '../../domain/market/symbol.ts';
import { decimal, moment, momentInput, symbolInput, wholeNumber } from './primitives.ts';

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

const intervals = Object.keys(INTERVALS) as [Interval, ...Interval[]];
export const MAX_CANDLES = 1000;

export const candlesQuery = z
  .strictObject({
    symbol: symbolInput,
    interval: z.enum(intervals, {
      error: `must be one of: ${intervals.join(', ')}`,
    }),
    from: momentInput.optional(),
    to: momentInput.optional(),
    limit: wholeNumber({ min: 1, max: MAX_CANDLES, or: 500 }),
  })
  .refine((query) => query.from === undefined || query.to === undefined || query.from <= query.to, {
    error: 'must not be before "from"',
    path: ['to'],
    params: { code: 'before_from' },
  });

export const candleSchema = z.object({
  time: moment,
  open: decimal,
  high: decimal,
  low: decimal,
  close: decimal,
  volume: decimal,
});
export type CandleJson = z.infer<typeof candleSchema>;

export const candleList = z
  .object({
    symbol: z.string(),
    interval: z.enum(intervals),
    items: z.array(candleSchema),
    /** Spans without a price; both ends inclusive. */
    gaps: z.array(z.object({ from: moment, to: moment })),
  })
  .meta({ id: 'CandleList' });
export type CandleListJson = z.infer<typeof candleList>;
