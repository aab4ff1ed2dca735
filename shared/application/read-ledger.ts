import type { LedgerEntry } from '../domain/accounts/ledger.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import type { LedgerFilter } from '../ports/ledger-store.ts';
import type { Page } from '../ports/trade-store.ts';
import type { BookPorts } from './ports.ts';

export interface LedgerRequest extends LedgerFilter {
  readonly userId: string;
  readonly accountId: string;
  /** Of an archived book: its number. */
  readonly book?: number | undefined;
  readonly limit: number;
  readonly cursor?: string;
}

/** The lines of a book, newest first. */
export const readLedger = async (
  ports: Pick<BookPorts, 'accounts' | 'ledger'>,
  { userId, accountId, book, limit, cursor, ...filter }: LedgerRequest,
): Promise<Result<Page<LedgerEntry>>> => {
  const account = await ports.accounts.load(userId, accountId, book);
  if (!account) return refuse('not_found', `there is no account ${accountId}`);
  const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
  return ok(await ports.ledger.list(account, filter, page));
};
