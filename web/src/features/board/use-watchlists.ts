import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type WatchlistView } from '../../api.ts';
import { newClientId } from '../../client-id.ts';
import { explain } from '../../errors.ts';
import { listInSight, toggled } from './watchlists.ts';

const KEY = ['watchlists'] as const;
const FIRST_NAME = 'Watchlist';
const UNKNOWN = 'It is not known whether the list was changed. It is read again.';
const NONE: readonly WatchlistView[] = [];

export interface Watchlists {
  readonly lists: readonly WatchlistView[];
  readonly isOn: (symbol: string | null) => boolean;
  readonly toggle: (symbol: string) => void;
  readonly create: (name: string) => void;
  readonly remove: (id: string) => void;
  /** Why the last change did not happen. */
  readonly refused: string | undefined;
}

/** The watchlists of whoever is signed in. A star changes at once, and back where the API refuses it. */
export const useWatchlists = (chosen: string | undefined, onCreated: (id: string) => void): Watchlists => {
  const client = useQueryClient();
  const { data: lists = NONE } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await api.watchlists()).items,
    staleTime: 60_000,
    retry: false,
  });
  const show = (change: (lists: readonly WatchlistView[]) => readonly WatchlistView[]): void => {
    client.setQueryData<readonly WatchlistView[]>(KEY, (all) => change(all ?? NONE));
  };
  const list = listInSight(lists, chosen);
  const reread = () => client.invalidateQueries({ queryKey: KEY });
  const star = useMutation({
    mutationFn: async (symbol: string) => {
      if (!list)
        return api.createWatchlist({ name: FIRST_NAME, symbols: [symbol], clientWatchlistId: newClientId() });
      const symbols = toggled(list.symbols, symbol);
      show((all) => all.map((one) => (one.id === list.id ? { ...one, symbols } : one)));
      return api.changeWatchlist(list.id, list.version, symbols);
    },
    // One after the other: the version of the second is what the first made.
    scope: { id: 'watchlists' },
    onSettled: reread,
  });
  const create = useMutation({
    mutationFn: (name: string) =>
      api.createWatchlist({ name, symbols: [], clientWatchlistId: newClientId() }),
    onSuccess: ({ id }) => onCreated(id),
    onSettled: reread,
  });
  const remove = useMutation({ mutationFn: (id: string) => api.deleteWatchlist(id), onSettled: reread });
  const error = star.error ?? create.error ?? remove.error;
  return {
    lists,
    isOn: (symbol) => symbol !== null && list?.symbols.includes(symbol) === true,
    toggle: star.mutate,
    create: create.mutate,
    remove: remove.mutate,
    refused: error === null ? undefined : explain(error, UNKNOWN),
  };
};
