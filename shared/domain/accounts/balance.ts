import Big from 'big.js';
import { compare, type Money, money, subtract } from '../money/decimal.ts';
import type { Account } from './account.ts';

/** The running totals of an account. */
export type Counters = Pick<
  Account,
  'cash' | 'reserved' | 'deposits' | 'withdrawals' | 'realizedPnl' | 'fees' | 'fillCount'
>;

/** What came in less what went out. */
export const paidIn = ({ deposits, withdrawals }: Pick<Counters, 'deposits' | 'withdrawals'>): Money =>
  subtract(deposits, withdrawals);

/** What the open longs have cost, without looking at them: whatever is neither cash nor reserved. */
export const costOfOpen = (account: Counters): Money =>
  money(
    new Big(paidIn(account))
      .plus(account.realizedPnl)
      .minus(account.fees)
      .minus(account.cash)
      .minus(account.reserved),
  );

/** True where no trade waits or is open: a waiting entry and an open short hold something, an open long has a cost. */
export const isIdle = (account: Counters): boolean =>
  compare(account.reserved, 0) === 0 && compare(costOfOpen(account), 0) === 0;
