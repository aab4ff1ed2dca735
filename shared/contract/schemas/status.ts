import * as z from 'zod';
import { VENUES } from '../../domain/market/symbol.ts';
import { priceSchema } from './market.ts';
import { decimal, moment } from './primitives.ts';
import { tradeSchema } from './trade.ts';

const health = {
  venue: z.enum(VENUES),
  state: z.enum(['ok', 'failing', 'unknown']),
  /** In a row. */
  failures: z.int(),
  /** Left alone until here. */
  retryAt: moment.nullable(),
  lastOkAt: moment.nullable(),
  /** Of the last failure, also where it has answered since. */
  lastError: z.string().nullable(),
  lastErrorAt: moment.nullable(),
  /** How long a call takes that is answered, averaged over the last calls, about sixty. */
  latencyMs: z.number().nullable(),
  lastLatencyMs: z.number().nullable(),
  /** The share of the last calls, about sixty, that failed: 0.05 is one of twenty. */
  errorRate: z.number().nullable(),
};

export const feedSchema = z
  .object({
    ...health,
    /** The venue's clock minus ours. */
    clockOffsetMs: z.number(),
  })
  .meta({ id: 'Feed' });

const boardStatus = z.object({
  /** Of the last answer; null before the first. */
  asOf: moment.nullable(),
  source: z.enum(VENUES).nullable(),
  ageSeconds: z.number().nullable(),
  /** Older than three minutes, or there is none yet. */
  stale: z.boolean(),
  /** Of the last run, whether its source answered or not. */
  checkedAt: moment.nullable(),
  /** How its own sources do. */
  feeds: z.array(z.object(health)),
});

const disagreementSchema = z.object({
  symbol: z.string(),
  /** Whose price is shown, and whose record fires. */
  venue: z.enum(VENUES),
  price: decimal,
  /** Who says otherwise. */
  source: z.enum(VENUES),
  sourcePrice: decimal,
  /** How far the source lies from the venue: -0.03 is 3 % below it. */
  share: decimal,
  since: moment,
});

export const statusSchema = z
  .object({
    now: moment,
    lastTickAt: moment.nullable(),
    feeds: z.array(feedSchema),
    markets: z.array(
      z.object({
        symbol: z.string(),
        venue: z.enum(VENUES),
        /** The path has been evaluated up to here, venue time. */
        cursor: moment,
        lagSeconds: z.number(),
        resolution: z.enum(['1s', '1m', 'print', 'sampled']).nullable(),
        /** Who quotes it now: another than the venue while that does not answer. */
        quoteSource: z.enum(VENUES).nullable(),
        quoteAgeSeconds: z.number().nullable(),
        /** The quote is older than its bound (setting `quoteStaleSeconds`), or there is none. */
        stale: z.boolean(),
        /** The path has not been evaluated for three minutes or more: trades of this market wait, however fresh the quote is. */
        late: z.boolean(),
      }),
    ),
    board: boardStatus,
    /** Prices of a venue that the board's source contradicts by more than the bound (setting `disagreementBound`). */
    disagreements: z.array(disagreementSchema),
    blindWindows: z.array(
      z.object({
        venue: z.enum(VENUES),
        symbol: z.string(),
        from: moment,
        to: moment,
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: 'Status' });
export type StatusJson = z.infer<typeof statusSchema>;

/** In one answer what a dashboard polls. */
export const overviewSchema = z
  .object({
    now: moment,
    market: z.object({
      source: z.enum(VENUES),
      /** True where prices are not those of a live exchange: simulated or replayed. */
      simulated: z.boolean(),
      /** True where a price is missing or old. */
      stale: z.boolean(),
    }),
    /** What the fills of a new trade cost; null where the user has no account. */
    account: z
      .object({
        id: z.string(),
        /** Shares of one: 0.006 is 0.6 %. */
        makerRate: decimal,
        takerRate: decimal,
        /** Against the trader, of market and stop fills. */
        slippageBps: z.number(),
      })
      .nullable(),
    prices: z.array(priceSchema),
    active: z.array(tradeSchema),
    /** Closed trades, the newest 50. */
    history: z.array(tradeSchema),
    feeds: z.array(feedSchema),
  })
  .meta({ id: 'Overview' });
export type OverviewJson = z.infer<typeof overviewSchema>;

export const healthSchema = z
  .object({
    /** `degraded` (503) where the last tick is older than three minutes, or there was none. */
    status: z.enum(['ok', 'degraded']),
    market: z.enum(VENUES),
    lastTickAt: moment.nullable(),
    lagSeconds: z.number().nullable(),
  })
  .meta({ id: 'Health' });
export type HealthJson = z.infer<typeof healthSchema>;
