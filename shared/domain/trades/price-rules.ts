import type { Instrument } from '../market/instrument.ts';
import { compare, isMultipleOf, type Price } from '../money/decimal.ts';
import type { Violation } from '../problem.ts';
import type { EntryPlan, Exits } from './trade.ts';

export const violation = (field: string, code: string, message: string): Violation => ({
  field,
  code,
  message,
});

/** Prices above this are refused: no market quotes them, and sums of them would leave 38 digits. */
export const MAX_PRICE = '1000000000000';

type NamedPrice = readonly [field: string, price: Price];

const named = (field: string, price: Price | undefined): NamedPrice[] =>
  price === undefined ? [] : [[field, price]];

export const pricesOfEntry = (entry: EntryPlan): NamedPrice[] => [
  ...('stop' in entry ? named('entry.stop', entry.stop) : []),
  ...('limit' in entry ? named('entry.limit', entry.limit) : []),
  ...(entry.type === 'oco' ? named('entry.stopLimit', entry.stopLimit) : []),
];

/** A trailing distance is no price, but obeys the same rules. */
export const pricesOfExits = ({
  takeProfit,
  stopLoss,
  stopLimit,
  trailing,
  targets,
}: Exits): NamedPrice[] => [
  ...named('takeProfit', takeProfit),
  ...named('stopLoss', stopLoss),
  ...named('stopLimit', stopLimit),
  ...named('trailing.amount', trailing?.amount),
  ...named('trailing.activation', trailing?.activation),
  ...(targets ?? []).flatMap(({ price }, index) => named(`targets.${index}.price`, price)),
];

/** Every price positive, within bounds, on the instrument's tick. */
export const checkPrices = (
  prices: readonly NamedPrice[],
  instrument: Pick<Instrument, 'tickSize'> | undefined,
): Violation[] =>
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
