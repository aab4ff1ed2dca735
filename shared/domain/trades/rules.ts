import type { Instrument } from '../market/instrument.ts';
import { compare, isMultipleOf, notional, type Price, price } from '../money/decimal.ts';
import type { Violation } from '../problem.ts';
import type { TradePlan } from './plan.ts';
import type { Direction, EntryPlan, Exits } from './trade.ts';

const violation = (field: string, code: string, message: string): Violation => ({ field, code, message });

/** Prices above this are refused: no market quotes them, and sums of them would leave 38 digits. */
export const MAX_PRICE = '1000000000000';

const pricesOf = (entry: EntryPlan, exits: Exits): [string, Price][] => [
  ...('stop' in entry ? [['entry.stop', entry.stop] as [string, Price]] : []),
  ...('limit' in entry ? [['entry.limit', entry.limit] as [string, Price]] : []),
  ...(exits.takeProfit ? [['takeProfit', exits.takeProfit] as [string, Price]] : []),
  ...(exits.stopLoss ? [['stopLoss', exits.stopLoss] as [string, Price]] : []),
];

/** Every price positive, within bounds, on the instrument's tick. */
const checkPrices = (prices: readonly [string, Price][], instrument: Instrument | undefined): Violation[] =>
  prices.flatMap(([field, value]) => {
    if (compare(value, 0) <= 0) return [violation(field, 'price_not_positive', `${field} must be above 0`)];
    if (compare(value, MAX_PRICE) > 0)
      return [violation(field, 'price_too_high', `${field} must be at most ${MAX_PRICE}`)];
    if (instrument && !isMultipleOf(value, instrument.tickSize))
      return [
        violation(
          field,
          'price_off_tick',
          `${field} must be a multiple of the tick size ${instrument.tickSize}`,
        ),
      ];
    return [];
  });

const checkQuantity = (plan: TradePlan, instrument: Instrument | undefined): Violation[] => {
  const { quantity } = plan;
  if (compare(quantity, 0) <= 0)
    return [violation('quantity', 'quantity_not_positive', 'quantity must be above 0')];
  if (!instrument) return [];
  if (compare(quantity, instrument.minQuantity) < 0)
    return [
      violation('quantity', 'quantity_too_small', `quantity must be at least ${instrument.minQuantity}`),
    ];
  if (compare(quantity, instrument.maxQuantity) > 0)
    return [
      violation('quantity', 'quantity_too_large', `quantity must be at most ${instrument.maxQuantity}`),
    ];
  if (!isMultipleOf(quantity, instrument.lotSize))
    return [
      violation(
        'quantity',
        'quantity_off_lot',
        `quantity must be a multiple of the lot size ${instrument.lotSize}`,
      ),
    ];
  return [];
};

/** A long's stop lies below its entry and its target above; a short's the other way round. */
export const checkExits = (direction: Direction, exits: Exits, reference: Price | undefined): Violation[] => {
  const { takeProfit, stopLoss } = exits;
  const better = direction === 'long' ? 1 : -1;
  const [above, below] = direction === 'long' ? ['above', 'below'] : ['below', 'above'];
  const broken: Violation[] = [];
  if (reference && takeProfit && compare(takeProfit, reference) !== better)
    broken.push(
      violation(
        'takeProfit',
        `take_profit_not_${above}_entry`,
        `takeProfit of a ${direction} must be ${above} ${reference}`,
      ),
    );
  if (reference && stopLoss && compare(stopLoss, reference) !== -better)
    broken.push(
      violation(
        'stopLoss',
        `stop_loss_not_${below}_entry`,
        `stopLoss of a ${direction} must be ${below} ${reference}`,
      ),
    );
  if (broken.length === 0 && takeProfit && stopLoss && compare(takeProfit, stopLoss) !== better)
    broken.push(
      violation(
        'stopLoss',
        'stop_loss_beyond_take_profit',
        `stopLoss of a ${direction} must be ${below} takeProfit`,
      ),
    );
  return broken;
};

