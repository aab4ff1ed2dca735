import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { api, type Overview, type TradeView } from './api.ts';

const POLL_MS = 2_000;

const isWaiting = (trade: TradeView | undefined): boolean =>
  trade === undefined || trade.status === 'pending' || trade.status === 'open';

/**
 * The trade of this id: from the overview, and where that has it no longer (cancelled, expired, old), read by itself.
 * Between the two it stays as it was.
 */
export const useChosenTrade = (
  id: string | undefined,
  overview: Overview | undefined,
): TradeView | undefined => {
  const last = useRef<TradeView>(undefined);
  const listed = overview && [...overview.active, ...overview.history].find((trade) => trade.id === id);
  const { data } = useQuery({
    queryKey: ['trade', id],
    queryFn: () => api.trade(id ?? ''),
    enabled: id !== undefined && overview !== undefined && listed === undefined,
    refetchInterval: ({ state }) => (isWaiting(state.data) ? POLL_MS : false),
    refetchIntervalInBackground: false,
    retry: false,
  });
  const before = last.current?.id === id ? last.current : undefined;
  // What was read alone may be older than what the overview had since.
  const alone = data && before && before.version > data.version ? before : (data ?? before);
  const trade = listed ?? alone;
  last.current = trade;
  return trade;
};
