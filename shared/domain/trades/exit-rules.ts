import { compare, isMultipleOf, type Price } from '../money/decimal.ts';
import type { Violation } from '../problem.ts';
import type { ExitBounds } from './entry-rules.ts';
import { violation } from './price-rules.ts';
import type { Direction, Exits, Trailing } from './trade.ts';

interface Side {
  readonly direction: Direction;
  /** The sign of a price that is better for the trade. */
  readonly better: 1 | -1;
  /** In words, towards profit and towards loss. */
  readonly above: string;
  readonly below: string;
}

const sideOf = (direction: Direction): Side =>
  direction === 'long'
    ? { direction, better: 1, above: 'above', below: 'below' }
    : { direction, better: -1, above: 'below', below: 'above' };

/** Past the reference, where there is one, on the side of profit. */
const checkProfit = (
  { direction, better, above }: Side,
  [field, value]: readonly [string, Price | undefined],
  name: string,
  reference: Price | undefined,
): Violation[] =>
  value === undefined || reference === undefined || compare(value, reference) === better
    ? []
    : [
        violation(
          field,
          `${name}_not_${above}_entry`,
          `${field} of a ${direction} must be ${above} ${reference}`,
        ),
      ];

const checkLoss = ({ direction, better, below }: Side, stopLoss: Price | undefined, reference?: Price) =>
  stopLoss === undefined || reference === undefined || compare(reference, stopLoss) === better
    ? []
    : [
        violation(
          'stopLoss',
          `stop_loss_not_${below}_entry`,
          `stopLoss of a ${direction} must be ${below} ${reference}`,
        ),
      ];

/**
 * Each target further than the one before it, the take profit beyond them all, the stop loss before the first. Of a trade that
 * goes on the first may be done, and the stop rightly beyond it: what is changed is held against the market.
 */
const checkOrder = (
  { direction, better, above, below }: Side,
  { takeProfit, stopLoss, targets = [] }: Exits,
  goesOn: boolean,
): Violation[] => {
  const isBeyond = (far: Price, near: Price) => compare(far, near) === better;
  const nearest = goesOn ? undefined : targets[0];
  return [
    ...targets.flatMap(({ price }, index) => {
      const before = targets[index - 1];
      const field = `targets.${index}.price`;
      if (before && !isBeyond(price, before.price))
        return [
          violation(
            field,
            'targets_out_of_order',
            `${field} of a ${direction} must be ${above} the target before it, ${before.price}`,
          ),
        ];
      return takeProfit && !isBeyond(takeProfit, price)
        ? [
            violation(
              field,
              'target_beyond_take_profit',
              `${field} of a ${direction} must be ${below} takeProfit ${takeProfit}`,
            ),
          ]
        : [];
    }),
    ...(takeProfit && stopLoss && !isBeyond(takeProfit, stopLoss)
      ? [
          violation(
            'stopLoss',
            'stop_loss_beyond_take_profit',
            `stopLoss of a ${direction} must be ${below} takeProfit`,
          ),
        ]
      : []),
    ...(nearest && stopLoss && !isBeyond(nearest.price, stopLoss)
      ? [
          violation(
            'stopLoss',
            'stop_loss_beyond_target',
            `stopLoss of a ${direction} must be ${below} the first target ${nearest.price}`,
          ),
        ]
      : []),
  ];
};

/** A long's level lies an amount below its mark: with an amount of the whole price it would never be above zero. */
const checkAmount = ({ direction }: Side, trailing: Trailing | undefined, reference: Price | undefined) =>
  direction === 'long' && trailing?.amount && reference && compare(trailing.amount, reference) >= 0
    ? [
        violation(
          'trailing.amount',
          'trailing_amount_too_large',
          `trailing.amount of a long must be less than the price, ${reference}`,
        ),
      ]
    : [];

/** A long's stop lies below its entry and its targets above; a short's the other way round. */
export const checkSides = (
  direction: Direction,
  exits: Exits,
  bounds: ExitBounds | undefined,
  goesOn = false,
): Violation[] => {
  const side = sideOf(direction);
  const { takeProfit, stopLoss, targets = [], trailing } = exits;
  const broken = [
    ...checkProfit(side, ['takeProfit', takeProfit], 'take_profit', bounds?.profit),
    ...targets.flatMap(({ price }, index) =>
      checkProfit(side, [`targets.${index}.price`, price], 'target', bounds?.profit),
    ),
    ...checkLoss(side, stopLoss, bounds?.loss),
    ...checkProfit(side, ['trailing.activation', trailing?.activation], 'activation', bounds?.profit),
    ...checkAmount(side, trailing, bounds?.loss),
  ];
  return broken.length > 0 ? broken : checkOrder(side, exits, goesOn);
};

const MAX_PERCENT = 50;
const PERCENT_STEP = '0.0001';
const MINUTES_OF_A_DAY = 1440;
/** Longest and shortest holding time, ms. */
export const TIME_OUT = { min: 1_000, max: 365 * 86_400_000 } as const;

/** What is wrong with a value whatever the market and the rest of the trade. */
export const checkExitValues = ({ trailing, timeOut, dailyClose }: Exits): Violation[] => {
  const percent = trailing?.percent;
  const broken: Violation[] = [];
  if (percent !== undefined && (compare(percent, 0) <= 0 || compare(percent, MAX_PERCENT) > 0))
    broken.push(
      violation(
        'trailing.percent',
        'percent_out_of_range',
        `trailing.percent must be above 0 and at most ${MAX_PERCENT}`,
      ),
    );
  else if (percent !== undefined && !isMultipleOf(percent, PERCENT_STEP))
    broken.push(
      violation('trailing.percent', 'percent_too_fine', 'trailing.percent must have at most 4 decimals'),
    );
  if (timeOut !== undefined && !(timeOut >= TIME_OUT.min && timeOut <= TIME_OUT.max))
    broken.push(
      violation(
        'timeOutSeconds',
        'time_out_out_of_range',
        `timeOutSeconds must be from ${TIME_OUT.min / 1000} to ${TIME_OUT.max / 1000}, a year`,
      ),
    );
  if (
    dailyClose !== undefined &&
    !(Number.isInteger(dailyClose) && dailyClose >= 0 && dailyClose < MINUTES_OF_A_DAY)
  )
    broken.push(
      violation('dailyClose', 'daily_close_out_of_range', 'dailyClose must be from 00:00 to 23:59'),
    );
  return broken;
};
