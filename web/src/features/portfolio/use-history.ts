import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api, type HistoryView, type Period } from '../../api.ts';
import { POLLING } from '../../live/polling.ts';
import { useLive } from '../../live/state.ts';

/** What the account was worth, the last of it now. */
export const useHistory = (account: string, period: Period): UseQueryResult<HistoryView> => {
  const live = useLive();
  return useQuery({
    queryKey: ['history', account, period],
    queryFn: () => api.portfolioHistory(account, period),
    refetchInterval: live ? POLLING.history.live : POLLING.history.alone,
    refetchIntervalInBackground: false,
    placeholderData: (data, before) => (before?.queryKey[1] === account ? keepPreviousData(data) : undefined),
    retry: false,
  });
};
