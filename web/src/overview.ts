import { keepPreviousData, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, type Overview } from './api.ts';
import { newerOf } from './live/merge.ts';
import { arrivedSince, useLive } from './live/state.ts';

const KEY = ['overview'] as const;
const POLL_MS = 2_000;
/** While the socket brings what changes, the whole is asked for as a safety net. */
const SAFETY_MS = 60_000;

/** Everything that moves, in one answer. Polled while the page is visible, never reloaded; rarely while the socket lives. */
export const useOverview = (): UseQueryResult<Overview> => {
  const client = useQueryClient();
  const live = useLive();
  return useQuery({
    queryKey: KEY,
    queryFn: async () => {
      const askedAt = Date.now();
      const answer = await api.overview();
      return newerOf(answer, client.getQueryData<Overview>(KEY), arrivedSince(askedAt));
    },
    refetchInterval: ({ state }) => (live && state.status !== 'error' ? SAFETY_MS : POLL_MS),
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: true,
    placeholderData: keepPreviousData,
    retry: false,
  });
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
