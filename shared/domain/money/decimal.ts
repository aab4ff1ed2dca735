import Big from 'big.js';

declare const brand: unique symbol;
type Exact<Name extends string> = string & { readonly [brand]: Name };

/** Exact decimal as canonical plain text (no exponent, no trailing zeros). Quote currency per unit of base. */
export type Price = Exact<'Price'>;
/** Exact decimal as canonical plain text. Units of the base currency. */
export type Quantity = Exact<'Quantity'>;
/** Exact decimal as canonical plain text, at most 8 decimals once booked. Quote currency; may be negative. */
export type Money = Exact<'Money'>;
/** Exact decimal as canonical plain text: a share of one (0.006 is 0.6 %). */
export type Rate = Exact<'Rate'>;

/** Decimals that a booked amount of money keeps. */
export const MONEY_DECIMALS = 8;

export type Numeric = Big | string | number;

/** Canonical text of an exact decimal: plain notation, no trailing zeros, zero as "0". */
export const canonical = (value: Numeric): string => {
  const text = new Big(value).toFixed();
  return text === '-0' ? '0' : text;
};

/** @throws Error where the text is no number; callers at the edges parse with zod first. */
export const price = (value: Numeric): Price => canonical(value) as Price;
export const quantity = (value: Numeric): Quantity => canonical(value) as Quantity;
export const money = (value: Numeric): Money => canonical(value) as Money;
export const rate = (value: Numeric): Rate => canonical(value) as Rate;

export const ZERO = '0' as Money;

export const add = (...values: Numeric[]): Money =>
  money(values.reduce<Big>((sum, value) => sum.plus(value), new Big(0)));
export const subtract = (from: Numeric, value: Numeric): Money => money(new Big(from).minus(value));
export const negate = (value: Money): Money => money(new Big(value).neg());
export const compare = (left: Numeric, right: Numeric): -1 | 0 | 1 => new Big(left).cmp(right) as -1 | 0 | 1;

/** price x quantity, rounded half-even to 8 decimals (fill rules, 6.1). */
export const notional = (at: Price, amount: Quantity): Money =>
  money(new Big(at).times(amount).round(MONEY_DECIMALS, Big.roundHalfEven));

/** price x quantity x rate, rounded up to 8 decimals (fill rules, 6.1). */
export const fee = (at: Price, amount: Quantity, feeRate: Rate): Money =>
  money(new Big(at).times(amount).times(feeRate).round(MONEY_DECIMALS, Big.roundUp));

/** True where the value is a whole multiple of the step. */
export const isMultipleOf = (value: Numeric, step: Numeric): boolean => new Big(value).mod(step).eq(0);

/** The nearest multiple of the step at or above (`up`) or at or below (`down`) the value. */
export const toStep = (value: Numeric, step: Numeric, direction: 'up' | 'down'): Big => {
  const exact = new Big(value);
  // By the remainder, for a quotient would be cut after 20 decimals.
  const steps = exact.minus(exact.mod(step));
  return direction === 'up' && steps.lt(value) ? steps.plus(step) : steps;
};
