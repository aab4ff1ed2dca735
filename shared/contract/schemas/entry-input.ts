import * as z from 'zod';
import type { EntryPlan } from '../../domain/trades/trade.ts';
import { flag, optional, priceInput } from './inputs.ts';

const limitEntry = z
  .strictObject({
    type: z.literal('limit'),
    limit: priceInput,
    /** Rejected instead of filled where it would take. */
    postOnly: flag,
  })
  .transform(({ postOnly, ...entry }) => (postOnly ? { ...entry, postOnly } : entry));

const ocoEntry = z
  .strictObject({
    type: z.literal('oco'),
    limit: priceInput,
    stop: priceInput,
    /** The limit that the stop becomes; absent: the market. */
    stopLimit: optional(priceInput),
  })
  .transform(({ stopLimit, ...entry }) => (stopLimit === undefined ? entry : { ...entry, stopLimit }));

/** How a trade is entered. */
export const entryInput = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({ type: z.literal('market') }),
      limitEntry,
      z.strictObject({ type: z.literal('stop'), stop: priceInput }),
      z.strictObject({ type: z.literal('stop_limit'), stop: priceInput, limit: priceInput }),
      ocoEntry,
    ],
    { error: 'must be an entry of the type "market", "limit", "stop", "stop_limit" or "oco"' },
  )
  .transform((entry): EntryPlan => entry);
