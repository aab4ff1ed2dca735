import type { Instrument } from '../market/instrument.ts';
import { compare, isMultipleOf, notional, type Price } from '../money/decimal.ts';
import type { Violation } from '../problem.ts';
import { checkEntrySides, type ExitBounds, exitBounds, lowestPrice } from './entry-rules.ts';
import { checkExecution } from './execution-rules.ts';
import { checkExitValues, checkSides } from './exit-rules.ts';
import { checkExitSizes, checkTargetNotionals, type ExitSize } from './exit-size-rules.ts';
import type { TradePlan } from './plan.ts';
import { checkPrices, MAX_PRICE, pricesOfEntry, pricesOfExits, violation } from './price-rules.ts';
import type { Direction, Exits } from './trade.ts';

export { exitBounds, referencePrice } from './entry-rules.ts';
export { MAX_PRICE } from './price-rules.ts';

const checkQuantity = (
  { quantity }: Pick<TradePlan, 'quantity'>,
  instrument: Instrument | undefined,
): Violation[] => {
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

type Reference = Price | ExitBounds | undefined;
const boundsOf = (reference: Reference): ExitBounds | undefined =>
  typeof reference === 'string' ? { profit: reference, loss: reference } : reference;

/** Exits on their sides of each other and of the reference, where there is one. */
export const checkExits = (direction: Direction, exits: Exits, reference: Reference): Violation[] =>
  checkSides(direction, exits, boundsOf(reference));

const checkNotional = (
  plan: Pick<TradePlan, 'quantity'>,
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

/** What the instrument asks of the size of an order, and of each target. */
export const checkOrderSize = (
  plan: Pick<TradePlan, 'entry' | 'exits' | 'quantity'>,
  instrument: Instrument | undefined,
  lastPrice: number | undefined,
): Violation[] => {
  const broken = checkQuantity(plan, instrument);
  return broken.length > 0
    ? broken
    : [
        ...checkNotional(plan, instrument, lowestPrice(plan.entry, lastPrice)),
        ...checkTargetNotionals(plan.exits, instrument),
      ];
};

/**
 * Every rule that a plan breaks; empty where it is valid. Rules that need the instrument or a last price are left
 * out where these are not known.
 */
export const checkPlan = (
  plan: TradePlan,
  instrument: Instrument | undefined,
  lastPrice: number | undefined,
): Violation[] => {
  const { entry, exits, direction, quantity } = plan;
  const shape = [
    ...checkQuantity(plan, instrument),
    ...checkPrices([...pricesOfEntry(entry), ...pricesOfExits(exits)], instrument),
    ...checkExitValues(exits),
  ];
  if (shape.length > 0) return shape;
  const sizes = checkExitSizes(exits, { quantity, lotSize: instrument?.lotSize });
  return [
    ...checkSides(direction, exits, exitBounds(entry, direction, lastPrice)),
    ...sizes,
    ...checkEntrySides(plan, lastPrice),
    ...checkExecution(plan, instrument),
    ...checkNotional(plan, instrument, lowestPrice(entry, lastPrice)),
    ...(sizes.length === 0 ? checkTargetNotionals(exits, instrument) : []),
  ];
};

/**
 * The rules for exits that change: prices on the tick, on their sides of each other and of `reference` (the last price, or the
 * `exitBounds` of an entry that still waits). Without a reference these are all the exits, as they will be: with `size` it is
 * checked too how much each closes, and that what belongs to another exit has it. A change alone need not name that other.
 */
export const checkExitPrices = (
  direction: Direction,
  exits: Exits,
  tickSize: Price,
  reference: Reference,
  size?: ExitSize,
): Violation[] => {
  const shape = pricesOfExits(exits).flatMap(([field, value]) =>
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
  const broken = [...shape, ...checkExitValues(exits)];
  if (broken.length > 0) return broken;
  return reference === undefined && size
    ? [...checkSides(direction, exits, undefined, true), ...checkExitSizes(exits, size)]
    : checkExits(direction, exits, reference);
};
