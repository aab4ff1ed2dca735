import Big from 'big.js';
import { isCovered } from './exits.ts';
import type { Leg } from './legs.ts';
import { bookOf, least } from './money.ts';
import type { Trade } from './trade.ts';

/** Where the path is: at what time, and in which element of it. */
export interface Moment {
  time: number;
  element: number;
  /** What the element gives the trade at most (9.4.1); absent: no bound. */
  allowance: Big | undefined;
}

/** A leg keeps its place in an element also where a command arms it anew (9.4.2). */
const placeOf = ({ name, orderId, via, rule }: Leg): string => {
  const own = name === 'target' && rule.type === 'limit' ? rule.limit.toFixed() : (orderId ?? via ?? '');
  return `${name} ${own}`;
};

export const isSpent = (trade: Trade, leg: Leg, { element }: Moment): boolean =>
  leg.blockedIn === element || trade.spent.get(placeOf(leg)) === element;

/** Where the trade takes parts at all. What got nothing may be armed anew within the element. */
export function spend(trade: Trade, leg: Leg, { element }: Moment, quantity: Big): void {
  const { participation, visible } = trade.order;
  if (participation === undefined && visible === undefined) return;
  leg.blockedIn = element;
  if (quantity.gt(0)) trade.spent.set(placeOf(leg), element);
}

/** What is left of the leg, without regard to volume (9.2.2, 9.2.3, 5.5). */
export function wanted(trade: Trade, leg: Leg): Big {
  if (leg.name === 'entry') return least(leg.left);
  const { open } = bookOf(trade.fills);
  return least(leg.left, open, isCovered(leg) ? trade.coverLeft : undefined);
}

/** 9.4.8: of the entry, and of all exits together. */
export const MOST_FILLS = 100;

export const entriesOf = (trade: Trade): number => trade.fills.filter(({ leg }) => leg === 'entry').length;

/** The hundredth fill of the exits, and those after it. */
const takesAll = (trade: Trade, leg: Leg): boolean =>
  leg.name !== 'entry' && trade.fills.length - entriesOf(trade) >= MOST_FILLS - 1;

/** What it fills of the `whole` that it wants, where the element has this much left (9.4.2). */
export function amountOf(trade: Trade, leg: Leg, whole: Big, allowance: Big | undefined): Big {
  if (takesAll(trade, leg)) return whole;
  const { visible } = trade.order;
  const slice = leg.rule.type === 'limit' && visible !== undefined ? new Big(visible) : undefined;
  return least(whole, slice, allowance);
}
