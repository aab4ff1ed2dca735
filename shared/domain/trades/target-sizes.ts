import Big from 'big.js';
import { type Price, type Quantity, quantity, type Rate, toStep } from '../money/decimal.ts';
import type { Target } from './trade.ts';

/** A target as it is asked for: a quantity, or percent of the trade's. */
export type AskedTarget = Target | { readonly price: Price; readonly percent: Rate };

const percentOf = (target: AskedTarget): Rate | undefined =>
  'percent' in target ? target.percent : undefined;

/** Percentages that leave nothing over. */
const isWhole = (asked: readonly AskedTarget[]): boolean =>
  asked.every((target) => percentOf(target) !== undefined) &&
  asked.reduce<Big>((sum, target) => sum.plus(percentOf(target) ?? 0), new Big(0)).eq(100);

/**
 * Percentages as quantities: each rounded down to the lot. Where they are 100 % together, the last takes what is left, so that the
 * targets close the trade.
 */
export const sizedTargets = (asked: readonly AskedTarget[], of: Quantity, lotSize: Quantity): Target[] => {
  const sized = asked.map((target): Target => {
    const { price } = target;
    return 'percent' in target
      ? { price, quantity: quantity(toStep(new Big(of).times(target.percent).div(100), lotSize, 'down')) }
      : { price, quantity: target.quantity };
  });
  const last = sized.at(-1);
  if (!last || !isWhole(asked)) return sized;
  const others = sized.slice(0, -1);
  const left = others.reduce<Big>((rest, target) => rest.minus(target.quantity), new Big(of));
  return [...others, { price: last.price, quantity: quantity(left) }];
};
