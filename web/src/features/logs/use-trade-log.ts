import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api, type LogRow, type TradeView } from '../../api.ts';
import { POLLING } from '../../live/polling.ts';
import { useLive } from '../../live/state.ts';

/** The log of a trade, oldest first. Polled while the trade can still move; asked at once when its version changes. */
export const useTradeLog = (trade: TradeView): UseQueryResult<readonly LogRow[]> => {
  const active = trade.status === 'pending' || trade.status === 'open';
  const live = useLive();
  return useQuery({
    queryKey: ['logs', trade.id, trade.version],
    queryFn: async () => (await api.logs(trade.id)).items,
    refetchInterval: active ? (live ? POLLING.log.live : POLLING.log.alone) : false,
    refetchIntervalInBackground: false,
    // Of the same trade, an older version's rows stay in sight meanwhile; of another trade, none.
    placeholderData: (rows, before) =>
      before?.queryKey[1] === trade.id ? keepPreviousData(rows) : undefined,
    retry: false,
  });
};
