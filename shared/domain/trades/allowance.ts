import Big from 'big.js';
import type { PathElement } from '../market/path.ts';
import { toStep } from '../money/decimal.ts';
import type { Leg } from './leg.ts';
import { lotOf } from './lot.ts';
import type { Trade } from './trade.ts';

const volumeOf = (element: PathElement): number | undefined => {
  if (element.kind === 'sample') return undefined;
  return element.kind === 'bar' ? element.volume : element.quantity;
};

/** What an element gives a trade: its share of the volume in whole lots; undefined where nothing bounds it. */
export const allowanceOf = ({ execution, terms }: Trade, element: PathElement): Big | undefined => {
  const volume = volumeOf(element);
  if (execution?.participation === undefined || volume === undefined) return undefined;
  const share = new Big(volume).times(execution.participation);
  return terms.lotSize === undefined ? share : toStep(share, terms.lotSize, 'down');
};

const min = (left: Big, right: Big): Big => (right.lt(left) ? right : left);

/** Fills of a trade on either side, at most: it keeps them all (fill rules, 9.4.8). */
export const MOST_PARTS = 100;

/** What a leg fills where it fires: what is left of it, its visible slice, what is left of the allowance. */
export const fillable = (trade: Trade, leg: Leg, allowance: Big | undefined): Big => {
  const open = leg.name === 'entry' ? new Big(trade.quantity) : lotOf(trade).quantity;
  const wanted = leg.quantity === undefined ? open : min(open, new Big(leg.quantity));
  const visible = trade.execution?.visible;
  const slice = visible === undefined || leg.order !== 'limit' ? wanted : min(wanted, new Big(visible));
  const side = trade.fills.filter((fill) => (fill.leg === 'entry') === (leg.name === 'entry')).length;
  // The last part of an exit takes all that is left.
  if (leg.name !== 'entry' && side >= MOST_PARTS - 1) return wanted;
  return allowance === undefined ? slice : min(slice, allowance);
};
