import type { Money, Rate } from '../money/decimal.ts';

/** What a new account begins with, in its currency. */
export const OPENING_BALANCE = '100000' as Money;

/** USD-like quotes settle one to one in the account's currency; others are refused. */
export const SETTLED_QUOTES = ['USD', 'USDT', 'USDC'] as const;

/** Accounts that a user may have at a time. */
export const MOST_ACCOUNTS = 20;

/** Bounds of what a user may choose. */
export const MOST_RATE = '0.05';
export const MOST_SLIPPAGE_BPS = 500;

/** A book of virtual money of one user. */
export interface Account {
  readonly userId: string;
  /** `main` is made first. After a reset the id of the new book, `main#0002`: see book.ts. */
  readonly accountId: string;
  readonly name: string;
  readonly makerRate: Rate;
  readonly takerRate: Rate;
  /** Adverse slippage of market and stop fills, in basis points. */
  readonly slippageBps: number;
  /** `closing` refuses new trades while the rest of its trades end; `closed` is an archive. */
  readonly status: 'active' | 'closing' | 'closed';
  /** Free to spend. Below zero only where a gap took more than a short's collateral: then it may only reduce. */
  readonly cash: Money;
  /** Held for entries that wait, and as collateral of open shorts. */
  readonly reserved: Money;
  /** All that ever came in, the opening balance included. */
  readonly deposits: Money;
  readonly withdrawals: Money;
  /** Gross, over all closed trades. */
  readonly realizedPnl: Money;
  /** Over all fills. */
  readonly fees: Money;
  readonly fillCount: number;
  /** What a book of this account begins with. */
  readonly openingBalance: Money;
  /** One more with each change; 0 for a new book. */
  readonly version: number;
  /** ms; those made before this was kept have none. */
  readonly createdAt?: number | undefined;
}

/** What a settlement adds to an account. Added, never set: two settlements of one account do not conflict. */
export interface AccountDelta {
  readonly cash: Money;
  readonly reserved: Money;
  readonly realizedPnl: Money;
  readonly fees: Money;
  readonly fillCount: number;
  /** Free cash that must be there: what an entry costs beyond its reservation. Zero or more. */
  readonly needs: Money;
}
