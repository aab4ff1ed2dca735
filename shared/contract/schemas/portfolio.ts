import * as z from 'zod';
import { accountQuery } from './account-id.ts';
import { decimal, moment } from './primitives.ts';

export const positionSchema = z
  .object({
    symbol: z.string(),
    direction: z.enum(['long', 'short']),
    quantity: decimal,
    /** Paid (long) or got (short) for one, before fees. */
    averageCost: decimal,
    cost: decimal,
    /** Open trades that make up the position. */
    trades: z.int(),
    /** Null where there is no price. */
    currentPrice: decimal.nullable(),
    /** That price is older than its bound (setting `quoteStaleSeconds`). */
    stale: z.boolean(),
    /** Quantity times price. */
    value: decimal.nullable(),
    unrealizedPnl: decimal.nullable(),
    /** Of the cost. */
    unrealizedPnlPercent: decimal.nullable(),
    /** Value as percent of what the account is worth. */
    share: decimal.nullable(),
  })
  .meta({ id: 'Position' });
export type PositionJson = z.infer<typeof positionSchema>;

export const positionList = z
  .object({ account: z.string(), time: moment, items: z.array(positionSchema) })
  .meta({ id: 'PositionList' });

export const portfolioSchema = z
  .object({
    account: z.string(),
    currency: z.literal('USD'),
    time: moment,
    cash: decimal,
    reserved: decimal,
    /** Longs at their value; of shorts the unrealized P&L, for their collateral is in `reserved`. */
    positions: decimal,
    /** Cash, reserved and positions. */
    total: decimal,
    /** Deposits less withdrawals, the opening balance included. */
    netDeposits: decimal,
    /** Total less net deposits. */
    allTimePnl: decimal,
    allTimePnlPercent: decimal.nullable(),
    /** Since the last midnight, UTC. */
    dayPnl: decimal,
    /** Of the total at that midnight. */
    dayPnlPercent: decimal.nullable(),
    /** Symbols held without a price: counted at cost. */
    unpriced: z.array(z.string()),
    /** Symbols held that are valued at a price older than its bound. */
    stale: z.array(z.string()),
  })
  .meta({ id: 'Portfolio' });
export type PortfolioJson = z.infer<typeof portfolioSchema>;

export const PERIOD_NAMES = ['1d', '1w', '1m', '1y', 'all'] as const;

export const portfolioHistorySchema = z
  .object({
    account: z.string(),
    period: z.enum(PERIOD_NAMES),
    /** Oldest first; between two the account was worth what the first says, as far as was looked. */
    items: z.array(
      z.object({
        time: moment,
        total: decimal,
        netDeposits: decimal,
        /** Something of it was valued at a price older than its bound. */
        stale: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'PortfolioHistory' });
export type PortfolioHistoryJson = z.infer<typeof portfolioHistorySchema>;

export const portfolioQuery = z.strictObject(accountQuery);

/** GET /v1/portfolio/history. */
export const portfolioHistoryQuery = z.strictObject({
  ...accountQuery,
  period: z.enum(PERIOD_NAMES, { error: `must be one of: ${PERIOD_NAMES.join(', ')}` }).default('1d'),
});
