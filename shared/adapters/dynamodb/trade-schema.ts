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
  z.object({ type: z.literal('limit'), limit: storedPrice, postOnly: z.literal(true).optional() }),
  z.object({ type: z.literal('stop'), stop: storedPrice }),
  z.object({
    type: z.literal('stop_limit'),
    stop: storedPrice,
    limit: storedPrice,
  }),
  z.object({
    type: z.literal('oco'),
    limit: storedPrice,
    stop: storedPrice,
    stopLimit: storedPrice.optional(),
  }),
]);

const trailing = z.union([
  z.object({ amount: storedPrice, activation: storedPrice.optional() }),
  z.object({ percent: storedRate, activation: storedPrice.optional() }),
]);

const target = z.object({ price: storedPrice, quantity: storedQuantity });

const exit = {
  takeProfit: storedPrice,
  stopLoss: storedPrice,
  stopLimit: storedPrice,
  trailing,
  targets: z.array(target),
  breakEven: z.literal(true),
  covers: storedQuantity,
  timeOut: z.number().int().positive(),
  dailyClose: z.number().int().min(0),
} as const;

const exits = z.object(exit).partial();

/** Null removes. */
const changes = z
  .object({
    takeProfit: exit.takeProfit.nullable(),
    stopLoss: exit.stopLoss.nullable(),
    stopLimit: exit.stopLimit.nullable(),
    trailing: exit.trailing.nullable(),
    targets: exit.targets.nullable(),
    breakEven: exit.breakEven.nullable(),
    covers: exit.covers.nullable(),
    timeOut: exit.timeOut.nullable(),
    dailyClose: exit.dailyClose.nullable(),
  })
  .partial();

const entryChanges = z.object({
  entry: entry.optional(),
  quantity: storedQuantity.optional(),
  goodTill: storedTime.nullable().optional(),
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
  z.object({
    kind: z.literal('amend'),
    at: storedTime,
    changes,
    entry: entryChanges.optional(),
    reservation: storedMoney.optional(),
    extra: storedMoney.optional(),
  }),
]);

export const fillRecordSchema = z.object({
  id: z.string(),
  leg: z.enum(['entry', 'take_profit', 'target', 'stop_loss', 'trailing_stop', 'liquidation', 'close']),
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
  exits,
  terms: z.object({
    makerRate: storedRate,
    takerRate: storedRate,
    slippageBps: z.number().min(0),
    tickSize: storedPrice,
    lotSize: storedQuantity.optional(),
  }),
  // Trades made before there were funds hold nothing.
  reservation: storedMoney.default(ZERO),
  execution: z
    .object({ participation: storedRate.optional(), visible: storedQuantity.optional() })
    .optional(),
  createdAt: storedTime,
  entryArmedAt: storedTime.optional(),
  goodTill: storedTime.optional(),
  version: z.number().int().positive(),
  commands: z.array(commandSchema),
  fills: z.array(fillRecordSchema),
  evaluatedTo: storedTime.optional(),
  walkedTo: storedTime.optional(),
  upside: storedMoney.optional(),
  ambiguousAt: storedTime.optional(),
});

const armed = { armedAt: storedTime, restFrom: storedTime.optional() };
const leg = z.object({ price: storedPrice, ...armed });

/** A trade as it is stored: what does not parse is a corrupt item. */
export const tradeSchema = z.discriminatedUnion('status', [
  facts.extend({
    status: z.literal('pending'),
    triggeredAt: storedTime.optional(),
    restFrom: storedTime.optional(),
  }),
  facts.extend({
    status: z.literal('open'),
    takeProfit: leg.optional(),
    stopLoss: leg.optional(),
    closeArmedAt: storedTime.optional(),
    closeFor: z.enum(['timeout', 'daily_close']).optional(),
    closeRestFrom: storedTime.optional(),
    trailing: z
      .object({
        armedAt: storedTime,
        activatedAt: storedTime.optional(),
        mark: storedPrice.optional(),
        markAt: storedTime.optional(),
        bound: storedPrice.optional(),
      })
      .optional(),
    targets: z.array(target.extend(armed)).optional(),
    amendedAt: storedTime.optional(),
    coverLeft: storedQuantity.optional(),
    entering: z.object({ ...armed, quantity: storedQuantity, limit: storedPrice.optional() }).optional(),
    exiting: z
      .object({
        ...armed,
        leg: z.enum(['stop_loss', 'trailing_stop', 'liquidation']),
        limit: storedPrice.optional(),
      })
      .optional(),
    partialCloses: z.array(partialClose.extend(armed)).optional(),
  }),
  facts.extend({
    status: z.literal('closed'),
    closeReason: z.enum([
      'take_profit',
      'stop_loss',
      'trailing_stop',
      'liquidation',
      'manual',
      'timeout',
      'daily_close',
    ]),
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
