import Big from 'big.js';
import { reservationFor } from '../../../../shared/domain/accounts/funds.ts';
import { canonical, compare, quantity, toStep } from '../../../../shared/domain/money/decimal.ts';
import type { TradePlan } from '../../../../shared/domain/trades/plan.ts';
import type { TicketMarket } from './ticket-market.ts';

type Order = Pick<TradePlan, 'direction' | 'entry'>;
type Market = Pick<TicketMarket, 'last' | 'terms' | 'free' | 'instrument'>;

/** What the API would reserve for this many; undefined while a price or the fees are not known. */
export const neededFor = (order: Order, amount: string, { last, terms }: Market): string | undefined =>
  terms &&
  reservationFor(
    { ...order, quantity: quantity(amount), terms },
    last === undefined ? undefined : Number(last),
  );

/**
 * The most that free cash can open, in whole lots and at most what the market allows; undefined where that is not known,
 * or where not even the smallest order can be paid.
 */
export const affordable = (order: Order, market: Market): string | undefined => {
  const { free, instrument } = market;
  const ofOne = neededFor(order, '1', market);
  if (free === undefined || ofOne === undefined || !instrument || new Big(ofOne).lte(0)) return undefined;
  const raw = new Big(free).div(ofOne);
  const capped = raw.gt(instrument.maxQuantity) ? new Big(instrument.maxQuantity) : raw;
  const lots = toStep(capped, instrument.lotSize, 'down');
  // The division and the reservation are rounded: a lot less where that made it a hair too much.
  const needed = lots.gt(0) ? neededFor(order, canonical(lots), market) : undefined;
  const most = needed !== undefined && compare(needed, free) > 0 ? lots.minus(instrument.lotSize) : lots;
  return most.lt(instrument.minQuantity) || most.lte(0) ? undefined : canonical(most);
};
