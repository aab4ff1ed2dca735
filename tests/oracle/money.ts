import Big from 'big.js';
import type { OracleFill, OracleOrder } from './types.ts';

export type Side = 'buy' | 'sell';

export const text = (value: Big): string => value.toFixed();

/** Rule 2.1. */
export function sideOf(direction: OracleOrder['direction'], leg: OracleFill['leg']): Side {
  return (direction === 'long') === (leg === 'entry') ? 'buy' : 'sell';
}

/** Rule 3.3: adverse, then to the tick against the trader, never below one tick. */
export function slipped(price: Big, side: Side, bps: number, tickSize: string): Big {
  if (bps === 0) return price;
  const tick = new Big(tickSize);
  const factor = new Big(side === 'buy' ? 10_000 + bps : 10_000 - bps).times('0.0001');
  const moved = price.times(factor);
  const remainder = moved.mod(tick);
  const down = moved.minus(remainder);
  if (side === 'buy') return remainder.eq(0) ? down : down.plus(tick);
  return down.lt(tick) ? tick : down;
}

/** Rule 6.1: half-even to 8 decimals. */
export const notionalOf = (price: Big, quantity: string): Big =>
  price.times(quantity).round(8, Big.roundHalfEven);

/** Rule 6.1: of the unrounded product, up to 8 decimals. */
export const feeOf = (price: Big, quantity: string, rate: string): Big =>
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
