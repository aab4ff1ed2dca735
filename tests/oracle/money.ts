import Big from 'big.js';
import type { OracleFill, OracleOrder } from './types.ts';

export type Side = 'buy' | 'sell';

export const text = (value: Big): string => value.toFixed();

export const least = (...values: (Big | undefined)[]): Big => {
  const known = values.filter((value) => value !== undefined);
  const [first, ...others] = known;
  if (first === undefined) throw new Error('the least of nothing');
  return others.reduce((a, b) => (b.lt(a) ? b : a), first);
};

/** Rule 2.1. */
export function sideOf(direction: OracleOrder['direction'], leg: OracleFill['leg']): Side {
  return (direction === 'long') === (leg === 'entry') ? 'buy' : 'sell';
}

export function toTick(value: Big, tickSize: string, way: 'up' | 'down'): Big {
  const remainder = value.mod(tickSize);
  const down = value.minus(remainder);
  return way === 'down' || remainder.eq(0) ? down : down.plus(tickSize);
}

/** of / by on the tick, exactly: the quotient itself may have no end. */
export function quotientToTick(of: Big, by: Big, tickSize: string, way: 'up' | 'down'): Big {
  const tick = new Big(tickSize);
  let at = of.div(by).div(tick).round(0, Big.roundDown).times(tick);
  while (at.times(by).gt(of)) at = at.minus(tick);
  while (at.plus(tick).times(by).lte(of)) at = at.plus(tick);
  return way === 'down' || at.times(by).eq(of) ? at : at.plus(tick);
}

/** Rule 3.3: adverse, then to the tick against the trader, never below one tick. */
export function slipped(price: Big, side: Side, bps: number, tickSize: string): Big {
  if (bps === 0) return price;
  const factor = new Big(side === 'buy' ? 10_000 + bps : 10_000 - bps).times('0.0001');
  const moved = toTick(price.times(factor), tickSize, side === 'buy' ? 'up' : 'down');
  return side === 'sell' && moved.lt(tickSize) ? new Big(tickSize) : moved;
}

/** Rule 6.1: half-even to 8 decimals. */
export const notionalOf = (price: Big, quantity: Big | string): Big =>
  price.times(quantity).round(8, Big.roundHalfEven);

/** Rule 6.1: of the unrounded product, up to 8 decimals. */
export const feeOf = (price: Big, quantity: Big | string, rate: string): Big =>
  price.times(quantity).times(rate).round(8, Big.roundUp);

/**
 * Rule 4.2: money received from sales, less money paid for purchases, less fees; what is still open is valued at
 * `close`, unrounded.
 */
export function worth(order: OracleOrder, fills: readonly OracleFill[], close: Big): Big {
  let money = new Big(0);
  let held = new Big(0);
  for (const fill of fills) {
    const bought = sideOf(order.direction, fill.leg) === 'buy';
    money = bought ? money.minus(fill.notional) : money.plus(fill.notional);
    held = bought ? held.plus(fill.quantity) : held.minus(fill.quantity);
    money = money.minus(fill.fee);
  }
  return money.plus(held.times(close));
}

/** Rule 6.3: what is open, what it has cost, and what the parts given back have brought beyond their cost (a long). */
export function bookOf(fills: readonly OracleFill[]): { open: Big; cost: Big; brought: Big } {
  let [open, cost, brought] = [new Big(0), new Big(0), new Big(0)];
  for (const fill of fills) {
    if (fill.leg === 'entry') {
      open = open.plus(fill.quantity);
      cost = cost.plus(fill.notional);
      continue;
    }
    const last = open.eq(fill.quantity);
    const share = last ? cost : shareOf(cost, fill.quantity, open);
    open = open.minus(fill.quantity);
    cost = cost.minus(share);
    brought = brought.plus(fill.notional).minus(share);
  }
  return { open, cost, brought };
}

/** cost x part / whole, half-even to 8 decimals, decided by multiplication: the quotient itself may have no end. */
function shareOf(cost: Big, part: string, whole: Big): Big {
  const unit = new Big('0.00000001');
  const down = quotientToTick(cost.times(part), whole, '0.00000001', 'down');
  const twiceOver = cost.times(part).minus(down.times(whole)).times(2);
  const half = unit.times(whole);
  if (twiceOver.lt(half)) return down;
  if (twiceOver.gt(half)) return down.plus(unit);
  return down.div(unit).mod(2).eq(0) ? down : down.plus(unit);
}
