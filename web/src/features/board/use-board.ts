import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api, type BoardView } from '../../api.ts';

const POLL_MS = 30_000;

/** The largest coins; made anew once a minute. */
export const useBoard = (): UseQueryResult<BoardView> =>
  useQuery({
    queryKey: ['board'],
    queryFn: api.board,
    refetchInterval: POLL_MS,
    refetchIntervalInBackground: false,
    placeholderData: keepPreviousData,
    retry: false,
  });
