import Big from 'big.js';
import { add, type Money, money, type Quantity, quantity } from '../money/decimal.ts';
import type { FillRecord } from './fill.ts';
import type { Direction, Trade } from './trade.ts';

const sum = (fills: readonly FillRecord[], of: 'notional' | 'fee' | 'quantity'): Big =>
  fills.reduce((total, fill) => total.plus(fill[of]), new Big(0));

const entries = (trade: Trade): FillRecord[] => trade.fills.filter((fill) => fill.leg === 'entry');
const exits = (trade: Trade): FillRecord[] => trade.fills.filter((fill) => fill.leg !== 'entry');
const sign = (direction: Direction): 1 | -1 => (direction === 'long' ? 1 : -1);

/** Base units bought (long) or sold (short) and not yet given back. */
export const openQuantity = (trade: Trade): Quantity =>
  quantity(sum(entries(trade), 'quantity').minus(sum(exits(trade), 'quantity')));

/** All fees paid so far, quote currency. */
export const feesOf = (trade: Trade): Money => add(sum(trade.fills, 'fee'));

/** Exit notional - entry notional (short: the negative), quote currency; zero while nothing has been closed. */
export const realizedGross = (trade: Trade): Money => {
  const out = exits(trade);
  if (out.length === 0) return money(0);
  return money(
    sum(out, 'notional')
      .minus(sum(entries(trade), 'notional'))
      .times(sign(trade.direction)),
  );
};

/** Gross less all fees, quote currency. */
export const realizedNet = (trade: Trade): Money => money(new Big(realizedGross(trade)).minus(feesOf(trade)));

export interface Unrealized {
  /** Quote currency, before fees. */
  readonly gross: Money;
  /** After the fees paid so far. */
  readonly net: Money;
  /** Gross as percent of the entry's notional, 4 decimals. */
  readonly percent: string;
}

/** What an open trade would have made at this price; undefined where nothing is open. */
export const unrealized = (trade: Trade, at: number): Unrealized | undefined => {
  if (trade.status !== 'open') return undefined;
  const paid = sum(entries(trade), 'notional');
  const gross = new Big(at).times(openQuantity(trade)).minus(paid).times(sign(trade.direction));
  const rounded = gross.round(8, Big.roundHalfEven);
  return {
    gross: money(rounded),
    net: money(rounded.minus(feesOf(trade))),
    percent: paid.eq(0) ? '0' : gross.div(paid).times(100).round(4, Big.roundHalfEven).toFixed(),
  };
};
