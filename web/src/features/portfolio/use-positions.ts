import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api, type PositionView } from '../../api.ts';

const POLL_MS = 5_000;

/** What is open in an account, by symbol; polled while it is in sight. */
export const usePositions = (account: string): UseQueryResult<readonly PositionView[]> =>
  useQuery({
    queryKey: ['positions', account],
    queryFn: async () => (await api.positions(account)).items,
    refetchInterval: POLL_MS,
    refetchIntervalInBackground: false,
    placeholderData: (rows, before) => (before?.queryKey[1] === account ? keepPreviousData(rows) : undefined),
    retry: false,
  });
