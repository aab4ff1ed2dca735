import Big from 'big.js';
import { type Quantity, quantity } from '../money/decimal.ts';
import { closableQuantity, hasPlaceFor } from './decide.ts';
import type { OpenTrade, Trade } from './trade.ts';

/** What a sale takes of one lot. */
export interface Allotment {
  readonly trade: OpenTrade;
  readonly quantity: Quantity;
}

const heldSince = (trade: Trade): number => trade.fills[0]?.time ?? trade.createdAt;

/** A long that is open and has no exits of its own: a bracket's lot belongs to its trade. */
const isFree = (trade: Trade): trade is OpenTrade =>
  trade.status === 'open' &&
  trade.direction === 'long' &&
  trade.exits.takeProfit === undefined &&
  trade.exits.stopLoss === undefined &&
  !trade.commands.some(({ kind }) => kind === 'amend');

/**
 * Lots that a sale may take, first in, first out: by the time of their first fill, then by id.
 * @param atLimit a sale that waits needs a place among the parts that wait on a lot
 */
export const freeLots = (trades: readonly Trade[], atLimit: boolean): Allotment[] =>
  trades
    .filter(isFree)
    .filter((trade) => hasPlaceFor(trade, atLimit))
    .toSorted((left, right) => heldSince(left) - heldSince(right) || (left.id < right.id ? -1 : 1))
    .map((trade) => ({ trade, quantity: closableQuantity(trade) }))
    .filter((lot) => new Big(lot.quantity).gt(0));

/** How a quantity is taken from lots in their order; `missing` is what they do not hold. */
export const allot = (
  lots: readonly Allotment[],
  wanted: Quantity,
): { readonly parts: readonly Allotment[]; readonly missing: Quantity } => {
  let left = new Big(wanted);
  const parts: Allotment[] = [];
  for (const lot of lots) {
    if (left.lte(0)) break;
    const taken = left.lt(lot.quantity) ? left : new Big(lot.quantity);
    parts.push({ trade: lot.trade, quantity: quantity(taken) });
    left = left.minus(taken);
  }
  return { parts, missing: quantity(left) };
};
