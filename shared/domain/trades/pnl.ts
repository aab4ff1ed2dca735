import Big from 'big.js';
import { add, type Money, money, type Quantity, quantity } from '../money/decimal.ts';
import { lotOf } from './lot.ts';
import type { Trade } from './trade.ts';

/** Base units bought (long) or sold (short) and not yet given back. */
export const openQuantity = (trade: Trade): Quantity => quantity(lotOf(trade).quantity);

/** All fees paid so far, quote currency. */
export const feesOf = (trade: Trade): Money => add(...trade.fills.map(({ fee }) => fee));

/** What exits brought less what that part had cost (short: the negative), quote currency; zero before any. */
export const realizedGross = (trade: Trade): Money => money(lotOf(trade).realized);

/** Gross less all fees, quote currency. */
export const realizedNet = (trade: Trade): Money => money(new Big(realizedGross(trade)).minus(feesOf(trade)));

export interface Unrealized {
  /** Quote currency, before fees. */
  readonly gross: Money;
  /** After the fees paid so far. */
  readonly net: Money;
  /** Gross as percent of what is open cost, 4 decimals. */
  readonly percent: string;
}

/** What the open part of a trade would make at this price; undefined where nothing is open. */
export const unrealized = (trade: Trade, at: number): Unrealized | undefined => {
  if (trade.status !== 'open') return undefined;
  const { quantity: amount, cost: paid } = lotOf(trade);
  const sign = trade.direction === 'long' ? 1 : -1;
  const gross = new Big(at).times(amount).minus(paid).times(sign);
  const rounded = gross.round(8, Big.roundHalfEven);
  return {
    gross: money(rounded),
    net: money(rounded.minus(feesOf(trade))),
    percent: paid.eq(0) ? '0' : gross.div(paid).times(100).round(4, Big.roundHalfEven).toFixed(),
  };
};
