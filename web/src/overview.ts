import { keepPreviousData, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, type Overview } from './api.ts';

const KEY = ['overview'] as const;
const POLL_MS = 2_000;

/** Everything that moves, in one answer. Polled while the page is visible, never reloaded. */
export const useOverview = (): UseQueryResult<Overview> =>
  useQuery({
    queryKey: KEY,
    queryFn: api.overview,
    refetchInterval: POLL_MS,
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: true,
    placeholderData: keepPreviousData,
    retry: false,
  });

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
