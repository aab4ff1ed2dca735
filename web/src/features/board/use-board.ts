import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api, type BoardView } from '../../api.ts';
import { useChannels, useLive } from '../../live/state.ts';

const POLL_MS = 30_000;
/** While the socket brings the rows: for the sparklines alone. */
const RARE_MS = 600_000;

/** The largest coins; made anew once a minute. */
export const useBoard = (): UseQueryResult<BoardView> => {
  const live = useLive();
  useChannels(['market']);
  return useQuery({
    queryKey: ['board'],
    queryFn: api.board,
    refetchInterval: live ? RARE_MS : POLL_MS,
    refetchIntervalInBackground: false,
    placeholderData: keepPreviousData,
    retry: false,
  });
};
