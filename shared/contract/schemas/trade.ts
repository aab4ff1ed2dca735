import * as z from 'zod';
import { VENUES } from '../../domain/market/symbol.ts';
import { decimal, moment, pageOf } from './primitives.ts';
import { TRADE_STATUSES } from './trade-input.ts';

const legName = z.enum(['entry', 'take_profit', 'stop_loss', 'liquidation', 'close']);

export const fillSchema = z
  .object({
    id: z.string(),
    leg: legName,
    time: moment,
    price: decimal,
    quantity: decimal,
    notional: decimal,
    fee: decimal,
    liquidity: z.enum(['maker', 'taker']),
    /** The bar's two readings differ; the worse for the trade was taken. */
    ambiguous: z.boolean(),
    /** Fired by a correction of the venue's record. */
    late: z.boolean(),
    /** The order that it is a part of. */
    orderId: z.string().optional(),
  })
  .meta({ id: 'Fill' });

export const legSchema = z
  .object({
    leg: legName,
    type: z.enum(['market', 'limit', 'stop', 'stop_limit']),
    /** What the leg waits for; null for a market leg. */
    price: decimal.nullable(),
    /** Of a stop-limit: the limit behind the stop. */
    limit: decimal.optional(),
    /** What is not yet filled of a part; absent: all that is open. */
    quantity: decimal.optional(),
    /** Of a partial close. */
    orderId: z.string().optional(),
    state: z.enum(['planned', 'armed', 'triggered', 'filled', 'disarmed']),
    armedAt: moment.nullable(),
  })
  .meta({ id: 'Leg' });

export const tradeSchema = z
  .object({
    id: z.string(),
    accountId: z.string(),
    clientTradeId: z.string().nullable(),
    symbol: z.string(),
    venue: z.enum(VENUES),
    direction: z.enum(['long', 'short']),
    quantity: decimal,
    entry: z.object({
      type: z.enum(['market', 'limit', 'stop', 'stop_limit']),
      limit: decimal.optional(),
      stop: decimal.optional(),
    }),
    takeProfit: decimal.nullable(),
    stopLoss: decimal.nullable(),
    status: z.enum(TRADE_STATUSES),
    /** The status, or what a waiting command is about to make of it. */
    state: z.enum([...TRADE_STATUSES, 'cancelling', 'amending', 'closing']),
    version: z.int(),
    createdAt: moment,
    goodTill: moment.nullable(),
    endedAt: moment.nullable(),
    closeReason: z.enum(['take_profit', 'stop_loss', 'liquidation', 'manual']).nullable(),
    endReason: z.string().nullable(),
    legs: z.array(legSchema),
    fills: z.array(fillSchema),
    entryPrice: decimal.nullable(),
    exitPrice: decimal.nullable(),
    currentPrice: decimal.nullable(),
    unrealizedPnl: decimal.nullable(),
    unrealizedPnlPercent: decimal.nullable(),
    /** Gross. */
    realizedPnl: decimal.nullable(),
    fees: decimal,
    /** Gross less all fees. */
    netPnl: decimal.nullable(),
  })
  .meta({ id: 'Trade' });
export type TradeJson = z.infer<typeof tradeSchema>;
export type LegJson = z.infer<typeof legSchema>;
export type FillJson = z.infer<typeof fillSchema>;

export const tradePage = pageOf(tradeSchema).meta({ id: 'TradePage' });
