import type { Account } from '../../domain/accounts/account.ts';
import type { OverviewJson } from '../schemas/status.ts';

/** What the fills of an account cost. */
export const presentAccount = (account: Account): NonNullable<OverviewJson['account']> => ({
  id: account.accountId,
  makerRate: account.makerRate,
  takerRate: account.takerRate,
  slippageBps: account.slippageBps,
});
