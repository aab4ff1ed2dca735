import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api, type StatusView } from '../../api.ts';
import { POLLING } from '../../live/polling.ts';
import { useChannels, useLive } from '../../live/state.ts';

const useAsked = (refetchInterval: number): UseQueryResult<StatusView> =>
  useQuery({
    queryKey: ['status'],
    queryFn: api.status,
    refetchInterval,
    refetchIntervalInBackground: false,
    placeholderData: keepPreviousData,
    retry: false,
  });

/** Feeds, cursors and blind windows, brought by the socket with each tick while they are in sight; polled without it. */
export const useStatus = (): UseQueryResult<StatusView> => {
  const live = useLive();
  useChannels(['status']);
  return useAsked(live ? POLLING.status.live : POLLING.status.alone);
};

/** The same where little of it is shown: asked for now and then, for each message of the socket costs. */
export const useRareStatus = (): UseQueryResult<StatusView> =>
  useAsked(useLive() ? POLLING.blindWindows.live : POLLING.blindWindows.alone);
