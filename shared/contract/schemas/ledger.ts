import * as z from 'zod';
import { ENTRY_KINDS } from '../../domain/accounts/ledger.ts';
import { VENUES } from '../../domain/market/symbol.ts';
import { accountQuery, bookQuery } from './account-id.ts';
import { evidenceSchema } from './log.ts';
import { decimal, moment, momentInput, pageOf, pageQuery, symbolInput, wholeNumber } from './primitives.ts';
import { fillSchema } from './trade.ts';

export const cashEntrySchema = z
  .object({
    id: z.string(),
    kind: z.enum(['deposit', 'withdrawal']),
    time: moment,
    /** What it brought (more than zero) or cost. */
    amount: decimal,
    clientEntryId: z.string().nullable(),
  })
  .meta({ id: 'CashEntry' });
export type CashEntryJson = z.infer<typeof cashEntrySchema>;

const ofTrade = {
  tradeId: z.string(),
  symbol: z.string(),
  venue: z.enum(VENUES),
  direction: z.enum(['long', 'short']),
  side: z.enum(['buy', 'sell']),
};

export const fillEntrySchema = fillSchema
  .extend({
    kind: z.literal('fill'),
    /** What it brought (more than zero) or cost, its fee included. */
    amount: decimal,
    ...ofTrade,
  })
  .meta({ id: 'FillEntry' });
export type FillEntryJson = z.infer<typeof fillEntrySchema>;

export const ledgerEntrySchema = z
  .discriminatedUnion('kind', [cashEntrySchema, fillEntrySchema])
  .meta({ id: 'LedgerEntry' });
export type LedgerEntryJson = z.infer<typeof ledgerEntrySchema>;

export const ledgerPage = pageOf(ledgerEntrySchema).meta({ id: 'LedgerPage' });

export const accountFillSchema = fillSchema
  .extend({ ...ofTrade, evidence: evidenceSchema })
  .meta({ id: 'AccountFill' });
export type AccountFillJson = z.infer<typeof accountFillSchema>;

export const fillPage = pageOf(accountFillSchema).meta({ id: 'FillPage' });

const range = {
  ...accountQuery,
  ...bookQuery,
  symbol: symbolInput.optional(),
  from: momentInput.optional(),
  to: momentInput.optional(),
};

const fromBeforeTo = {
  error: 'must not be later than "to"',
  path: ['from'],
  params: { code: 'after_to' },
};

/** Lines of a ledger are short, and people take them home. */
const MOST_LINES = 1000;

/** GET /v1/ledger. */
export const ledgerQuery = z
  .strictObject({
    ...range,
    kind: z.enum(ENTRY_KINDS, { error: `must be one of: ${ENTRY_KINDS.join(', ')}` }).optional(),
    cursor: pageQuery.cursor,
    limit: wholeNumber({ min: 1, max: MOST_LINES, or: 50 }),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, fromBeforeTo);

/** GET /v1/fills. */
export const fillsQuery = z
  .strictObject({ ...range, ...pageQuery })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, fromBeforeTo);
