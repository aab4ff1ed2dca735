import { type Account, MOST_ACCOUNTS } from '../domain/accounts/account.ts';
import { isIdle } from '../domain/accounts/balance.ts';
import { type Money, ZERO } from '../domain/money/decimal.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import type { AccountChanges } from '../ports/account-store.ts';
import type { BookPorts } from './ports.ts';
import { finishReset } from './reset-account.ts';

/** The account of every user: it can be reset, not closed. */
const MAIN = 'main';
/** Another request may change an account between our read and our write, this often at most. */
const MAX_TRIES = 5;

interface AccountRequest {
  readonly userId: string;
  readonly accountId: string;
  /** ms */
  readonly now: number;
}

/** Those that are not closed, `main` first. */
export const listAccounts = async (
  ports: BookPorts,
  { userId, now }: { userId: string; now: number },
): Promise<Account[]> => {
  const found = await ports.accounts.list(userId);
  const current = await Promise.all(found.map((account) => finishReset(ports, account, now)));
  return current
    .filter(({ status }) => status !== 'closed')
    .sort((left, right) => (left.createdAt ?? 0) - (right.createdAt ?? 0));
};

/** The current book, or the one of this number; a reset whose trades have all ended is finished by whoever looks. */
export const getAccount = async (
  ports: BookPorts,
  { userId, accountId, now, book }: AccountRequest & { readonly book?: number | undefined },
): Promise<Result<Account>> => {
  const account = await ports.accounts.load(userId, accountId, book);
  if (!account) return refuse('not_found', `there is no account ${accountId}`);
  return ok(book === undefined ? await finishReset(ports, account, now) : account);
};

export const createAccount = async (
  ports: BookPorts,
  request: Pick<AccountRequest, 'userId' | 'now'> & {
    readonly accountId?: string | undefined;
    readonly settings: Pick<Account, 'name' | 'makerRate' | 'takerRate' | 'slippageBps'>;
    readonly openingBalance: Money;
  },
): Promise<Result<Account>> => {
  const account: Account = {
    userId: request.userId,
    accountId: request.accountId ?? ports.newId(request.now).toLowerCase(),
    ...request.settings,
    status: 'active',
    cash: request.openingBalance,
    reserved: ZERO,
    deposits: request.openingBalance,
    withdrawals: ZERO,
    realizedPnl: ZERO,
    fees: ZERO,
    fillCount: 0,
    openingBalance: request.openingBalance,
    version: 0,
    createdAt: request.now,
  };
  switch (await ports.accounts.create(account, MOST_ACCOUNTS)) {
    case 'created':
      return ok(account);
    case 'exists':
      return refuse('account_exists', `there is, or was, an account ${account.accountId}`);
    case 'refused':
      return refuse('too_many_accounts', `a user has at most ${MOST_ACCOUNTS} accounts at a time`);
  }
};

/** Holds for trades made from here on: those that are there keep the terms they were made with. */
export const changeAccount = async (
  ports: BookPorts,
  { userId, accountId, changes }: AccountRequest & { readonly changes: AccountChanges },
): Promise<Result<Account>> => {
  const account = await ports.accounts.load(userId, accountId);
  if (!account) return refuse('not_found', `there is no account ${accountId}`);
  const changed = await ports.accounts.change(account, changes);
  return changed ? ok(changed) : refuse('account_not_active', `account ${accountId} is ${account.status}`);
};

/** For good: its books stay readable, its id stays taken. Only where nothing waits or is open. */
export const closeAccount = async (
  ports: BookPorts,
  { userId, accountId }: AccountRequest,
): Promise<Result<Account>> => {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const account = await ports.accounts.load(userId, accountId);
    if (!account) return refuse('not_found', `there is no account ${accountId}`);
    if (accountId === MAIN) return refuse('main_account', 'main cannot be closed: reset it instead');
    if (account.status === 'closed') return ok(account);
    if (account.status === 'closing')
      return refuse('account_not_active', `account ${accountId} is being reset`);
    if (!isIdle(account))
      return refuse('account_not_empty', 'trades of this account wait or are open: end them first');
    if (await ports.accounts.close(account))
      return ok({ ...account, status: 'closed', version: account.version + 1 });
  }
  return refuse('account_not_empty', 'trades of this account begin and end: try again when it is quiet');
};
