import type { Account } from '../../domain/accounts/account.ts';
import type { Difference } from '../../domain/accounts/audit.ts';
import { accountOf, numberOf } from '../../domain/accounts/book.ts';
import type { AccountJson, AuditJson } from '../schemas/account.ts';
import type { OverviewJson } from '../schemas/status.ts';
import { momentOrNull } from './primitives.ts';

/** What the fills of an account cost. */
export const presentTerms = (account: Account): NonNullable<OverviewJson['account']> => ({
  id: accountOf(account.accountId),
  makerRate: account.makerRate,
  takerRate: account.takerRate,
  slippageBps: account.slippageBps,
});

export const presentAccount = (account: Account): AccountJson => ({
  id: accountOf(account.accountId),
  book: numberOf(account.accountId),
  name: account.name,
  currency: 'USD',
  status: account.status,
  cash: account.cash,
  reserved: account.reserved,
  deposits: account.deposits,
  withdrawals: account.withdrawals,
  realizedPnl: account.realizedPnl,
  fees: account.fees,
  fillCount: account.fillCount,
  openingBalance: account.openingBalance,
  version: account.version,
  makerRate: account.makerRate,
  takerRate: account.takerRate,
  slippageBps: account.slippageBps,
  createdAt: momentOrNull(account.createdAt),
});

export const presentAudit = (audit: {
  readonly account: Account;
  readonly entries: number;
  readonly trades: number;
  readonly differences: readonly Difference[];
  readonly conclusive: boolean;
}): AuditJson => ({
  account: presentAccount(audit.account),
  entries: audit.entries,
  trades: audit.trades,
  balanced: audit.differences.length === 0,
  conclusive: audit.conclusive,
  differences: audit.differences.map((difference) => ({ ...difference })),
});
