import { useMemo, useState } from 'react';
import type { BoardRow } from '../../api.ts';
import { remember, remembered } from '../../remembered.ts';

const STORAGE = 'watched';

interface Watched {
  readonly lists: readonly { readonly id: string; readonly name: string; readonly count: number }[];
  /** Of the list in sight, of the first where all coins are. */
  readonly isOn: (list: string | undefined, row: BoardRow) => boolean;
  readonly toggle: (list: string | undefined, row: BoardRow) => void;
}

/** What is watched on this machine. */
export const useWatched = (): Watched => {
  const [bases, setBases] = useState<readonly string[]>(
    () => remembered(STORAGE)?.split(',').filter(Boolean) ?? [],
  );
  return useMemo(
    () => ({
      lists: [{ id: 'watched', name: 'Watchlist', count: bases.length }],
      isOn: (_list, { base }) => bases.includes(base),
      toggle: (_list, { base }) => {
        const next = bases.includes(base) ? bases.filter((one) => one !== base) : [...bases, base];
        remember(STORAGE, next.join(','));
        setBases(next);
      },
    }),
    [bases],
  );
};
