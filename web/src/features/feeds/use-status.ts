import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api, type StatusView } from '../../api.ts';

const POLL_MS = 5_000;

/** Feeds, cursors and blind windows; polled while they are in sight. */
export const useStatus = (): UseQueryResult<StatusView> =>
  useQuery({
    queryKey: ['status'],
    queryFn: api.status,
    refetchInterval: POLL_MS,
    refetchIntervalInBackground: false,
    placeholderData: keepPreviousData,
    retry: false,
  });
