import Big from 'big.js';
import type { ExitChange, TradeView } from './api.ts';

type Trailing = NonNullable<TradeView['trailing']>;

/** A part that is yet to be given back at a price of its own; `quantity` is what is left of it, base units. */
export interface WaitingTarget {
  readonly price: string;
  readonly quantity: string;
}

/** Targets that wait, nearest first: what has filled of them is left out. */
export const waitingTargets = ({ legs }: Pick<TradeView, 'legs'>): WaitingTarget[] =>
  legs.flatMap(({ leg, state, price, quantity, filledQuantity }) =>
    leg === 'target' && (state === 'armed' || state === 'planned') && price !== null && quantity !== undefined
      ? [{ price, quantity: new Big(quantity).minus(filledQuantity).toFixed() }]
      : [],
  );

/** As the API takes a distance in percent. */
export const PERCENT_DECIMALS = 4;
export const MOST_PERCENT = 50;

/**
 * A trailing stop with another distance, of the same kind. It is armed anew and follows from the price of then: where the price
 * has been at its activation already, waiting for that once more would leave the trade without it.
 */
export const trailingWith = (
  { percent, activation }: Trailing,
  distance: string,
  isActive: boolean,
): NonNullable<ExitChange['trailing']> => ({
  ...(percent === null ? { amount: distance } : { percent: distance }),
  ...(activation === null || isActive ? {} : { activation }),
});

/** Whether it has begun to follow: an activation that it had lies behind it. */
export const isTrailing = ({ legs }: Pick<TradeView, 'legs'>): boolean =>
  legs.some(
    ({ leg, trailing }) => leg === 'trailing_stop' && trailing !== undefined && trailing.mark !== null,
  );

/** Whether anything closes it but its owner's hand. */
export const hasExits = (trade: TradeView): boolean =>
  [trade.takeProfit, trade.stopLoss, trade.trailing, trade.timeOutSeconds, trade.dailyClose].some(
    (exit) => exit !== null,
  ) || waitingTargets(trade).length > 0;
