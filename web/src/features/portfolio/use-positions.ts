import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api, type PositionView } from '../../api.ts';
import { useLive } from '../../live/state.ts';

const POLL_MS = 5_000;
/** The socket tells of fills, and they are asked for then; in between prices move what they are worth. */
const LIVE_MS = 30_000;

/** What is open in an account, by symbol; polled while it is in sight. */
export const usePositions = (account: string): UseQueryResult<readonly PositionView[]> => {
  const live = useLive();
  return useQuery({
    queryKey: ['positions', account],
    queryFn: async () => (await api.positions(account)).items,
    refetchInterval: live ? LIVE_MS : POLL_MS,
    refetchIntervalInBackground: false,
    placeholderData: (rows, before) => (before?.queryKey[1] === account ? keepPreviousData(rows) : undefined),
    retry: false,
  });
};
