import Big from 'big.js';
import { type Price, price, type Quantity, quantity, toStep } from '../money/decimal.ts';
import type { LegName } from './fill.ts';
import { lotOf } from './lot.ts';
import type { ArmedTrailing, EntryPlan, OpenTrade, PendingTrade, Trade } from './trade.ts';
import { levelAt } from './trailing.ts';

/** A leg that waits: what it does, on which side of the price, and since when (venue time, ms). */
export interface Leg {
  readonly name: LegName;
  readonly order: 'market' | 'limit' | 'stop';
  /** What the fill does: a buy pays slippage upwards, a sell downwards. */
  readonly action: 'buy' | 'sell';
  /** Fires where the price is at or below, or at or above; a market leg at any price. */
  readonly fires: 'below' | 'above' | 'always';
  /** Null for a market leg, and for a trailing stop that has no mark yet. */
  readonly price: Price | null;
  /** The same as a number, for comparisons with the path. */
  readonly level: number;
  readonly armedAt: number;
  /** What firing does instead of filling: a limit is armed, or the trailing stop begins to follow. */
  readonly arms?: 'limit' | 'activation';
  /** What it fills; absent: all that it can. */
  readonly quantity?: Quantity;
  /** The order that it belongs to. */
  readonly orderId?: string;
  /** Which of two entries it is. */
  readonly via?: 'limit' | 'stop';
  /** Rejects the trade where it would take. */
  readonly postOnly?: true;
  /** A part of it has filled, or could not: it rests, and sees the path from here on, ms. */
  readonly restFrom?: number;
  /** Its price follows the path. */
  readonly trailing?: ArmedTrailing;
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
});

const stopLeg = (name: LegName, action: Action, price: Price, armedAt: number): Leg => ({
  name,
  order: 'stop',
  action,
  fires: action === 'buy' ? 'above' : 'below',
  price,
  level: Number(price),
  armedAt,
});

const marketLeg = (name: LegName, action: Action, armedAt: number): Leg => ({
  name,
  order: 'market',
  action,
  fires: 'always',
  price: null,
  level: Number.NaN,
  armedAt,
});

const workingLeg = (name: LegName, action: Action, limit: Price | undefined, armedAt: number): Leg =>
  limit === undefined ? marketLeg(name, action, armedAt) : limitLeg(name, action, limit, armedAt);

const resting = (restFrom: number | undefined): Pick<Leg, 'restFrom'> =>
  restFrom === undefined ? {} : { restFrom };

const entryAction = (trade: Trade): Action => (trade.direction === 'long' ? 'buy' : 'sell');

/** The limit behind an entry's stop; undefined where it buys at the market. */
export const limitBehind = (entry: EntryPlan): Price | undefined => {
  if (entry.type === 'stop_limit') return entry.limit;
  return entry.type === 'oco' ? entry.stopLimit : undefined;
};

const stopEntry = (entry: EntryPlan & { stop: Price }, action: Action, armedAt: number): Leg => ({
  ...stopLeg('entry', action, entry.stop, armedAt),
  ...(limitBehind(entry) === undefined ? {} : { arms: 'limit' as const }),
});

const entryLegs = (trade: PendingTrade): Leg[] => {
  const action = entryAction(trade);
  const { entry, triggeredAt } = trade;
  const armedAt = trade.entryArmedAt ?? trade.createdAt;
  if (triggeredAt !== undefined) {
    const leg = workingLeg('entry', action, limitBehind(entry), triggeredAt);
    return [{ ...leg, via: 'stop', ...resting(trade.restFrom) }];
  }
  switch (entry.type) {
    case 'market':
      return [marketLeg('entry', action, armedAt)];
    case 'limit':
      return [
        {
          ...limitLeg('entry', action, entry.limit, armedAt),
          ...(entry.postOnly ? { postOnly: true as const } : {}),
        },
      ];
    case 'stop':
    case 'stop_limit':
      return [stopEntry(entry, action, armedAt)];
    case 'oco':
      return [
        { ...limitLeg('entry', action, entry.limit, armedAt), via: 'limit' },
        { ...stopEntry(entry, action, armedAt), via: 'stop' },
      ];
  }
};

/**
 * Where an open short's loss and the fee of buying back reach its collateral, what it was sold for:
 * 2 x collateral / (quantity x (1 + taker rate)), rounded down to the tick.
 */
export const liquidationPrice = (trade: OpenTrade): Price | undefined => {
  if (trade.direction === 'long' || trade.fills.length === 0) return undefined;
  const lot = lotOf(trade);
  const shares = lot.quantity.times(new Big(1).plus(trade.terms.takerRate));
  const at = toStep(lot.cost.times(2).div(shares), trade.terms.tickSize, 'down');
  // Where a price is but a few ticks, rounding must not put it on the entry itself.
  const average = toStep(lot.cost.div(lot.quantity), trade.terms.tickSize, 'down');
  const least = average.plus(trade.terms.tickSize);
  return price(at.lt(least) ? least : at);
};

const liquidationLegs = (trade: OpenTrade): Leg[] => {
  const at = liquidationPrice(trade);
  // Each fill arms it anew.
  const armedAt = trade.fills.at(-1)?.time;
  return at === undefined || armedAt === undefined ? [] : [stopLeg('liquidation', 'buy', at, armedAt)];
};

