import { canonical } from '../money/decimal.ts';
import { armedLegs } from './leg.ts';
import { isActive, type Trade } from './trade.ts';

/** What may fire a trade next: the keys of the trigger indexes. Conservative: an entry here may fire nothing. */
export interface Triggers {
  /** Fires at a price at or below this; exact decimal text. */
  readonly below: string | undefined;
  /** Fires at a price at or above this; exact decimal text. */
  readonly above: string | undefined;
  /** Something is due at or after this moment: a market leg, a command, the good-till time. ms, venue time. */
  readonly dueAt: number | undefined;
}

const least = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : Math.min(...values);

export const triggersOf = (trade: Trade): Triggers => {
  const legs = isActive(trade) ? armedLegs(trade) : [];
  // The nearest of each side: the price meets it first.
  const level = (fires: 'below' | 'above') => {
    const nearest = legs
      .filter((leg) => leg.fires === fires)
      .sort((left, right) => (fires === 'above' ? left.level - right.level : right.level - left.level))[0];
    return nearest?.price ? canonical(nearest.price) : undefined;
  };
  const due = [
    ...legs.filter((leg) => leg.fires === 'always').map((leg) => leg.armedAt),
    ...(isActive(trade) ? trade.commands.map((command) => command.at) : []),
    ...(trade.status === 'pending' && trade.goodTill !== undefined ? [trade.goodTill] : []),
  ];
  return { below: level('below'), above: level('above'), dueAt: least(due) };
};
