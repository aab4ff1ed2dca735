import * as z from 'zod';
import { VENUES } from '../../domain/market/symbol.ts';
import { decimal, moment, pageOf } from './primitives.ts';
import { changesSchema, fillSchema, legName } from './trade.ts';

const point = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('bar'),
    openTime: moment,
    closeTime: moment,
    open: decimal,
    high: decimal,
    low: decimal,
    close: decimal,
  }),
  z.object({
    kind: z.literal('print'),
    time: moment,
    price: decimal,
    id: z.int().nullable(),
  }),
  z.object({
    kind: z.literal('sample'),
    time: moment,
    price: decimal,
    id: z.int().nullable(),
  }),
]);

const reading = z.enum(['OLHC', 'OHLC']);

/** What the other reading of a bar would have given. */
const betterSchema = z.object({
  reading,
  value: decimal,
  takenValue: decimal,
  events: z.array(z.object({ leg: z.string(), price: decimal.nullable() })),
});
export type BetterJson = z.infer<typeof betterSchema>;

/** Why a leg fired at this price: the rule of docs/fill-rules.md and the part of the venue's record. */
export const evidenceSchema = z
  .object({
    rule: z.enum([
      'market_first_point',
      'limit_marketable_at_first_point',
      'limit_at_its_price',
      'stop_gap',
      'stop_touched',
    ]),
    trigger: decimal.nullable(),
    point,
    source: z.enum(VENUES),
    resolution: z.enum(['1s', '1m', 'print', 'sampled']),
    /** Of an ambiguous bar: the reading taken, and what the other would have given. */
    reading: reading.nullable(),
    better: betterSchema.nullable(),
  })
  .meta({ id: 'Evidence' });
export type EvidenceJson = z.infer<typeof evidenceSchema>;

export const logRowSchema = z
  .object({
    /** The event's number in its trade, from 0. */
    seq: z.int(),
    tradeId: z.string(),
    type: z.string(),
    time: moment,
    /** For a person. */
    message: z.string(),
    price: decimal.nullable(),
    fill: fillSchema.nullable(),
    evidence: evidenceSchema.nullable(),
    /** What fired, where something did. */
    leg: legName.nullable(),
    /** Of an entry that was two: which of them. */
    via: z.enum(['limit', 'stop']).nullable(),
    /** Why it was closed, ended or superseded. */
    reason: z.string().nullable(),
    /** Of a bar in which nothing happened as it was read, and something would have. */
    readings: z.object({ taken: reading, better: betterSchema }).nullable(),
    /** Of a change, what it named. */
    changes: changesSchema.nullable(),
  })
  .meta({ id: 'LogRow' });
export type LogRowJson = z.infer<typeof logRowSchema>;

export const logPage = pageOf(logRowSchema).meta({ id: 'LogPage' });
