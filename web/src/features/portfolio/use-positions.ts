import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, type PositionView, type PriceView } from '../../api.ts';
import { valuedPosition } from '../../live/merge.ts';
import { POLLING } from '../../live/polling.ts';
import { useLive, watchedSymbols } from '../../live/state.ts';

interface Positions {
  readonly query: UseQueryResult<readonly PositionView[]>;
  /** At the last prices that the socket brought; without it as they were read. */
  readonly items: readonly PositionView[] | undefined;
}

/** What is open in an account, by symbol; polled while it is in sight. `prices`: the last ones that the page knows. */
export const usePositions = (account: string, prices: readonly PriceView[]): Positions => {
  const live = useLive();
  const query = useQuery({
    queryKey: ['positions', account],
    queryFn: async () => (await api.positions(account)).items,
    refetchInterval: live ? POLLING.positions.live : POLLING.positions.alone,
    refetchIntervalInBackground: false,
    placeholderData: (rows, before) => (before?.queryKey[1] === account ? keepPreviousData(rows) : undefined),
    retry: false,
  });
  const items = useMemo(() => {
    // A price that the socket does not bring may be older than the one that was read with the position.
    const watched = live ? watchedSymbols() : new Set<string>();
    const known = new Map(prices.map((price) => [price.symbol, price]));
    return query.data?.map((position) => {
      const price = watched.has(position.symbol) ? known.get(position.symbol) : undefined;
      return price ? valuedPosition(position, price) : position;
    });
  }, [query.data, prices, live]);
  return { query, items };
};
