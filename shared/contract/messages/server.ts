import * as z from 'zod';
import { INTERVALS, type Interval } from '../../domain/market/candle.ts';
import { accountSchema } from '../schemas/account.ts';
import { candleSchema } from '../schemas/candles.ts';
import { priceSchema } from '../schemas/market.ts';
import { portfolioSchema, positionSchema } from '../schemas/portfolio.ts';
import { moment } from '../schemas/primitives.ts';
import { statusSchema } from '../schemas/status.ts';
import { fillSchema, tradeSchema } from '../schemas/trade.ts';
import { boardMessage } from './board.ts';
import { snapshotSchemas } from './snapshots.ts';

/** What the server sends; docs/websocket.md explains each, and how updates are put in order. */
const intervals = Object.keys(INTERVALS) as [Interval, ...Interval[]];

/** Of the message that this answers. */
const id = z.string().optional();
/** Grows with each change of one thing; `previous...` names the one before: where it is not what you have, there is a gap. */
const version = z.int();

export const CLOSING_REASONS = [
  'credential_expired',
  'key_revoked',
  'signed_out',
  'user_erased',
  'connection_too_old',
  'too_many_messages',
] as const;

const answers = [
  z.object({ type: z.literal('subscribed'), id, channels: z.array(z.string()) }),
  z.object({ type: z.literal('unsubscribed'), id, channels: z.array(z.string()) }),
  z.object({ type: z.literal('pong'), id, time: moment }),
  z.object({
    type: z.literal('positions'),
    id,
    account: z.string(),
    time: moment,
    items: z.array(positionSchema),
  }),
  z.object({ type: z.literal('balance'), id, account: accountSchema, portfolio: portfolioSchema }),
  /** `repeated`: the clientTradeId was used for this very trade before. */
  z.object({ type: z.literal('trade_accepted'), id, trade: tradeSchema, repeated: z.boolean() }),
  z.object({
    type: z.literal('error'),
    id,
    /** Stable; those of the HTTP API, and `not_available`, `too_many_channels`. */
    code: z.string(),
    message: z.string(),
    errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
    /** Of `rate_limited`. */
    retryAfterSeconds: z.number().optional(),
  }),
] as const;

const updates = [
  /** One for each tick and batch of symbols; of what is subscribed the prices that have changed, and what has not. */
  z.object({
    type: z.literal('price_update'),
    /** Of the tick, ms. */
    slot: z.int(),
    previousSlot: z.int(),
    prices: z.array(priceSchema),
    /** Their quote is still the one of this time. */
    unchanged: z.array(z.object({ symbol: z.string(), time: moment })),
  }),
  /** A closed candle, perhaps one that was sent before and has been corrected; null: nothing was traded in it. */
  z.object({
    type: z.literal('candle_update'),
    symbol: z.string(),
    interval: z.enum(intervals),
    candle: candleSchema.nullable(),
    /** Its open time, ms. */
    seq: z.int(),
    /** Of two candles of the same open time the one with the higher revision is the newer. */
    revision: z.int(),
  }),
  z.object({ type: z.literal('market_update'), seq: z.int(), previousSeq: z.int(), board: boardMessage }),
  z.object({ type: z.literal('status_update'), seq: z.int(), status: statusSchema }),
  /** The trade without a current price and unrealized P&L: they follow from its symbol's price. */
  z.object({
    type: z.literal('position_update'),
    trade: tradeSchema,
    version,
    previousVersion: version.nullable(),
  }),
  z.object({
    type: z.literal('trade_executed'),
    tradeId: z.string(),
    accountId: z.string(),
    symbol: z.string(),
    direction: z.enum(['long', 'short']),
    /** Of the trade that this fill is in. */
    version,
    fill: fillSchema,
  }),
  z.object({
    type: z.literal('balance_update'),
    account: accountSchema,
    version,
    /** Null: the account, or its book, is new. */
    previousVersion: version.nullable(),
  }),
  z.object({ type: z.literal('closing'), reason: z.enum(CLOSING_REASONS) }),
] as const;

/** In the contract, and not sent yet. */
const later = [
  z.object({
    type: z.literal('bot_trade_executed'),
    botId: z.string(),
    tradeId: z.string(),
    version,
    fill: fillSchema,
  }),
  z.object({
    type: z.literal('analysis_status'),
    analysisId: z.string(),
    status: z.enum(['running', 'finished', 'failed']),
    /** A share of one. */
    progress: z.number().nullable(),
  }),
] as const;

const messageSchema = z.discriminatedUnion('type', [...answers, ...updates, ...later]);

export const serverMessageSchema = z.union([messageSchema, ...snapshotSchemas]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
export type ServerMessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;
