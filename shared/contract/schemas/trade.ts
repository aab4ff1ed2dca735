import * as z from 'zod';
import { VENUES } from '../../domain/market/symbol.ts';
import { decimal, moment, pageOf } from './primitives.ts';
import { TRADE_STATUSES } from './trade-input.ts';

export const legName = z.enum([
  'entry',
  'take_profit',
  'target',
  'stop_loss',
  'trailing_stop',
  'liquidation',
  'close',
]);

/** The distance of a trailing stop: an amount, or percent of the best price. */
const trailingSchema = z
  .object({
    amount: decimal.nullable(),
    percent: decimal.nullable(),
    activation: decimal.nullable(),
  })
  .meta({ id: 'Trailing' });

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
    type: z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing']),
    /** What the leg waits for; null for a market leg, and for a trailing stop without a mark. */
    price: decimal.nullable(),
    /** Of a stop-limit: the limit behind the stop. */
    limit: decimal.optional(),
    /** What it fills in all; absent: all that is open. */
    quantity: decimal.optional(),
    filledQuantity: decimal,
    postOnly: z.literal(true).optional(),
    /** Of a partial close. */
    orderId: z.string().optional(),
    state: z.enum(['planned', 'armed', 'triggered', 'filled', 'disarmed']),
    armedAt: moment.nullable(),
    /** Of a trailing stop. The mark is the one last written: the price may have been further since. */
    trailing: trailingSchema
      .extend({ activatedAt: moment.nullable(), mark: decimal.nullable(), markAt: moment.nullable() })
      .optional(),
  })
  .meta({ id: 'Leg' });

const entrySchema = z.object({
  type: z.enum(['market', 'limit', 'stop', 'stop_limit', 'oco']),
  limit: decimal.optional(),
  stop: decimal.optional(),
  /** Of two entries: the limit that the stop becomes. */
  stopLimit: decimal.optional(),
  postOnly: z.literal(true).optional(),
});

/** The exits as they are planned; null: there is none of this kind. */
const exitsSchema = z.object({
  takeProfit: decimal.nullable(),
  stopLoss: decimal.nullable(),
  stopLimit: decimal.nullable(),
  /** Nearest first. */
  targets: z.array(z.object({ price: decimal, quantity: decimal })).nullable(),
  trailing: trailingSchema.nullable(),
  breakEven: z.boolean(),
  covers: decimal.nullable(),
  timeOutSeconds: z.number().nullable(),
  /** `HH:MM`, UTC. */
  dailyClose: z.string().nullable(),
});
export type ExitsJson = z.infer<typeof exitsSchema>;

/** What an amendment named: a value sets, null or false removes. */
export const changesSchema = exitsSchema
  .partial()
  .extend({
    entry: entrySchema.optional(),
    quantity: decimal.optional(),
    goodTill: moment.nullable().optional(),
  })
  .meta({ id: 'Changes' });
export type ChangesJson = z.infer<typeof changesSchema>;

export const tradeSchema = z
  .object({
    id: z.string(),
    accountId: z.string(),
    clientTradeId: z.string().nullable(),
    symbol: z.string(),
    venue: z.enum(VENUES),
    direction: z.enum(['long', 'short']),
    quantity: decimal,
    entry: entrySchema,
    ...exitsSchema.shape,
    participation: decimal.nullable(),
    visible: decimal.nullable(),
    status: z.enum(TRADE_STATUSES),
    /** The status, or what a waiting command is about to make of it. */
    state: z.enum([...TRADE_STATUSES, 'cancelling', 'amending', 'closing']),
    version: z.int(),
    createdAt: moment,
    goodTill: moment.nullable(),
    endedAt: moment.nullable(),
    closeReason: z
      .enum(['take_profit', 'stop_loss', 'trailing_stop', 'liquidation', 'manual', 'timeout', 'daily_close'])
      .nullable(),
    endReason: z.string().nullable(),
    legs: z.array(legSchema),
    fills: z.array(fillSchema),
    /** Of the entry. */
    filledQuantity: decimal,
    openQuantity: decimal,
    /** Averages by quantity. */
    entryPrice: decimal.nullable(),
    exitPrice: decimal.nullable(),
    currentPrice: decimal.nullable(),
    /** True where `currentPrice` is older than the bound of quotes; false where there is none. */
    currentPriceStale: z.boolean(),
    unrealizedPnl: decimal.nullable(),
    unrealizedPnlPercent: decimal.nullable(),
    /** Gross. */
    realizedPnl: decimal.nullable(),
    fees: decimal,
    /** Gross less all fees. */
    netPnl: decimal.nullable(),
    /** Of a closed trade whose record leaves open in which order prices came: as taken, and as it may have been. */
    readings: z
      .object({
        pessimistic: z.object({ netPnl: decimal }),
        optimistic: z.object({ netPnl: decimal }),
      })
      .nullable(),
  })
  .meta({ id: 'Trade' });
export type TradeJson = z.infer<typeof tradeSchema>;
export type LegJson = z.infer<typeof legSchema>;
export type FillJson = z.infer<typeof fillSchema>;

export const tradePage = pageOf(tradeSchema).meta({ id: 'TradePage' });
