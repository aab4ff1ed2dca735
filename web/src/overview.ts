import { keepPreviousData, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, type Overview } from './api.ts';
import { newerOf } from './live/merge.ts';
import { overviewWait } from './live/polling.ts';
import { arrivedSince, isLive, tickToldAt, useLive, watchedSymbols } from './live/state.ts';

const KEY = ['overview'] as const;

/** Whether the last whole answer failed: what the socket brings meanwhile does not take that back. */
const isFailing = (state: { readonly dataUpdatedAt: number; readonly errorUpdatedAt: number }): boolean =>
  state.errorUpdatedAt > state.dataUpdatedAt;

interface OverviewQuery {
  readonly query: UseQueryResult<Overview>;
  readonly unreachable: boolean;
}

/** Everything that moves, in one answer. Polled while the page is visible, never reloaded; rarely while the socket lives and speaks. */
export const useOverview = (): OverviewQuery => {
  const client = useQueryClient();
  const live = useLive();
  const query = useQuery({
    queryKey: KEY,
    queryFn: async () => {
      const askedAt = Date.now();
      const answer = await api.overview();
      const watched = isLive() ? watchedSymbols() : undefined;
      return newerOf(answer, client.getQueryData<Overview>(KEY), arrivedSince(askedAt), watched);
    },
    // Reckoned from the last answer: each thing that the socket puts in begins the interval anew, and it would never be over.
    refetchInterval: ({ state }) =>
      overviewWait(
        {
          live,
          failing: isFailing(state),
          stale: state.data?.market.stale ?? false,
          answeredAt: Math.max(state.dataUpdatedAt, state.errorUpdatedAt),
          toldAt: tickToldAt(),
        },
        Date.now(),
      ),
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: true,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return { query, unreachable: isFailing(query) };
};

/** Asks for the overview at once: something was just changed here. */
export const useRefresh = (): (() => Promise<void>) => {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: KEY });
};

/** The server's clock in ms, carried on between two answers by this machine's. */
export const useServerNow = (overview: Overview | undefined, receivedAt: number): number => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (!overview) return now;
  return Date.parse(overview.now) + Math.max(0, now - receivedAt);
};
