import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api, type BoardView } from '../../api.ts';
import { POLLING, waitSince } from '../../live/polling.ts';
import { useChannels, useLive } from '../../live/state.ts';

/** The largest coins; made anew once a minute. */
export const useBoard = (): UseQueryResult<BoardView> => {
  const live = useLive();
  useChannels(['market']);
  return useQuery({
    queryKey: ['board'],
    queryFn: api.board,
    // Live: for the sparklines alone. Reckoned from the last answer, as the overview is.
    refetchInterval: ({ state }) =>
      waitSince(
        Math.max(state.dataUpdatedAt, state.errorUpdatedAt),
        live ? POLLING.board.live : POLLING.board.alone,
        Date.now(),
      ),
    refetchIntervalInBackground: false,
    placeholderData: keepPreviousData,
    retry: false,
  });
};
