import * as z from 'zod';
import { price, quantity } from '../../domain/money/decimal.ts';
import { accountId } from './account.ts';
import { momentInput, pageQuery, positiveDecimal, symbolInput, ulid } from './primitives.ts';

const priceInput = positiveDecimal.transform((text) => price(text));

const entryInput = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('market') }),
    z.strictObject({ type: z.literal('limit'), limit: priceInput }),
    z.strictObject({ type: z.literal('stop'), stop: priceInput }),
    z.strictObject({
      type: z.literal('stop_limit'),
      stop: priceInput,
      limit: priceInput,
    }),
  ],
  {
    error: 'must be an entry of the type "market", "limit", "stop" or "stop_limit"',
  },
);

/** Null, as an answer writes what is absent, is as good as absent: a caller may send back what it was given. */
const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

/** POST /v1/trades. */
export const createTradeBody = z
  .strictObject({
    symbol: symbolInput,
    direction: z
      .enum(['long', 'short'], { error: 'must be "long" or "short"' })
      .nullable()
      .default('long')
      .transform((direction) => direction ?? 'long'),
    quantity: positiveDecimal.transform((text) => quantity(text)),
    entry: entryInput,
    takeProfit: optional(priceInput),
    stopLoss: optional(priceInput),
    goodTill: optional(momentInput),
    /** Whose money it is. */
    accountId: optional(accountId).transform((id) => id ?? 'main'),
    clientTradeId: optional(
      z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, {
        error: 'must be 1 to 64 letters, digits, "-" or "_"',
      }),
    ),
  })
  .meta({ id: 'CreateTrade' });
export type CreateTradeBody = z.output<typeof createTradeBody>;

/** POST /v1/trades/{id}/close: without a quantity or a limit all of it, at the market, and its exits are disarmed. */
export const closeTradeBody = z
  .strictObject({
    /** A part; absent: all that can be closed. */
    quantity: optional(positiveDecimal.transform((text) => quantity(text))),
    /** At this price or better, while the exits stay armed; absent: at the market. */
    limit: optional(priceInput),
    /** Of a part: asked again under the same id, it changes nothing. */
    clientOrderId: optional(
      z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, "-" or "_"' }),
    ),
  })
  .meta({ id: 'CloseTrade' });

export const closeParams = z.object({ id: ulid, orderId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) });

/** PATCH /v1/trades/{id}: a price sets, null removes, absent leaves as it is. */
export const amendTradeBody = z
  .strictObject({
    takeProfit: priceInput.nullable().optional(),
    stopLoss: priceInput.nullable().optional(),
  })
  .refine((body) => body.takeProfit !== undefined || body.stopLoss !== undefined, {
    error: 'must change takeProfit, stopLoss or both',
    params: { code: 'nothing_to_change' },
  })
  .meta({ id: 'AmendTrade', minProperties: 1 });
export type AmendTradeBody = z.output<typeof amendTradeBody>;

export const tradeParams = z.strictObject({ id: ulid });

export const TRADE_STATUSES = ['pending', 'open', 'closed', 'cancelled', 'expired', 'rejected'] as const;

const ANY_STATUS = TRADE_STATUSES.join('|');

/** GET /v1/trades. */
export const listTradesQuery = z.strictObject({
  ...pageQuery,
  status: z
    .string()
    .meta({
      pattern: `^(${ANY_STATUS})(,(${ANY_STATUS}))*$`,
      description: 'One or more, with commas between',
    })
    .transform((text) => text.split(','))
    .pipe(
      z
        .array(
          z.enum(TRADE_STATUSES, {
            error: `must be a list of: ${TRADE_STATUSES.join(', ')}`,
          }),
        )
        .min(1),
    )
    .optional(),
  symbol: symbolInput.optional(),
});

export const listLogsQuery = z.strictObject(pageQuery);
