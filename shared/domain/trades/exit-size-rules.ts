import Big from 'big.js';
import type { Instrument } from '../market/instrument.ts';
import { compare, isMultipleOf, notional, type Quantity } from '../money/decimal.ts';
import type { Violation } from '../problem.ts';
import { violation } from './price-rules.ts';
import type { Exits } from './trade.ts';

/** Of each trade, at most: an item that outgrows its kilobyte. */
export const MAX_TARGETS = 4;

/** How much the exits may close, base units. */
export interface ExitSize {
  readonly quantity: Quantity;
  /** Trades made before it was kept have none. */
  readonly lotSize?: Quantity | undefined;
}

/** Positive and on the lot: the codes begin with `name`. */
export const checkAmountOf = (
  field: string,
  name: string,
  value: Quantity,
  lotSize: Quantity | undefined,
): Violation[] => {
  if (compare(value, 0) <= 0)
    return [violation(field, `${name}_not_positive`, `${field} must be above 0: at least one lot`)];
  return lotSize === undefined || isMultipleOf(value, lotSize)
    ? []
    : [violation(field, `${name}_off_lot`, `${field} must be a multiple of the lot size ${lotSize}`)];
};

const checkTargets = ({ targets, covers }: Exits, { quantity, lotSize }: ExitSize): Violation[] => {
  if (!targets) return [];
  if (targets.length === 0 || targets.length > MAX_TARGETS)
    return [
      violation('targets', 'targets_out_of_range', `targets must be 1 to ${MAX_TARGETS}; null means none`),
    ];
  const broken = targets.flatMap((target, index) =>
    checkAmountOf(`targets.${index}.quantity`, 'target_quantity', target.quantity, lotSize),
  );
  if (broken.length > 0) return broken;
  const sum = targets.reduce<Big>((all, target) => all.plus(target.quantity), new Big(0));
  const [most, what] =
    covers !== undefined && compare(covers, quantity) < 0 ? [covers, 'covers'] : [quantity, 'the quantity'];
  return sum.gt(most)
    ? [
        violation(
          'targets',
          'targets_exceed_quantity',
          `the quantities of targets must add up to at most ${most}, ${what}`,
        ),
      ]
    : [];
};

const closesByPrice = ({ takeProfit, stopLoss, trailing, targets }: Exits): boolean =>
  [takeProfit, stopLoss, trailing, targets].some((exit) => exit !== undefined);

const checkCovers = (exits: Exits, { quantity, lotSize }: ExitSize): Violation[] => {
  const { covers } = exits;
  if (covers === undefined) return [];
  if (!closesByPrice(exits))
    return [
      violation(
        'covers',
        'covers_without_exit',
        'covers needs an exit that it bounds: takeProfit, targets, stopLoss or trailing',
      ),
    ];
  const broken = checkAmountOf('covers', 'covers', covers, lotSize);
  if (broken.length > 0) return broken;
  return compare(covers, quantity) > 0
    ? [violation('covers', 'covers_too_large', `covers must be at most ${quantity}, the quantity`)]
    : [];
};

/** How much each exit closes, and that what belongs to another exit has it. */
export const checkExitSizes = (exits: Exits, size: ExitSize): Violation[] => [
  ...checkTargets(exits, size),
  ...checkCovers(exits, size),
  ...(exits.stopLimit !== undefined && exits.stopLoss === undefined
    ? [violation('stopLimit', 'stop_limit_without_stop_loss', 'stopLimit needs the stopLoss that arms it')]
    : []),
  ...(exits.breakEven && exits.targets === undefined
    ? [
        violation(
          'breakEven',
          'break_even_without_targets',
          'breakEven needs targets: it waits for the first',
        ),
      ]
    : []),
  ...(exits.breakEven && exits.stopLoss === undefined
    ? [violation('breakEven', 'break_even_without_stop_loss', 'breakEven needs the stopLoss that it moves')]
    : []),
];

/** Each target alone must be worth an order at its exchange. */
export const checkTargetNotionals = (
  { targets = [] }: Exits,
  instrument: Pick<Instrument, 'minNotional'> | undefined,
): Violation[] =>
  targets.flatMap(({ price, quantity }, index) =>
    instrument && compare(notional(price, quantity), instrument.minNotional) < 0
      ? [
          violation(
            `targets.${index}.quantity`,
            'below_min_notional',
            `price x quantity of targets.${index} must be at least ${instrument.minNotional}`,
          ),
        ]
      : [],
  );
