import type { BoardRow } from '../../api.ts';

export type SortKey =
  | 'rank'
  | 'name'
  | 'price'
  | 'changePercent1h'
  | 'changePercent24h'
  | 'changePercent7d'
  | 'volume24h'
  | 'marketCap';
export interface Order {
  readonly key: SortKey;
  readonly descending: boolean;
}
export const BY_RANK: Order = { key: 'rank', descending: false };

/** The same column again turns it round; another begins with what matters there: the first rank, the largest number. */
export const nextOrder = (order: Order, key: SortKey): Order =>
  order.key === key
    ? { key, descending: !order.descending }
    : { key, descending: key !== 'rank' && key !== 'name' };

const valueIn = (row: BoardRow, key: SortKey): number | string | undefined => {
  if (key === 'name') return row.name.toLowerCase();
  const value = row[key];
  return value === null ? undefined : Number(value);
};

/** Rows in order; what a row does not know stands last either way, and equal rows keep their rank. */
export const sorted = (rows: readonly BoardRow[], { key, descending }: Order): BoardRow[] =>
  rows.toSorted((a, b) => {
    const [left, right] = [valueIn(a, key), valueIn(b, key)];
    if (left === undefined || right === undefined)
      return left === right ? a.rank - b.rank : left === undefined ? 1 : -1;
    if (left === right) return a.rank - b.rank;
    return left < right !== descending ? -1 : 1;
  });

/** Rows whose name or ticker holds the text, in any case; those whose ticker begins with it first. */
export const searched = (rows: readonly BoardRow[], text: string): readonly BoardRow[] => {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return rows;
  const begins = ({ base }: BoardRow): boolean => base.toLowerCase().startsWith(wanted);
  const found = rows.filter((row) => `${row.name} ${row.base}`.toLowerCase().includes(wanted));
  return [...found.filter(begins), ...found.filter((row) => !begins(row))];
};
