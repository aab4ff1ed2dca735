import { NumberValue } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { CashEntry, LedgerEntry } from '../../domain/accounts/ledger.ts';
import type { AccountKey } from '../../ports/account-store.ts';
import { bookOf } from './ledger-item.ts';
import { timeKey } from './market-keys.ts';
import { storedMoney, storedSymbol, storedTime, storedVenue } from './parse.ts';
import { fillRecordSchema } from './trade-schema.ts';

const cash = z.object({
  kind: z.enum(['deposit', 'withdrawal']),
  id: z.string(),
  time: storedTime,
  amount: storedMoney,
  clientEntryId: z.string().optional(),
});

const fill = fillRecordSchema.extend({
  kind: z.literal('fill'),
  tradeId: z.string(),
  venue: storedVenue,
  symbol: storedSymbol,
  direction: z.enum(['long', 'short']),
  // Our own write, in one transaction with the trade: taken as written.
  evidence: z.looseObject({ rule: z.string() }),
});

const entrySchema = z.discriminatedUnion('kind', [cash, fill]);

/** @throws ZodError */
export const fromEntryItem = (item: unknown): LedgerEntry =>
  entrySchema.parse(item) as unknown as LedgerEntry;

export const cashItem = (key: AccountKey, entry: CashEntry): Record<string, unknown> => ({
  book: bookOf(key.userId, key.accountId),
  entryId: `${timeKey(entry.time)}#${entry.id}`,
  ...entry,
  amount: NumberValue.from(entry.amount),
});
