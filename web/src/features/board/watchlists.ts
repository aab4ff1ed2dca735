import type { WatchlistView } from '../../api.ts';

/** The symbols with this one on or off; where it goes on it comes last. */
export const toggled = (symbols: readonly string[], symbol: string): string[] =>
  symbols.includes(symbol) ? symbols.filter((one) => one !== symbol) : [...symbols, symbol];

/** The list whose stars are shown: the one in sight, and where all coins are in sight the first. */
export const listInSight = (
  lists: readonly WatchlistView[],
  chosen: string | undefined,
): WatchlistView | undefined => lists.find(({ id }) => id === chosen) ?? lists[0];
