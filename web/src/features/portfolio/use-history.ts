import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api, type HistoryView, type Period } from '../../api.ts';

const POLL_MS = 60_000;

/** What the account was worth, the last of it now. */
export const useHistory = (account: string, period: Period): UseQueryResult<HistoryView> =>
  useQuery({
    queryKey: ['history', account, period],
    queryFn: () => api.portfolioHistory(account, period),
    refetchInterval: POLL_MS,
    refetchIntervalInBackground: false,
    placeholderData: (data, before) => (before?.queryKey[1] === account ? keepPreviousData(data) : undefined),
    retry: false,
  });
