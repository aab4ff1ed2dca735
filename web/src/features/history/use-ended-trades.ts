import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { api, type TradeView } from '../../api.ts';

/** Every ended trade of an account, newest first, page by page. Read again when `revision` changes: something has ended since. */
export const useEndedTrades = (
  account: string,
  revision: string,
  enabled: boolean,
): UseInfiniteQueryResult<readonly TradeView[]> =>
  useInfiniteQuery({
    queryKey: ['ended', revision],
    queryFn: ({ pageParam }) => api.endedTrades(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data: InfiniteData<Awaited<ReturnType<typeof api.endedTrades>>>) =>
      data.pages.flatMap((page) => page.items).filter(({ accountId }) => accountId === account),
    placeholderData: keepPreviousData,
    enabled,
    retry: false,
  });
