import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api, type LedgerEntryView, type LedgerFilter } from '../../api.ts';

const POLL_MS = 15_000;

/** The lines of a book, newest first, page by page. */
export const useLedger = (filter: LedgerFilter) =>
  useInfiniteQuery({
    queryKey: ['ledger', filter.account, filter],
    queryFn: ({ pageParam }) => api.ledger(filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data: InfiniteData<Awaited<ReturnType<typeof api.ledger>>>): readonly LedgerEntryView[] =>
      data.pages.flatMap((page) => page.items),
    // Whoever has read on is not made to wait for all those pages again.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : POLL_MS),
    refetchIntervalInBackground: false,
    placeholderData: (data, before) =>
      before?.queryKey[1] === filter.account ? keepPreviousData(data) : undefined,
    retry: false,
  });
