import * as z from 'zod';
import { accountId } from './account-id.ts';
import { optional } from './inputs.ts';
import { pageQuery, symbolInput, ulid } from './primitives.ts';
import { problemSchema } from './problem.ts';
import { tradeSchema } from './trade.ts';

/** Trades of one request, at most. */
export const MAX_BULK = 100;

/** POST /v1/trades/cancel and /v1/trades/close: these trades, or all of a symbol, of an account, or of their owner. */
export const bulkBody = z
  .strictObject({
    ids: optional(z.array(ulid).min(1).max(MAX_BULK)),
    symbol: optional(symbolInput),
    accountId: optional(accountId),
    /** Whatever the symbol and the account. */
    all: optional(z.literal(true, { error: 'must be true, or absent' })),
    /** `next` of the answer before: goes on where that left off. */
    cursor: optional(pageQuery.cursor.unwrap()),
  })
  .superRefine(({ ids, symbol, accountId: account, all, cursor }, context) => {
    const wrong = (path: string, message: string, code: string) =>
      context.addIssue({ code: 'custom', path: path === '' ? [] : [path], message, params: { code } });
    const isFiltered = symbol !== undefined || account !== undefined;
    if ([ids !== undefined, isFiltered, all !== undefined].filter(Boolean).length !== 1)
      wrong(
        '',
        'must name ids, or a symbol or an accountId or both, or all: true, and only one of these',
        'one_selection',
      );
    if (ids !== undefined && cursor !== undefined)
      wrong('cursor', 'must not be given with ids', 'not_allowed');
  })
  .meta({ id: 'BulkCommand' });
export type BulkBody = z.output<typeof bulkBody>;

/** What became of each: 202 with the trade, or a problem with its own status. */
export const bulkAnswer = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        status: z.int(),
        trade: tradeSchema.optional(),
        problem: problemSchema.optional(),
      }),
    ),
    /** Where more may be to do: the `cursor` of the next request. */
    next: z.string().nullable(),
  })
  .meta({ id: 'BulkAnswer' });
