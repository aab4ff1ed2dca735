import Big from 'big.js';
import { type Price, price, type Quantity, toStep } from '../money/decimal.ts';
import type { LegName } from './fill.ts';
import { lotOf } from './lot.ts';
import type { ActiveTrade, OpenTrade, Trade } from './trade.ts';

/** A leg that waits: what it does, on which side of the price, and since when (venue time, ms). */
export interface Leg {
  readonly name: LegName;
  readonly order: 'market' | 'limit' | 'stop';
  /** What the fill does: a buy pays slippage upwards, a sell downwards. */
  readonly action: 'buy' | 'sell';
  /** Fires where the price is at or below, or at or above; a market leg at any price. */
  readonly fires: 'below' | 'above' | 'always';
  /** Null for a market leg. */
  readonly price: Price | null;
  /** The same as a number, for comparisons with the path. */
  readonly level: number;
  readonly armedAt: number;
  /** True where firing arms the limit of a stop-limit entry instead of filling. */
  readonly arms: boolean;
  /** What it fills; absent: all that it can. */
  readonly quantity?: Quantity;
  /** The order that it belongs to. */
  readonly orderId?: string;
}

type Action = Leg['action'];
const opposite = (action: Action): Action => (action === 'buy' ? 'sell' : 'buy');

const limitLeg = (name: LegName, action: Action, price: Price, armedAt: number): Leg => ({
  name,
  order: 'limit',
  action,
  fires: action === 'buy' ? 'below' : 'above',
  price,
  level: Number(price),
  armedAt,
  arms: false,
});

const stopLeg = (name: LegName, action: Action, price: Price, armedAt: number, arms = false): Leg => ({
  name,
  order: 'stop',
  action,
  fires: action === 'buy' ? 'above' : 'below',
  price,
  level: Number(price),
  armedAt,
  arms,
});

const marketLeg = (name: LegName, action: Action, armedAt: number): Leg => ({
  name,
  order: 'market',
  action,
  fires: 'always',
  price: null,
  level: Number.NaN,
  armedAt,
  arms: false,
});

const entryAction = (trade: Trade): Action => (trade.direction === 'long' ? 'buy' : 'sell');

const entryLeg = (trade: ActiveTrade & { status: 'pending' }): Leg => {
  const action = entryAction(trade);
  switch (trade.entry.type) {
    case 'market':
      return marketLeg('entry', action, trade.createdAt);
    case 'limit':
      return limitLeg('entry', action, trade.entry.limit, trade.createdAt);
    case 'stop':
      return stopLeg('entry', action, trade.entry.stop, trade.createdAt);
    case 'stop_limit':
      return trade.triggeredAt === undefined
        ? stopLeg('entry', action, trade.entry.stop, trade.createdAt, true)
        : limitLeg('entry', action, trade.entry.limit, trade.triggeredAt);
  }
};

/**
 * Where an open short's loss and the fee of buying back reach its collateral, what it was sold for:
 * 2 x collateral / (quantity x (1 + taker rate)), rounded down to the tick.
 */
export const liquidationPrice = (trade: OpenTrade): Price | undefined => {
  const [entry] = trade.fills;
  if (trade.direction === 'long' || !entry) return undefined;
  const lot = lotOf(trade);
  const shares = lot.quantity.times(new Big(1).plus(trade.terms.takerRate));
  const at = toStep(lot.cost.times(2).div(shares), trade.terms.tickSize, 'down');
  // Where a price is but a few ticks, rounding must not put it on the entry itself.
  const least = new Big(entry.price).plus(trade.terms.tickSize);
  return price(at.lt(least) ? least : at);
};

const liquidationLegs = (trade: OpenTrade): Leg[] => {
  const at = liquidationPrice(trade);
  const armedAt = trade.fills[0]?.time;
  return at === undefined || armedAt === undefined ? [] : [stopLeg('liquidation', 'buy', at, armedAt)];
};

const partialLegs = (trade: OpenTrade, action: Action): Leg[] =>
  (trade.partialCloses ?? []).map(({ id, quantity, limit, armedAt }) => ({
    ...(limit === undefined
      ? marketLeg('close', action, armedAt)
      : limitLeg('close', action, limit, armedAt)),
    quantity,
    orderId: id,
  }));

/** The legs of a trade that wait now, in the order in which they see a point. */
export const armedLegs = (trade: Trade): Leg[] => {
  if (trade.status === 'pending') return [entryLeg(trade)];
  if (trade.status !== 'open') return [];
  const action = opposite(entryAction(trade));
  if (trade.closeArmedAt !== undefined) return [marketLeg('close', action, trade.closeArmedAt)];
  return [
    ...(trade.stopLoss ? [stopLeg('stop_loss', action, trade.stopLoss.price, trade.stopLoss.armedAt)] : []),
    ...liquidationLegs(trade),
    ...(trade.takeProfit
      ? [limitLeg('take_profit', action, trade.takeProfit.price, trade.takeProfit.armedAt)]
      : []),
    ...partialLegs(trade, action),
  ];
};

/** Tells one arming of a leg from the next. */
export const legKey = (leg: Leg): string =>
  `${leg.name}|${leg.order}|${leg.price}|${leg.armedAt}${leg.orderId === undefined ? '' : `|${leg.orderId}`}`;

/** True where the leg fires at this price. */
export const touches = (leg: Leg, at: number): boolean =>
  leg.fires === 'always' || (leg.fires === 'below' ? at <= leg.level : at >= leg.level);
