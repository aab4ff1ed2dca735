import * as z from 'zod';
import { accountId } from './account-id.ts';
import { entryInput } from './entry-input.ts';
import { exitInputs } from './exits-input.ts';
import { clientId, flag, optional, priceInput, quantityInput, rateInput } from './inputs.ts';
import { momentInput, pageQuery, symbolInput, ulid } from './primitives.ts';

/** POST /v1/trades. */
export const createTradeBody = z
  .strictObject({
    symbol: symbolInput,
    direction: z
      .enum(['long', 'short'], { error: 'must be "long" or "short"' })
      .nullable()
      .default('long')
      .transform((direction) => direction ?? 'long'),
    quantity: quantityInput,
    entry: entryInput,
    takeProfit: optional(exitInputs.takeProfit),
    stopLoss: optional(exitInputs.stopLoss),
    stopLimit: optional(exitInputs.stopLimit),
    targets: optional(exitInputs.targets),
    trailing: optional(exitInputs.trailing),
    breakEven: flag,
    covers: optional(exitInputs.covers),
    timeOutSeconds: optional(exitInputs.timeOutSeconds),
    dailyClose: optional(exitInputs.dailyClose),
    /** The share of the traded volume that it takes at most, above 0, at most 1. */
    participation: optional(rateInput),
    /** The most that a limit order of it fills at a time; the rest is hidden. */
    visible: optional(quantityInput),
    goodTill: optional(momentInput),
    /** Whose money it is. */
    accountId: optional(accountId).transform((id) => id ?? 'main'),
    clientTradeId: optional(clientId),
  })
  .meta({ id: 'CreateTrade' });
export type CreateTradeBody = z.output<typeof createTradeBody>;

/** POST /v1/trades/{id}/close: without a quantity or a limit all of it, at the market, and its exits are disarmed. */
export const closeTradeBody = z
  .strictObject({
    /** A part; absent: all that can be closed. */
    quantity: optional(quantityInput),
    /** At this price or better, while the exits stay armed; absent: at the market. */
    limit: optional(priceInput),
    /** Of a part: asked again under the same id, it changes nothing. */
    clientOrderId: optional(clientId),
  })
  .meta({ id: 'CloseTrade' });

export const closeParams = z.object({ id: ulid, orderId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) });

/** A value sets, null removes, absent leaves as it is. */
const changeOf = <T extends z.ZodType>(schema: T) => schema.nullable().optional();

/** PATCH /v1/trades/{id}: the exits, and of a trade whose entry still waits that too. */
export const amendTradeBody = z
  .strictObject({
    takeProfit: changeOf(exitInputs.takeProfit),
    stopLoss: changeOf(exitInputs.stopLoss),
    stopLimit: changeOf(exitInputs.stopLimit),
    targets: changeOf(exitInputs.targets),
    trailing: changeOf(exitInputs.trailing),
    breakEven: changeOf(exitInputs.breakEven),
    covers: changeOf(exitInputs.covers),
    timeOutSeconds: changeOf(exitInputs.timeOutSeconds),
    dailyClose: changeOf(exitInputs.dailyClose),
    /** Of the same type, at other prices. */
    entry: entryInput.optional(),
    quantity: quantityInput.optional(),
    goodTill: changeOf(momentInput),
  })
  .refine((body) => Object.values(body).some((change) => change !== undefined), {
    error: 'must change something: an exit, or of a pending trade the entry, the quantity or goodTill',
    params: { code: 'nothing_to_change' },
  })
  .meta({ id: 'AmendTrade', minProperties: 1 });
export type AmendTradeBody = z.output<typeof amendTradeBody>;

/** `"3"`; what passes a proxy that compresses may come back as `W/"3"`. */
const ETAGS = /^\s*(W\/)?"[^"]*"(\s*,\s*(W\/)?"[^"]*")*\s*$/;

/** The version that the trade must still have: its `ETag`. Any of several; `*` is any version. */
export const ifMatchHeaders = z.object({
  'if-match': z
    .string()
    .max(1000)
    .meta({ description: 'The ETag of the trade that this change is meant for', examples: ['"3"'] })
    .refine((text) => text.trim() === '*' || ETAGS.test(text), {
      error: 'must be an ETag as the trade was answered with, e.g. "3" in double quotes',
    })
    .transform((text): readonly number[] | undefined =>
      text.trim() === '*'
        ? undefined
        : [...text.matchAll(/"(\d{1,15})"/g)].map(([, version]) => Number(version)),
    )
    .optional(),
});

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
