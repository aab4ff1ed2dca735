import type { Account } from '../domain/accounts/account.ts';
import { type Difference, Tally } from '../domain/accounts/audit.ts';
import type { Counters } from '../domain/accounts/balance.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import type { BookPorts } from './ports.ts';

const PAGE = 500;
/** Trades go on while the books are read: read again until they stood still, this often at most. */
const MAX_READS = 5;

export interface Audit {
  readonly account: Account;
  readonly entries: number;
  readonly trades: number;
  readonly differences: readonly Difference[];
  /** False where the account changed during each reading: then a difference proves nothing. */
  readonly conclusive: boolean;
}

const countersOf = (account: Account): (string | number)[] => {
  const { cash, reserved, deposits, withdrawals, realizedPnl, fees, fillCount }: Counters = account;
  return [cash, reserved, deposits, withdrawals, realizedPnl, fees, fillCount];
};

type Ports = Pick<BookPorts, 'accounts' | 'ledger' | 'trades'>;

/** Reads all pages. */
const each = async <T>(
  read: (page: {
    limit: number;
    cursor?: string;
  }) => Promise<{ items: readonly T[]; next: string | undefined }>,
  visit: (item: T) => void,
): Promise<void> => {
  let cursor: string | undefined;
  do {
    const page = await read({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    page.items.forEach(visit);
    cursor = page.next;
  } while (cursor !== undefined);
};

const readOnce = async (ports: Ports, account: Account) => {
  const tally = new Tally(account);
  let entries = 0;
  let trades = 0;
  await each(
    (page) => ports.ledger.list(account, {}, page),
    (entry) => {
      entries += 1;
      tally.addEntry(entry);
    },
  );
  await each(
    (page) => ports.trades.list(account.userId, {}, page),
    (trade) => {
      if (trade.accountId !== account.accountId) return;
      trades += 1;
      tally.addTrade(trade);
    },
  );
  return { entries, trades, differences: tally.differences() };
};

/**
 * Recomputes an account from its ledger and its trades, strongly consistent, and names whatever differs. It walks through
 * the whole history: for those who doubt, not for every day.
 */
export const auditAccount = async (
  ports: Ports,
  { userId, accountId, book }: { userId: string; accountId: string; book?: number | undefined },
): Promise<Result<Audit>> => {
  for (let read = 1; ; read++) {
    const account = await ports.accounts.load(userId, accountId, book);
    if (!account) return refuse('not_found', `there is no account ${accountId}`);
    const found = await readOnce(ports, account);
    const after = await ports.accounts.load(userId, accountId, book);
    const stood = after !== undefined && countersOf(after).join() === countersOf(account).join();
    // Counters may go and come back while they are read: a difference counts where it is found twice.
    if (stood && (found.differences.length === 0 || read > 1))
      return ok({ account, ...found, conclusive: true });
    if (read >= MAX_READS) return ok({ account, ...found, conclusive: false });
  }
};
