import Big from 'big.js';
import { formatPrice } from '../../format/number.ts';
import { type Level, type LevelKind, pnlAt } from './levels.ts';

/** Levels of one kind at one price: a line and a label together. */
export interface LevelGroup {
  readonly id: string;
  readonly kind: LevelKind;
  readonly price: string;
  readonly levels: readonly [Level, ...Level[]];
  /** The one that is moved by this label: the only one, or that of the chosen trade; undefined where none can be. */
  readonly mover: Level | undefined;
}

const moverOf = ([first, ...others]: LevelGroup['levels'], chosen: string | undefined): Level | undefined => {
  const one = others.length === 0 ? first : [first, ...others].find(({ trade }) => trade.id === chosen);
  return one?.movable ? one : undefined;
};

/**
 * Levels that look the same at so many decimals as one. `chosen`: the trade whose level is moved where several stand for one;
 * `apart`: the id of a level that is on its way, and stands alone.
 */
export const levelGroups = (
  levels: readonly Level[],
  places: number,
  chosen: string | undefined,
  apart: string | undefined,
): LevelGroup[] => {
  const found = new Map<string, [Level, ...Level[]]>();
  for (const level of levels) {
    const key = level.id === apart ? level.id : `${level.kind} ${formatPrice(level.price, places)}`;
    const known = found.get(key);
    if (known) known.push(level);
    else found.set(key, [level]);
  }
  const groups = [...found].map(([key, members]): LevelGroup => {
    const mover = moverOf(members, chosen);
    const { kind, price } = members[0];
    return { id: mover?.id ?? key, kind, price, levels: members, mover };
  });
  // A label in somebody's hand is the same one, at the same place among the others, whatever it leaves behind: moved in the page
  // it would fall out of that hand.
  return groups.sort((one, other) => (one.id < other.id ? -1 : 1));
};

/** What all of them together make at their price, before fees, in quote currency; null where an entry is not known. */
export const pnlOf = ({ levels }: Pick<LevelGroup, 'levels'>, at: string): string | null => {
  const each = levels.map((level) => pnlAt(level, at));
  return each.reduce<string | null>(
    (sum, pnl) => (sum === null || pnl === null ? null : new Big(sum).plus(pnl).toFixed()),
    '0',
  );
};
