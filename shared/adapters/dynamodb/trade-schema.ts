import * as z from 'zod';
import { ZERO } from '../../domain/money/decimal.ts';
import type { Trade } from '../../domain/trades/trade.ts';
import {
  storedMoney,
  storedPrice,
  storedQuantity,
  storedRate,
  storedSymbol,
  storedTime,
  storedVenue,
} from './parse.ts';

const entry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('market') }),
  z.object({ type: z.literal('limit'), limit: storedPrice }),
  z.object({ type: z.literal('stop'), stop: storedPrice }),
  z.object({
    type: z.literal('stop_limit'),
    stop: storedPrice,
    limit: storedPrice,
  }),
]);

const changes = z.object({
  takeProfit: storedPrice.nullable().optional(),
  stopLoss: storedPrice.nullable().optional(),
});

const partialClose = z.object({
  id: z.string(),
  quantity: storedQuantity,
  limit: storedPrice.optional(),
});

export const commandSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cancel'), at: storedTime }),
  z.object({ kind: z.literal('close'), at: storedTime, part: partialClose.optional() }),
  z.object({ kind: z.literal('withdraw'), at: storedTime, orderId: z.string() }),
  z.object({ kind: z.literal('amend'), at: storedTime, changes }),
]);

export const fillRecordSchema = z.object({
  id: z.string(),
  leg: z.enum(['entry', 'take_profit', 'stop_loss', 'liquidation', 'close']),
  time: storedTime,
  price: storedPrice,
  quantity: storedQuantity,
  notional: storedMoney,
  fee: storedMoney,
  liquidity: z.enum(['maker', 'taker']),
  ambiguous: z.boolean(),
  late: z.boolean(),
  orderId: z.string().optional(),
});

const facts = z.object({
  id: z.string(),
  userId: z.string(),
  accountId: z.string(),
  clientTradeId: z.string().optional(),
  venue: storedVenue,
  symbol: storedSymbol,
  direction: z.enum(['long', 'short']),
  quantity: storedQuantity,
  entry,
  exits: z.object({
    takeProfit: storedPrice.optional(),
    stopLoss: storedPrice.optional(),
  }),
  terms: z.object({
    makerRate: storedRate,
    takerRate: storedRate,
    slippageBps: z.number().min(0),
    tickSize: storedPrice,
    lotSize: storedQuantity.optional(),
  }),
  // Trades made before there were funds hold nothing.
  reservation: storedMoney.default(ZERO),
  createdAt: storedTime,
  goodTill: storedTime.optional(),
  version: z.number().int().positive(),
  commands: z.array(commandSchema),
  fills: z.array(fillRecordSchema),
  evaluatedTo: storedTime.optional(),
});

const leg = z.object({ price: storedPrice, armedAt: storedTime });

/** A trade as it is stored: what does not parse is a corrupt item. */
export const tradeSchema = z.discriminatedUnion('status', [
  facts.extend({
    status: z.literal('pending'),
    triggeredAt: storedTime.optional(),
  }),
  facts.extend({
    status: z.literal('open'),
    takeProfit: leg.optional(),
    stopLoss: leg.optional(),
    closeArmedAt: storedTime.optional(),
    partialCloses: z.array(partialClose.extend({ armedAt: storedTime })).optional(),
  }),
  facts.extend({
    status: z.literal('closed'),
    closeReason: z.enum(['take_profit', 'stop_loss', 'liquidation', 'manual']),
    endedAt: storedTime,
  }),
  facts.extend({
    status: z.enum(['cancelled', 'expired', 'rejected']),
    endedAt: storedTime,
    endReason: z.string(),
  }),
]) satisfies z.ZodType<unknown, unknown>;

/** Zod says `undefined` where the domain says absent: the same once stored. */
export const parseTrade = (stored: unknown): z.ZodSafeParseResult<Trade> =>
  tradeSchema.safeParse(stored) as z.ZodSafeParseResult<Trade>;
