import * as z from 'zod';
import { accountSchema } from '../schemas/account.ts';
import { candleSchema } from '../schemas/candles.ts';
import { priceSchema } from '../schemas/market.ts';
import { statusSchema } from '../schemas/status.ts';
import { tradeSchema } from '../schemas/trade.ts';
import { boardMessage } from './board.ts';

const snapshot = <C extends z.ZodType<string>, D extends z.ZodType>(channel: C, data: D) =>
  z.object({
    type: z.literal('snapshot'),
    channel,
    /** Where the updates of this channel go on: a slot, an open time, a moment (ms), by channel. */
    seq: z.int(),
    data,
  });

/** After each subscription and resubscription one of each channel, or several parts of it. */
export const snapshotSchemas = [
  /** seq: slot of the tick; data: null where the symbol has had no price yet. */
  snapshot(z.templateLiteral(['prices:', z.string()]), priceSchema.nullable()),
  /** seq: open time of the last interval that is over, traded in or not; 0 where none is known. */
  snapshot(
    z.templateLiteral(['candles:', z.string()]),
    z.object({
      /** The last two that are closed, the older first. */
      candles: z.array(candleSchema),
      /** What is known of the minute, hour or day that is not over. */
      open: candleSchema.optional(),
      /** Of these candles, as in candle_update. */
      revision: z.int(),
    }),
  ),
  /** seq: as in market_update, 0 where there is no board yet. */
  snapshot(z.literal('market'), boardMessage),
  /** seq: when it was read. */
  snapshot(z.literal('status'), statusSchema),
  /** seq: when it was read, the same in all parts; the sequence of a trade is its own version. */
  snapshot(
    z.literal('trades'),
    z.object({
      /** Pending and open. */
      items: z.array(tradeSchema),
      part: z.int(),
      parts: z.int(),
      /** True where there are more than a snapshot holds: the others come by GET /v1/trades. */
      more: z.boolean(),
    }),
  ),
  /** seq: when it was read; the sequence of an account is its own version. */
  snapshot(z.literal('account'), z.object({ items: z.array(accountSchema) })),
  snapshot(z.literal('signals'), z.object({ items: z.array(z.never()) })),
] as const;
