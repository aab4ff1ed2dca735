import { canonical, type Price, price } from '../money/decimal.ts';
import { armedLegs, type Leg } from './leg.ts';
import { dailyCloseAt, timeOutAt, waitsForEntry } from './timing.ts';
import { isActive, type OpenTrade, type Trade } from './trade.ts';
import { levelAt } from './trailing.ts';

/** What may fire a trade next: the keys of the trigger indexes. Conservative: an entry here may fire nothing. */
export interface Triggers {
  /** Fires at a price at or below this; exact decimal text. */
  readonly below: string | undefined;
  /** Fires at a price at or above this; exact decimal text. */
  readonly above: string | undefined;
  /** Something is due at or after this moment: a market leg, a command, a good-till time, a close. ms, venue time. */
  readonly dueAt: number | undefined;
}

/** A trailing stop is looked at once a day, so that the record of the time between stays short. ms */
const LOOK_AFTER = 86_400_000;

interface Level {
  readonly fires: 'below' | 'above';
  readonly price: Price;
}

const least = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : Math.min(...values);

/** A trailing stop stands as if its mark were its bound, and with the bound itself (fill rules, 9.3.4). */
const followingLevels = (trade: OpenTrade, leg: Leg): Level[] => {
  const bound = leg.trailing?.bound;
  const plan = trade.exits.trailing;
  if (bound === undefined || !plan) return [];
  const nearest = levelAt(trade, plan, bound);
  const [stop, reached] =
    trade.direction === 'long' ? (['below', 'above'] as const) : (['above', 'below'] as const);
  return [
    ...(Number(nearest) > 0 ? [{ fires: stop, price: nearest }] : []),
    { fires: reached, price: bound },
  ];
};

const levelsOf = (trade: Trade, leg: Leg): Level[] => {
  if (leg.trailing && trade.status === 'open') return followingLevels(trade, leg);
  return leg.fires === 'always' || leg.price === null ? [] : [{ fires: leg.fires, price: leg.price }];
};

/** Without a bound nothing tells when it may fire: it is looked at as soon as it is armed. */
const followingDue = ({ trailing, armedAt }: Leg): number[] => {
  if (!trailing) return [];
  return [trailing.bound === undefined ? armedAt : (trailing.markAt ?? armedAt) + LOOK_AFTER];
};

export const triggersOf = (trade: Trade): Triggers => {
  const legs = isActive(trade) ? armedLegs(trade) : [];
  const levels = legs.flatMap((leg) => levelsOf(trade, leg));
  // The nearest of each side: the price meets it first.
  const level = (fires: Level['fires']) => {
    const side = levels.filter((one) => one.fires === fires).map((one) => Number(one.price));
    const nearest = fires === 'above' ? least(side) : side.length === 0 ? undefined : Math.max(...side);
    const found = levels.find((one) => one.fires === fires && Number(one.price) === nearest);
    return found === undefined ? undefined : canonical(price(found.price));
  };
  const due = [
    ...legs.filter((leg) => leg.fires === 'always').map((leg) => leg.restFrom ?? leg.armedAt),
    ...legs.flatMap(followingDue),
    ...(isActive(trade) ? trade.commands.map((command) => command.at) : []),
    ...(waitsForEntry(trade) && trade.goodTill !== undefined ? [trade.goodTill] : []),
    ...[timeOutAt(trade), dailyCloseAt(trade)].filter((at) => at !== undefined),
  ];
  return { below: level('below'), above: level('above'), dueAt: least(due) };
};
