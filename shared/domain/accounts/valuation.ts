import Big from 'big.js';
import type { MarketSymbol } from '../market/symbol.ts';
import { type Money, money } from '../money/decimal.ts';
import { type Counters, paidIn } from './balance.ts';
import type { Position } from './positions.ts';

/** What an account is worth. */
export interface Valuation {
  readonly cash: Money;
  readonly reserved: Money;
  /** Longs at their value; of shorts the unrealized P&L, for what they sold is in `reserved` as collateral. */
  readonly positions: Money;
  readonly total: Money;
  /** Deposits less withdrawals. */
  readonly paidIn: Money;
  /** Total less what was paid in: all that trading has made, before the fees of closing. */
  readonly allTimePnl: Money;
  /** Without a price: counted at cost. */
  readonly unpriced: readonly MarketSymbol[];
}

const worthOf = ({ direction, cost, valued }: Position): Money | '0' => {
  if (direction === 'short') return valued?.unrealizedPnl ?? '0';
  return valued?.value ?? cost;
};

export const valuationOf = (account: Counters, positions: readonly Position[]): Valuation => {
  const worth = positions.reduce<Big>((sum, position) => sum.plus(worthOf(position)), new Big(0));
  const total = worth.plus(account.cash).plus(account.reserved);
  return {
    cash: account.cash,
    reserved: account.reserved,
    positions: money(worth),
    total: money(total),
    paidIn: paidIn(account),
    allTimePnl: money(total.minus(paidIn(account))),
    unpriced: [...new Set(positions.flatMap(({ symbol, valued }) => (valued ? [] : [symbol])))],
  };
};

/** A part as percent of the whole, 4 decimals; undefined where there is no whole. */
export const percentOf = (part: string, whole: string): string | undefined =>
  new Big(whole).eq(0)
    ? undefined
    : new Big(part).div(whole).times(100).round(4, Big.roundHalfEven).toFixed();
