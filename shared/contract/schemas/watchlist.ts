import * as z from 'zod';
import { clientId, optional } from './inputs.ts';
import { symbolInput, ulid } from './primitives.ts';

const MOST_SYMBOLS = 100;
const LONGEST_NAME = 40;

const name = z
  .string()
  .trim()
  .min(1, { error: 'must not be empty' })
  .max(LONGEST_NAME, { error: `must have at most ${LONGEST_NAME} characters` })
  .regex(/^[^\p{C}]*$/u, { error: 'must not contain control characters' });

/** Each once; a second time is named by its place. */
const symbols = z
  .array(symbolInput)
  .max(MOST_SYMBOLS, { error: `must name at most ${MOST_SYMBOLS} symbols` })
  .superRefine((list, context) => {
    list.forEach((symbol, at) => {
      if (list.indexOf(symbol) < at)
        context.addIssue({
          code: 'custom',
          path: [at],
          message: `names ${symbol} a second time`,
          params: { code: 'duplicate' },
        });
    });
  })
  .meta({ uniqueItems: true });

export const watchlistSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    /** In the order in which they were written. */
    symbols: z.array(z.string()),
    version: z.int(),
  })
  .meta({ id: 'Watchlist' });
export type WatchlistJson = z.infer<typeof watchlistSchema>;

export const watchlistList = z.object({ items: z.array(watchlistSchema) }).meta({ id: 'WatchlistList' });

/** POST /v1/watchlists. */
export const createWatchlistBody = z
  .strictObject({ name, symbols, clientWatchlistId: optional(clientId) })
  .meta({ id: 'CreateWatchlist' });

/** PATCH /v1/watchlists/{id}: what is absent stays. */
export const changeWatchlistBody = z
  .strictObject({ name: optional(name), symbols: optional(symbols) })
  .meta({ id: 'ChangeWatchlist' });

export const watchlistParams = z.strictObject({ id: ulid });

export const deletedWatchlist = z
  .object({ id: z.string(), status: z.literal('deleted') })
  .meta({ id: 'DeletedWatchlist' });
