import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type WatchlistView } from '../../api.ts';
import { newClientId } from '../../client-id.ts';
import { explain } from '../../errors.ts';
import { listInSight, withList, withSymbol } from './watchlists.ts';

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
  const known = (): readonly WatchlistView[] => client.getQueryData<readonly WatchlistView[]>(KEY) ?? NONE;
  const keep = (list: WatchlistView): void => {
    client.setQueryData<readonly WatchlistView[]>(KEY, withList(known(), list));
  };
  const list = listInSight(lists, chosen);
  const reread = () => client.invalidateQueries({ queryKey: KEY });
  const star = useMutation({
    // At once on the screen.
    onMutate: ({ symbol, on }: { symbol: string; on: boolean }) => {
      const shown = listInSight(known(), chosen);
      if (shown) keep({ ...shown, symbols: withSymbol(shown.symbols, symbol, on) });
    },
    // Asked of what the one before has left: its version, or the very first list.
    mutationFn: async ({ symbol, on }) => {
      const current = listInSight(known(), chosen);
      const answer = current
        ? await api.changeWatchlist(current.id, current.version, withSymbol(current.symbols, symbol, on))
        : await api.createWatchlist({
            name: FIRST_NAME,
            symbols: [symbol],
            clientWatchlistId: newClientId(),
          });
      const before = known().find(({ id }) => id === answer.id);
      // Stars that wait for their turn stay as they are shown.
      keep({ ...answer, symbols: withSymbol(before?.symbols ?? answer.symbols, symbol, on) });
    },
    scope: { id: 'watchlists' },
    onError: reread,
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
    toggle: (symbol) => star.mutate({ symbol, on: list?.symbols.includes(symbol) !== true }),
    create: create.mutate,
    remove: remove.mutate,
    refused: error === null ? undefined : explain(error, UNKNOWN),
  };
};
