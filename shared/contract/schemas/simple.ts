import * as z from 'zod';
import { canonical, price, quantity } from '../../domain/money/decimal.ts';
import { isPositiveDecimal, ulid } from './primitives.ts';

/** The simple API: JSON numbers, plain JSON errors, as its first users know it. Fields may be added; none changes. */
export const livePrice = z
  .object({
    symbol: z.string(),
    price: z.number(),
    change_24h: z.number().nullable(),
    change_percent_24h: z.number().nullable(),
    /** The price is older than its bound (setting `quoteStaleSeconds`). */
    stale: z.boolean(),
  })
  .meta({ id: 'SimplePrice' });
export type LivePriceJson = z.infer<typeof livePrice>;

const NUMBER_RULE = 'must be a positive number with at most 18 digits on each side of the point';

/** A JSON number as the exact decimal that it was written as; only those that /v1 takes as text. */
const positiveNumber = z
  // 1e999 is valid JSON, and Infinity once parsed.
  .number({ error: ({ input }) => (typeof input === 'number' ? NUMBER_RULE : undefined) })
  .transform((value, context) => {
    const text = canonical(value);
    if (isPositiveDecimal(text)) return text;
    context.addIssue({ code: 'custom', message: NUMBER_RULE, params: { code: 'not_a_positive_decimal' } });
    return z.NEVER;
  });
const priceNumber = positiveNumber.transform((text) => price(text));

/** POST /trade/create. Other fields are ignored, as they always were; `user_id` too: the key decides whose trade it is. */
export const simpleCreateBody = z
  .looseObject({
    symbol: z.string(),
    buy_price: priceNumber,
    sell_price: priceNumber,
    stop_loss: priceNumber,
    quantity: positiveNumber.transform((text) => quantity(text)),
    user_id: z.unknown().optional(),
  })
  .meta({ id: 'SimpleCreate' });

export const simpleCreated = z
  .object({
    status: z.literal('success'),
    trade_id: z.string(),
    message: z.string(),
  })
  .meta({ id: 'SimpleCreated' });

export const simpleActive = z
  .object({
    id: z.string(),
    user_id: z.string(),
    symbol: z.string(),
    /** Null where the trade, made elsewhere, has none. */
    buy_price: z.number().nullable(),
    sell_price: z.number().nullable(),
    stop_loss: z.number().nullable(),
    quantity: z.number(),
    status: z.enum(['pending', 'bought']),
    created_at: z.iso.datetime(),
    current_price: z.number().nullable(),
    /** `current_price` is older than its bound, and so is what follows from it. */
    current_price_stale: z.boolean(),
    unrealized_pnl: z.number().nullable(),
    unrealized_pnl_percent: z.number().nullable(),
  })
  .meta({ id: 'SimpleActiveTrade' });
export type SimpleActiveJson = z.infer<typeof simpleActive>;

export const simpleClosed = z
  .object({
    id: z.string(),
    symbol: z.string(),
    status: z.enum(['sold', 'stopped']),
    buy_price: z.number(),
    exit_price: z.number(),
    quantity: z.number(),
    /** Gross: (exit - buy) x quantity; of a short, made elsewhere, (buy - exit) x quantity. */
    pnl: z.number(),
    fees: z.number(),
    net_pnl: z.number(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'SimpleClosedTrade' });
export type SimpleClosedJson = z.infer<typeof simpleClosed>;

export const simpleLog = z
  .object({
    id: z.string(),
    trade_id: z.string(),
    message: z.string(),
    price: z.number().nullable(),
    timestamp: z.iso.datetime(),
  })
  .meta({ id: 'SimpleLog' });
export type SimpleLogJson = z.infer<typeof simpleLog>;

export const simpleError = z
  .object({
    error: z.string(),
    fields: z.array(z.string()).optional(),
    message: z.string().optional(),
  })
  .meta({ id: 'SimpleError' });
export type SimpleErrorJson = z.infer<typeof simpleError>;

export const simpleTradeParams = z.strictObject({ id: ulid });
