import Big from 'big.js';
import { type Price, price, toStep } from '../money/decimal.ts';
import type { Direction, Terms, Trade, Trailing } from './trade.ts';

const HUNDRED = 100;
/** The mark may run this share of the distance before the trade is looked at again. */
const BOUND_SHARE = 4;

type Of = Pick<Trade, 'direction'> & { readonly terms: Pick<Terms, 'tickSize'> };

const distanceAt = (trailing: Trailing, mark: Big): Big =>
  trailing.amount === undefined ? mark.times(trailing.percent).div(HUNDRED) : new Big(trailing.amount);

/** Where a trailing stop fires while its mark is this: rounded to the tick, away from the mark (fill rules, 9.3.1). */
export const levelAt = ({ direction, terms }: Of, trailing: Trailing, mark: Price): Price => {
  const best = new Big(mark);
  const distance = distanceAt(trailing, best);
  return direction === 'long'
    ? price(toStep(best.minus(distance), terms.tickSize, 'down'))
    : price(toStep(best.plus(distance), terms.tickSize, 'up'));
};

/** How far the mark may run before the trigger indexes must be written anew: a quarter of the distance, at least a tick. */
export const boundAt = ({ direction, terms }: Of, trailing: Trailing, mark: Price): Price => {
  const best = new Big(mark);
  const share = toStep(distanceAt(trailing, best).div(BOUND_SHARE), terms.tickSize, 'up');
  const bound = direction === 'long' ? best.plus(share) : best.minus(share);
  return price(bound.lte(0) ? terms.tickSize : bound);
};

/** The better of two prices for a mark: the higher for a long. */
export const betterMark = (direction: Direction, mark: Price | undefined, at: number): Price => {
  if (mark === undefined) return price(at);
  const isBetter = direction === 'long' ? at > Number(mark) : at < Number(mark);
  return isBetter ? price(at) : mark;
};
