import type { Account } from '../domain/accounts/account.ts';
import { isIdle } from '../domain/accounts/balance.ts';
import { accountOf, nextBook } from '../domain/accounts/book.ts';
import { ZERO } from '../domain/money/decimal.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import type { Trade } from '../domain/trades/trade.ts';
import { cancelTrade, closeTrade } from './command-trade.ts';
import { activeOf } from './open-trades.ts';
import type { BookPorts } from './ports.ts';

/** A trade that fills between our read and our command is pending no more: the other command is the right one. */
const end = async (ports: BookPorts, { userId, id, status }: Trade, now: number): Promise<void> => {
  const command = { userId, tradeId: id, now };
  const [first, second] = status === 'pending' ? [cancelTrade, closeTrade] : [closeTrade, cancelTrade];
  const given = await first(ports, command);
  if (!given.ok && given.problem.code !== 'trade_ended') await second(ports, command);
};

/** The book that follows: as the account began, under the same settings. */
const successor = (account: Account, now: number): Account => ({
  ...account,
  accountId: nextBook(account.accountId),
  status: 'active',
  cash: account.openingBalance,
  reserved: ZERO,
  deposits: account.openingBalance,
  withdrawals: ZERO,
  realizedPnl: ZERO,
  fees: ZERO,
  fillCount: 0,
  version: 0,
  createdAt: now,
});

/** Asks for the end of all that waits or is open. Asked again, it changes nothing. */
const endAll = async (ports: BookPorts, account: Account, now: number): Promise<void> => {
  for (const trade of await activeOf(ports, account)) await end(ports, trade, now);
};

/**
 * Where a book is closing and its last trade has ended: archives it and begins the next one. Called by whoever looks at
 * the account, and each hour. What has nothing open is known from the account's own counters, which no index lags behind.
 * A trade that has filled before its cancel could act is open now, and is asked to close.
 */
export const finishReset = async (ports: BookPorts, account: Account, now: number): Promise<Account> => {
  if (account.status !== 'closing') return account;
  if (!isIdle(account)) {
    await endAll(ports, account, now);
    return account;
  }
  // Entries of before there were funds hold nothing: the counters do not tell of them, and the index has long had them.
  if ((await activeOf(ports, account)).length > 0) return account;
  await ports.accounts.archive(account, successor(account, now));
  // Ours, or that of somebody who was faster.
  return (await ports.accounts.load(account.userId, accountOf(account.accountId))) ?? account;
};

/**
 * Refuses new trades from here on, asks for the end of those that are there, and begins a new book once all have ended.
 * Asked again while it waits, it asks again: a trade made at the same moment may not have been in the index yet.
 */
export const resetAccount = async (
  ports: BookPorts,
  { userId, accountId, now }: { userId: string; accountId: string; now: number },
): Promise<Result<Account>> => {
  const account = await ports.accounts.load(userId, accountId);
  if (!account) return refuse('not_found', `there is no account ${accountId}`);
  if (account.status === 'closed') return refuse('account_not_active', `account ${accountId} is closed`);
  if (account.status === 'active') await ports.accounts.startClosing(account);
  await endAll(ports, account, now);
  const closing = await ports.accounts.load(userId, accountId);
  return ok(closing ? await finishReset(ports, closing, now) : account);
};
