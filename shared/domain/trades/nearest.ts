import { isActive, type Trade } from './trade.ts';
import { triggersOf } from './triggers.ts';

/**
 * What waits nearest on each side of a market's price: the highest trigger that a falling price meets, the lowest that a
 * rising one meets. As float64, as a path is compared; null where nothing waits.
 */
export interface Nearest {
  readonly below: number | null;
  readonly above: number | null;
}

/** The nearest triggers of several markets, by `<venue>#<symbol>`, and when the first of them is due. */
export interface Armed {
  readonly nearest: ReadonlyMap<string, Nearest>;
  /** ms, venue time; null where nothing is. */
  readonly dueAt: number | null;
}

export const NOTHING_NEAR: Nearest = { below: null, above: null };
export const NOTHING_ARMED: Armed = { nearest: new Map(), dueAt: null };

const least = (left: number | null, right: number | null): number | null =>
  left === null || right === null ? (left ?? right) : Math.min(left, right);
const most = (left: number | null, right: number | null): number | null =>
  left === null || right === null ? (left ?? right) : Math.max(left, right);

export const nearer = (left: Nearest, right: Nearest): Nearest => ({
  below: most(left.below, right.below),
  above: least(left.above, right.above),
});

/** The earlier of two moments, where null is never. */
export const earlier = least;

/** All that either of them names. */
export const bothArmed = (left: Armed, right: Armed): Armed => {
  const nearest = new Map(left.nearest);
  for (const [market, near] of right.nearest) nearest.set(market, nearer(nearest.get(market) ?? near, near));
  return { nearest, dueAt: least(left.dueAt, right.dueAt) };
};

/** What these trades wait for, as they are written: a parked one is due from where it is owed. */
export const armedBy = (trades: readonly Trade[]): Armed =>
  trades.filter(isActive).reduce<Armed>((armed, trade) => {
    const { below, above, dueAt } = triggersOf(trade);
    const near: Nearest = {
      below: below === undefined ? null : Number(below),
      above: above === undefined ? null : Number(above),
    };
    return bothArmed(armed, {
      nearest: new Map([[`${trade.venue}#${trade.symbol}`, near]]),
      dueAt: least(dueAt ?? null, trade.evaluatedTo ?? null),
    });
  }, NOTHING_ARMED);
