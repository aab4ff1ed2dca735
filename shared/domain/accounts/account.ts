import type { Money, Rate } from '../money/decimal.ts';

/** Virtual money of one user. Funds come with the accounts issue; here its rates and its running totals. */
export interface Account {
  readonly userId: string;
  /** `main` is made first. */
  readonly accountId: string;
  readonly makerRate: Rate;
  readonly takerRate: Rate;
  /** Adverse slippage of market and stop fills, in basis points. */
  readonly slippageBps: number;
  readonly status: 'active' | 'closed';
  /** Gross, over all closed trades. */
  readonly realizedPnl: Money;
  /** Over all fills. */
  readonly fees: Money;
  readonly fillCount: number;
}

/** What a settlement adds to an account. Added, never set: two settlements of one account do not conflict. */
export interface AccountDelta {
  readonly realizedPnl: Money;
  readonly fees: Money;
  readonly fillCount: number;
}
