import Big from 'big.js';
import { compare, quantity } from '../../domain/money/decimal.ts';
import type { FillRecord } from '../../domain/trades/fill.ts';
import type { ArmedTarget, Target, Trade } from '../../domain/trades/trade.ts';
import type { LegJson } from '../schemas/trade.ts';
import { momentOrNull } from './primitives.ts';

const sumOf = (fills: readonly FillRecord[]): Big =>
  fills.reduce<Big>((sum, fill) => sum.plus(fill.quantity), new Big(0));

const least = (left: Big, right: Big): Big => (left.lt(right) ? left : right);

/**
 * How much of each target has filled. What is armed says so itself. Of the others a fill at a target's price is that target's;
 * what filled better, at a first point that was beyond it, belongs to the nearest that still lacks something.
 */
const filledTargets = (
  targets: readonly Target[],
  armed: readonly ArmedTarget[],
  fills: readonly FillRecord[],
): Big[] => {
  const exact = targets.map(({ price, quantity: whole }) => {
    const waiting = armed.find((one) => compare(one.price, price) === 0);
    const own = least(sumOf(fills.filter((fill) => compare(fill.price, price) === 0)), new Big(whole));
    return waiting ? new Big(whole).minus(waiting.quantity) : own;
  });
  const total = sumOf(fills);
  let rest = total.minus(exact.reduce((sum, filled) => sum.plus(filled), new Big(0)));
  return exact.map((filled, index) => {
    const target = targets[index];
    const isArmed = armed.some((one) => target && compare(one.price, target.price) === 0);
    if (!target || isArmed || rest.lte(0)) return filled;
    const more = least(rest, new Big(target.quantity).minus(filled));
    rest = rest.minus(more);
    return filled.plus(more);
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
  const filled = filledTargets(targets, armed, fills);
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
