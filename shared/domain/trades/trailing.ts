import Big from 'big.js';
import { type Price, price, toStep } from '../money/decimal.ts';
import type { Direction, OpenTrade, Terms, Trade, Trailing } from './trade.ts';

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

/** What a trailing stop has seen, exactly, up to a moment (ms, venue time). */
export interface MarkedTo {
  readonly mark: Price;
  readonly markAt: number;
  /** The best price up to the end of what is known: a correction may yet take it back. */
  readonly newest: Price;
}

/** How long a stored mark may be left behind before it is written anew, ms: the record since then must be read. */
const WRITE_AFTER = 43_200_000;

/** The trade with this mark, and a bound beyond the newest: the indexes must stand for what the next pass begins with. */
export const withMark = (trade: Trade, { mark, markAt, newest }: MarkedTo): Trade => {
  const plan = trade.exits.trailing;
  if (trade.status !== 'open' || !trade.trailing || !plan) return trade;
  const bound = boundAt(trade, plan, newest);
  return { ...trade, trailing: { ...trade.trailing, mark, markAt, bound } };
};

const hasReached = ({ direction, trailing }: OpenTrade, newest: Price): boolean => {
  if (trailing?.bound === undefined) return true;
  return direction === 'long'
    ? Number(newest) >= Number(trailing.bound)
    : Number(newest) <= Number(trailing.bound);
};

/** True where the trigger indexes no longer stand for this mark, or the record since the stored one grows long. */
export const isWorthWriting = (trade: Trade, { newest, markAt }: MarkedTo): boolean =>
  trade.status === 'open' &&
  (hasReached(trade, newest) || markAt - (trade.trailing?.markAt ?? Number.NEGATIVE_INFINITY) >= WRITE_AFTER);