/** The price that the exits of a plan are held against: its limit, its stop, or the last price. */
export const referencePrice = (entry: EntryPlan, lastPrice: number | undefined): Price | undefined => {
  if (entry.type === 'limit' || entry.type === 'stop_limit') return entry.limit;
  if (entry.type === 'stop') return entry.stop;
  return lastPrice === undefined ? undefined : price(lastPrice);
};

/**
 * The least favourable price at which the entry may fill: a limit that the market already beats, and the limit of a
 * stop-limit once its stop fires, fill at the market. A stop loss must lie beyond it, or it would fire at once.
 */
const stopReference = (plan: TradePlan, lastPrice: number | undefined): Price | undefined => {
  const reference = referencePrice(plan.entry, lastPrice);
  if (reference === undefined) return undefined;
  const { entry, direction } = plan;
  const other = entry.type === 'stop_limit' ? entry.stop : entry.type === 'limit' ? lastPrice : undefined;
  if (other === undefined) return reference;
  return compare(other, reference) === (direction === 'long' ? -1 : 1) ? price(other) : reference;
};

/** A stop entry waits for the price to come to it: a buy stop above the market, a sell stop below. */
const checkStopSide = (plan: TradePlan, lastPrice: number | undefined): Violation[] => {
  if (!('stop' in plan.entry) || lastPrice === undefined) return [];
  const waits = compare(plan.entry.stop, lastPrice) === (plan.direction === 'long' ? 1 : -1);
  const side = plan.direction === 'long' ? 'above' : 'below';
  return waits
    ? []
    : [
        violation(
          'entry.stop',
          `stop_not_${side}_market`,
          `entry.stop of a ${plan.direction} must be ${side} the last price ${lastPrice}: it would fire at once`,
        ),
      ];
};

const checkNotional = (
  plan: TradePlan,
  instrument: Instrument | undefined,
  at: Price | undefined,
): Violation[] =>
  instrument && at && compare(notional(at, plan.quantity), instrument.minNotional) < 0
    ? [
        violation(
          'quantity',
          'below_min_notional',
          `price x quantity must be at least ${instrument.minNotional}`,
        ),
      ]
    : [];

/**
 * Every rule that a plan breaks; empty where it is valid. Rules that need the instrument or a last price are left
 * out where these are not known.
 */
export const checkPlan = (
  plan: TradePlan,
  instrument: Instrument | undefined,
  lastPrice: number | undefined,
): Violation[] => {
  const shape = [
    ...checkQuantity(plan, instrument),
    ...checkPrices(pricesOf(plan.entry, plan.exits), instrument),
  ];
  if (shape.length > 0) return shape;
  const reference = referencePrice(plan.entry, lastPrice);
  const { stopLoss } = plan.exits;
  const atEntry = checkExits(plan.direction, plan.exits, reference);
  return [
    ...atEntry,
    ...(atEntry.length === 0 && stopLoss
      ? checkExits(plan.direction, { stopLoss }, stopReference(plan, lastPrice))
      : []),
    ...checkStopSide(plan, lastPrice),
    ...checkNotional(plan, instrument, reference),
  ];
};

/** The rules for exits that change: prices on the tick, stop and target on their sides of each other and of `reference`. */
export const checkExitPrices = (
  direction: Direction,
  exits: Exits,
  tickSize: Price,
  reference: Price | undefined,
): Violation[] => {
  const prices = pricesOf({ type: 'market' }, exits);
  const shape = prices.flatMap(([field, value]) =>
    compare(value, 0) > 0 && compare(value, MAX_PRICE) <= 0 && isMultipleOf(value, tickSize)
      ? []
      : [
          violation(
            field,
            'price_off_tick',
            `${field} must be a positive multiple of the tick size ${tickSize}`,
          ),
        ],
  );
  return shape.length > 0 ? shape : checkExits(direction, exits, reference);
};
