import * as z from 'zod';
import { parseChannel } from '../../domain/stream/channel.ts';
import { accountId } from '../schemas/account-id.ts';
import { optional } from '../schemas/inputs.ts';
import { ulid } from '../schemas/primitives.ts';
import { closeTradeBody, createTradeBody } from '../schemas/trade-input.ts';
import { LIMITS } from './limits.ts';

/** What a client sends. Each may carry an `id`, which its answer repeats. */
const id = z
  .string()
  .regex(/^[\x20-\x7e]{1,64}$/, { error: 'must be 1 to 64 printable ASCII characters' })
  .optional();

const channel = z.string().transform((text, context) => {
  const parsed = parseChannel(text);
  if (parsed) return parsed;
  context.addIssue({
    code: 'custom',
    message:
      'must be prices:SYMBOL, candles:SYMBOL:INTERVAL, market, trades, account, signals or status, e.g. "prices:BTC/USDT"',
    params: { code: 'unknown_channel' },
  });
  return z.NEVER;
});

const channels = z
  .array(channel)
  .min(1, { error: 'must name at least one channel' })
  .max(LIMITS.channelsPerConnection, {
    error: `must name at most ${LIMITS.channelsPerConnection} channels`,
  });

const ofAccount = { id, account: optional(accountId).transform((account) => account ?? 'main') };

/** Understood, whatever their fields, and answered `not_available` until there are bots and analyses. */
export const NOT_AVAILABLE = ['start_bot', 'stop_bot', 'start_analysis', 'stop_analysis'] as const;
const later = <T extends string>(type: T) => z.looseObject({ type: z.literal(type), id });

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('subscribe'), id, channels }),
  z.strictObject({ type: z.literal('unsubscribe'), id, channels }),
  z.strictObject({ type: z.literal('ping'), id }),
  z.strictObject({ type: z.literal('get_positions'), ...ofAccount }),
  z.strictObject({ type: z.literal('get_balance'), ...ofAccount }),
  /** Beside these two the fields of POST /v1/trades. */
  createTradeBody.extend({ type: z.literal('execute_trade'), id }),
  /** Beside these the fields of POST /v1/trades/{id}/close. */
  closeTradeBody.extend({ type: z.literal('close_position'), id, tradeId: ulid }),
  later('start_bot'),
  later('stop_bot'),
  later('start_analysis'),
  later('stop_analysis'),
]);

/** As it is written. */
export type ClientMessage = z.input<typeof clientMessageSchema>;
/** As the server reads it. */
export type ParsedClientMessage = z.output<typeof clientMessageSchema>;
