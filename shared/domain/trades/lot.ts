import Big from 'big.js';
import { MONEY_DECIMALS } from '../money/decimal.ts';
import type { FillRecord } from './fill.ts';
import type { OpenTrade, Trade } from './trade.ts';

/** What is open of a trade, what that cost, and what the closed part has made; quote currency but the quantity. */
export interface Lot {
  /** Base units bought (long) or sold (short) and not yet given back. */
  readonly quantity: Big;
  /** Paid (long) or got (short) for what is open, before fees. */
  readonly cost: Big;
  /** Gross, of what has been given back. */
  readonly realized: Big;
}

const NOTHING: Lot = { quantity: new Big(0), cost: new Big(0), realized: new Big(0) };

/** The share of the cost that goes with what an exit gives back; the last takes all that is left (fill rules, 6.3). */
const shareOf = ({ quantity, cost }: Lot, given: Big): Big =>
  given.eq(quantity) ? cost : cost.times(given).div(quantity).round(MONEY_DECIMALS, Big.roundHalfEven);

const after = (lot: Lot, { leg, quantity, notional }: FillRecord, sign: 1 | -1): Lot => {
  if (leg === 'entry')
    return { ...lot, quantity: lot.quantity.plus(quantity), cost: lot.cost.plus(notional) };
  const given = new Big(quantity);
  const share = shareOf(lot, given);
  return {
    quantity: lot.quantity.minus(given),
    cost: lot.cost.minus(share),
    realized: lot.realized.plus(new Big(notional).minus(share).times(sign)),
  };
};

/** The fills of a trade in their order, folded: what it has cost is shared out by quantity (average cost). */
export const lotOf = ({ fills, direction }: Pick<Trade, 'fills' | 'direction'>): Lot =>
  fills.reduce<Lot>((lot, fill) => after(lot, fill, direction === 'long' ? 1 : -1), NOTHING);

/** What is open and not in a partial close that is in force. */
export const unclosedQuantity = (trade: OpenTrade): Big =>
  (trade.partialCloses ?? []).reduce<Big>((left, part) => left.minus(part.quantity), lotOf(trade).quantity);
