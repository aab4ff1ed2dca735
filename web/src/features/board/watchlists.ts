import type { WatchlistView } from '../../api.ts';

/** The symbols with this one on them, last where it was not, or off them. */
export const withSymbol = (symbols: readonly string[], symbol: string, on: boolean): string[] => {
  if (!on) return symbols.filter((one) => one !== symbol);
  return symbols.includes(symbol) ? [...symbols] : [...symbols, symbol];
};

/** The lists with this one in its place, last where it is new. */
export const withList = (lists: readonly WatchlistView[], list: WatchlistView): WatchlistView[] =>
  lists.some(({ id }) => id === list.id)
    ? lists.map((one) => (one.id === list.id ? list : one))
    : [...lists, list];

/** The list whose stars are shown: the one in sight, and where all coins are in sight the first. */
export const listInSight = (
  lists: readonly WatchlistView[],
  chosen: string | undefined,
): WatchlistView | undefined => lists.find(({ id }) => id === chosen) ?? lists[0];
