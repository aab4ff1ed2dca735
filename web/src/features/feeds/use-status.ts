import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api, type StatusView } from '../../api.ts';
import { useChannels, useLive } from '../../live/state.ts';

const POLL_MS = 5_000;
const SAFETY_MS = 30_000;

/** Feeds, cursors and blind windows; polled while they are in sight. */
/** `pollMs`: how often without the socket. */
export const useStatus = (pollMs = POLL_MS): UseQueryResult<StatusView> => {
  const live = useLive();
  useChannels(['status']);
  return useQuery({
    queryKey: ['status'],
    queryFn: api.status,
    refetchInterval: live ? Math.max(SAFETY_MS, pollMs) : pollMs,
    refetchIntervalInBackground: false,
    placeholderData: keepPreviousData,
    retry: false,
  });
};
