import Big from 'big.js';
import { compare, quantity } from '../../domain/money/decimal.ts';
import type { FillRecord } from '../../domain/trades/fill.ts';
import type { ArmedTarget, Target, Trade } from '../../domain/trades/trade.ts';
import type { LegJson } from '../schemas/trade.ts';
import { momentOrNull } from './primitives.ts';

const sumOf = (fills: readonly FillRecord[]): Big =>
  fills.reduce<Big>((sum, fill) => sum.plus(fill.quantity), new Big(0));

const least = (left: Big, right: Big): Big => (left.lt(right) ? left : right);

const isAt = ({ price }: Target, other: Pick<Target, 'price'>): boolean => compare(price, other.price) === 0;

/**
 * How much of each target has filled. What is armed says so itself. Of the others a fill at a target's price is that target's;
 * one at a better price, of a first point that was beyond it, the nearest's that still lacks something.
 */
const filledTargets = (
  { direction }: Trade,
  targets: readonly Target[],
  armed: readonly ArmedTarget[],
  fills: readonly FillRecord[],
): Big[] => {
  const better = direction === 'long' ? 1 : -1;
  const others = fills
    .filter((fill) => !targets.some((target) => isAt(target, fill)))
    .map(({ price, quantity: amount }) => ({ price, left: new Big(amount) }));
  return targets.map((target) => {
    const whole = new Big(target.quantity);
    const waiting = armed.find((one) => isAt(one, target));
    const own = waiting
      ? whole.minus(waiting.quantity)
      : least(sumOf(fills.filter((fill) => isAt(target, fill))), whole);
    return others.reduce<Big>((filled, other) => {
      if (waiting || compare(other.price, target.price) !== better) return filled;
      const taken = least(other.left, whole.minus(filled));
      other.left = other.left.minus(taken);
      return filled.plus(taken);
    }, own);
  });
};

/** Targets that the plan has forgotten with what it covered: what they have filled, by price. */
const forgotten = (fills: readonly FillRecord[]): Target[] =>
  [...Map.groupBy(fills, ({ price }) => price)].map(([price, own]) => ({
    price,
    quantity: quantity(sumOf(own)),
  }));

/** The targets of the plan, nearest first. */
export const presentTargetLegs = (trade: Trade): LegJson[] => {
  const armed = trade.status === 'open' ? (trade.targets ?? []) : [];
  const fills = trade.fills.filter(({ leg }) => leg === 'target');
  const targets = trade.exits.targets ?? forgotten(fills);
  const filled = filledTargets(trade, targets, armed, fills);
  return targets.map(({ price, quantity: whole }, index): LegJson => {
    const waiting = armed.find((one) => compare(one.price, price) === 0);
    const done = filled[index] ?? new Big(0);
    const unarmed = trade.status === 'pending' ? 'planned' : 'disarmed';
    const isFilled = done.gte(whole);
    return {
      leg: 'target',
      type: 'limit',
      price,
      quantity: whole,
      filledQuantity: quantity(done),
      state: waiting ? 'armed' : isFilled ? 'filled' : unarmed,
      armedAt: momentOrNull(waiting?.armedAt),
    };
  });
};
