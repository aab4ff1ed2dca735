import * as z from 'zod';
import { money, price, quantity } from '../../domain/money/decimal.ts';
import { accountId } from './account-id.ts';
import { decimal, moment, positiveDecimal, symbolInput, ulid } from './primitives.ts';

const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

/** POST /v1/orders. */
export const createOrderBody = z
  .strictObject({
    symbol: symbolInput,
    side: z.enum(['buy', 'sell'], { error: 'must be "buy" or "sell"' }),
    type: z.enum(['market', 'limit'], { error: 'must be "market" or "limit"' }),
    /** Of a limit order. */
    limit: optional(positiveDecimal.transform((text) => price(text))),
    /** Of the base currency; either this or the amount. */
    quantity: optional(positiveDecimal.transform((text) => quantity(text))),
    /** Of the quote currency, before fees: as many lots as it pays for at the limit, or at the last price. */
    amount: optional(positiveDecimal.transform((text) => money(text))),
    accountId: optional(accountId).transform((id) => id ?? 'main'),
    clientOrderId: optional(
      z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, "-" or "_"' }),
    ),
  })
  .superRefine((body, context) => {
    const wrong = (path: string, message: string, code: string) =>
      context.addIssue({ code: 'custom', path: [path], message, params: { code } });
    if (body.type === 'limit' && body.limit === undefined)
      wrong('limit', 'must be given for a limit order', 'missing');
    if (body.type === 'market' && body.limit !== undefined)
      wrong('limit', 'must not be given for a market order', 'not_allowed');
    if ((body.quantity === undefined) === (body.amount === undefined))
      wrong('quantity', 'must be given, or amount instead of it, and not both', 'quantity_or_amount');
  })
  .meta({ id: 'CreateOrder' });
export type CreateOrderBody = z.output<typeof createOrderBody>;

export const orderParams = z.object({ id: ulid });

export const orderSchema = z
  .object({
    id: z.string(),
    clientOrderId: z.string().nullable(),
    accountId: z.string(),
    symbol: z.string(),
    side: z.enum(['buy', 'sell']),
    type: z.enum(['market', 'limit']),
    limit: decimal.nullable(),
    quantity: decimal,
    filledQuantity: decimal,
    averagePrice: decimal.nullable(),
    fees: decimal,
    /** `cancelled` has ended without being filled whole. */
    status: z.enum(['open', 'filled', 'cancelled']),
    /** Why a purchase has ended without being filled. */
    endReason: z.string().nullable(),
    /** The trade that a purchase is; the lots that a sale closes, first in, first out. */
    parts: z.array(z.object({ tradeId: z.string(), quantity: decimal, filledQuantity: decimal })),
    createdAt: moment,
  })
  .meta({ id: 'Order' });
export type OrderJson = z.infer<typeof orderSchema>;
