import { compare, type Price, price } from '../money/decimal.ts';
import type { Violation } from '../problem.ts';
import type { TradePlan } from './plan.ts';
import { violation } from './price-rules.ts';
import type { Direction, EntryPlan } from './trade.ts';

const known = (lastPrice: number | undefined): Price[] => (lastPrice === undefined ? [] : [price(lastPrice)]);

/** The prices that an entry is meant to fill at; two where it is two entries. */
const meantPrices = (entry: EntryPlan, lastPrice: number | undefined): Price[] => {
  switch (entry.type) {
    case 'market':
      return known(lastPrice);
    case 'limit':
    case 'stop_limit':
      return [entry.limit];
    case 'stop':
      return [entry.stop];
    case 'oco':
      return [entry.limit, entry.stopLimit ?? entry.stop];
    default:
      return entry satisfies never;
  }
};

/** Where a limit that the market already beats may fill instead: at the market, or at the stop that armed it. */
const otherPrices = (entry: EntryPlan, lastPrice: number | undefined): Price[] => {
  if (entry.type === 'limit') return known(lastPrice);
  if (entry.type === 'stop_limit') return [entry.stop];
  return entry.type === 'oco' ? [entry.stop, ...known(lastPrice)] : [];
};

const extreme = (prices: readonly Price[], side: 1 | -1): Price | undefined =>
  prices.reduce<Price | undefined>(
    (most, one) => (most === undefined || compare(one, most) === side ? one : most),
    undefined,
  );

/** The price that a plan is reckoned at: its limit, its stop, or the last price; of two entries the higher. */
export const referencePrice = (entry: EntryPlan, lastPrice: number | undefined): Price | undefined =>
  extreme(meantPrices(entry, lastPrice), 1);

/** The lowest price at which the entry is meant to fill: its notional is the smallest there. */
export const lowestPrice = (entry: EntryPlan, lastPrice: number | undefined): Price | undefined =>
  extreme(meantPrices(entry, lastPrice), -1);

/** What the exits of a trade are held against: what takes a profit lies beyond the first, what stops a loss beyond the second. */
export interface ExitBounds {
  readonly profit: Price;
  readonly loss: Price;
}

/**
 * Against the prices at which the entry may fill. A stop loss must lie beyond the least favourable of them, or it would fire at
 * once. Undefined where no price is known.
 */
export const exitBounds = (
  entry: EntryPlan,
  direction: Direction,
  lastPrice: number | undefined,
): ExitBounds | undefined => {
  const better = direction === 'long' ? 1 : -1;
  const meant = meantPrices(entry, lastPrice);
  const profit = extreme(meant, better);
  const loss = extreme([...meant, ...otherPrices(entry, lastPrice)], better === 1 ? -1 : 1);
  return profit && loss ? { profit, loss } : undefined;
};

/** A buy stop waits above the market, a sell stop below it; of two entries the limit waits on the other side. */
export const checkEntrySides = (
  { entry, direction }: Pick<TradePlan, 'entry' | 'direction'>,
  lastPrice: number | undefined,
): Violation[] => {
  if (!('stop' in entry)) return [];
  const better = direction === 'long' ? 1 : -1;
  const [beyond, before] = direction === 'long' ? ['above', 'below'] : ['below', 'above'];
  const broken: Violation[] = [];
  if (lastPrice !== undefined && compare(entry.stop, lastPrice) !== better)
    broken.push(
      violation(
        'entry.stop',
        `stop_not_${beyond}_market`,
        `entry.stop of a ${direction} must be ${beyond} the last price ${lastPrice}: it would fire at once`,
      ),
    );
  if (entry.type !== 'oco') return broken;
  if (compare(entry.stop, entry.limit) !== better)
    broken.push(
      violation(
        'entry.stop',
        `oco_stop_not_${beyond}_limit`,
        `entry.stop of a ${direction} must be ${beyond} entry.limit ${entry.limit}: the price reaches one or the other`,
      ),
    );
  if (lastPrice !== undefined && compare(lastPrice, entry.limit) !== better)
    broken.push(
      violation(
        'entry.limit',
        `oco_limit_not_${before}_market`,
        `entry.limit of a ${direction} must be ${before} the last price ${lastPrice}: it would fill at once`,
      ),
    );
  return broken;
};