const partialLegs = (trade: OpenTrade, action: Action): Leg[] =>
  (trade.partialCloses ?? []).map(({ id, quantity, limit, armedAt, restFrom }) => ({
    ...workingLeg('close', action, limit, armedAt),
    quantity,
    orderId: id,
    ...resting(restFrom),
  }));

/** Follows from `mark` on, the best price seen; before its activation it waits for that. */
const trailingLegs = (trade: OpenTrade, action: Action, mark: Price | undefined): Leg[] => {
  const { trailing } = trade;
  const plan = trade.exits.trailing;
  if (!trailing || !plan) return [];
  if (plan.activation !== undefined && trailing.activatedAt === undefined) {
    // Meets the price on the way to it: on the other side of the market than the stop will be.
    const leg = limitLeg('trailing_stop', action, plan.activation, trailing.armedAt);
    return [{ ...leg, order: 'stop', arms: 'activation' }];
  }
  const armedAt = trailing.activatedAt ?? trailing.armedAt;
  const level = mark === undefined ? undefined : levelAt(trade, plan, mark);
  return [
    {
      ...stopLeg('trailing_stop', action, level ?? price(0), armedAt),
      price: level ?? null,
      level: level === undefined ? Number.NaN : Number(level),
      trailing,
    },
  ];
};

const least = (left: Big, right: Quantity | undefined): Big =>
  right !== undefined && new Big(right).lt(left) ? new Big(right) : left;

/** What an exit of the plan may close: what is open, or what is left of what the exits cover. */
const coverable = (trade: OpenTrade): Big => least(lotOf(trade).quantity, trade.coverLeft);

const exitLegs = (trade: OpenTrade, action: Action, mark: Price | undefined): Leg[] => {
  const { stopLoss, takeProfit, targets = [] } = trade;
  // Only where something bounds them: otherwise they close all that is open.
  const most = trade.coverLeft === undefined ? undefined : coverable(trade);
  const all = most === undefined ? {} : { quantity: quantity(most) };
  return [
    ...(stopLoss
      ? [
          {
            ...stopLeg('stop_loss', action, stopLoss.price, stopLoss.armedAt),
            ...(trade.exits.stopLimit === undefined ? {} : { arms: 'limit' as const }),
            ...all,
          },
        ]
      : []),
    ...trailingLegs(trade, action, mark).map((leg) => ({ ...leg, ...all })),
    ...liquidationLegs(trade),
    ...targets.map((target) => ({
      ...limitLeg('target', action, target.price, target.armedAt),
      quantity: quantity(least(coverable(trade), target.quantity)),
      ...resting(target.restFrom),
    })),
    ...(takeProfit
      ? [
          {
            ...limitLeg('take_profit', action, takeProfit.price, takeProfit.armedAt),
            ...resting(takeProfit.restFrom),
            ...all,
          },
        ]
      : []),
  ];
};

const enteringLegs = (trade: OpenTrade): Leg[] => {
  const { entering } = trade;
  if (!entering) return [];
  const leg = workingLeg('entry', entryAction(trade), entering.limit, entering.armedAt);
  return [{ ...leg, quantity: entering.quantity, ...resting(entering.restFrom) }];
};

const openLegs = (trade: OpenTrade, mark: Price | undefined): Leg[] => {
  const action = opposite(entryAction(trade));
  const { exiting, closeArmedAt, closeRestFrom } = trade;
  if (closeArmedAt !== undefined)
    return [{ ...marketLeg('close', action, closeArmedAt), ...resting(closeRestFrom) }];
  if (exiting) {
    const { leg: name, limit, armedAt, restFrom } = exiting;
    const leg: Leg = { ...workingLeg(name, action, limit, armedAt), ...resting(restFrom) };
    const most = name === 'liquidation' || trade.coverLeft === undefined ? undefined : coverable(trade);
    return [
      most === undefined ? leg : { ...leg, quantity: quantity(most) },
      ...(name === 'liquidation' ? [] : liquidationLegs(trade)),
    ];
  }
  return [...enteringLegs(trade), ...exitLegs(trade, action, mark), ...partialLegs(trade, action)];
};

/**
 * The legs of a trade that wait now, in the order in which they see a point (fill rules, 9.2.1).
 * @param mark the best price that a trailing stop has seen; absent: as the trade keeps it
 */
export const armedLegs = (trade: Trade, mark?: Price): Leg[] => {
  if (trade.status === 'pending') return entryLegs(trade);
  return trade.status === 'open' ? openLegs(trade, mark ?? trade.trailing?.mark) : [];
};

/** Tells one arming of a leg from the next. */
export const legKey = (leg: Leg): string =>
  `${leg.name}|${leg.order}|${leg.trailing ? 'follows' : leg.price}|${leg.armedAt}${leg.orderId === undefined ? '' : `|${leg.orderId}`}`;

/** Tells the legs of a trade from each other, whatever becomes of them. */
export const legName = (leg: Leg): string =>
  `${leg.name}|${leg.orderId ?? ''}|${leg.name === 'target' ? leg.price : ''}`;

/** True where the leg fires at this price. */
export const touches = (leg: Leg, at: number): boolean =>
  leg.fires === 'always' || (leg.fires === 'below' ? at <= leg.level : at >= leg.level);
