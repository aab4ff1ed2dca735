import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Interval } from '../../../../shared/domain/market/candle.ts';
import { api, type CandlesView } from '../../api.ts';
import { POLLING } from '../../live/polling.ts';
import { NEWEST_CANDLES } from '../../live/sequence.ts';
import { useChannels, useLive } from '../../live/state.ts';
import { type Bar, barsOf, type Span, spanOf } from './bars.ts';
import { PAGE_CANDLES, stepOf } from './intervals.ts';
import { joined } from './joined.ts';

const FIRST_MS = 3_000;

export interface Candles {
  readonly bars: readonly Bar[];
  readonly gaps: readonly Span[];
  /** Each answer as it came, oldest first. */
  readonly answers: readonly CandlesView[];
  readonly isPending: boolean;
  readonly error: unknown;
  /** What an import would ask the venue for, newest last. */
  readonly missing: readonly Span[];
  readonly loadOlder: () => void;
}

type Pages = InfiniteData<CandlesView, string | undefined>;

/** Before this page; undefined where nothing is older. */
const olderThan = (page: CandlesView): string | undefined => {
  const first = page.items[0];
  return first && new Date(Date.parse(first.time) - 1).toISOString();
};

/**
 * Candles of a market: page by page backwards, and the newest again and again. `indicators`: as the API names them.
 * `followed`: false for a market that has no price yet, of which the API would only say that it knows no candles.
 */
export const useCandles = (
  symbol: string,
  interval: Interval,
  indicators: string,
  followed: boolean,
): Candles => {
  const key = ['candles', symbol, interval, indicators] as const;
  const client = useQueryClient();
  const live = useLive();
  useChannels([`candles:${symbol}:${interval}`]);
  const history = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => api.candles(symbol, interval, PAGE_CANDLES, pageParam, indicators),
    enabled: followed,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: olderThan,
    // Another choice of indicators: the candles stay in sight meanwhile.
    placeholderData: (data, before) =>
      before?.queryKey[1] === symbol && before.queryKey[2] === interval ? data : undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const tail = useQuery({
    queryKey: ['newest-candles', symbol, interval, indicators],
    queryFn: () => api.candles(symbol, interval, NEWEST_CANDLES, undefined, indicators),
    enabled: followed,
    // A market that is only beginning to be followed has no candle yet.
    refetchInterval: ({ state }) =>
      state.data?.items.length ? (live ? POLLING.candles.live : POLLING.candles.alone) : FIRST_MS,
    refetchIntervalInBackground: false,
    retry: false,
  });
  const [pages, newest] = [history.data?.pages, tail.data];
  const step = stepOf(interval);
  // After a sleep the newest answer no longer reaches what was there before: that is read again.
  const last = pages?.[0]?.items.at(-1);
  const begins = newest?.items[0];
  const isTorn =
    last !== undefined &&
    begins !== undefined &&
    Date.parse(begins.time) > Date.parse(last.time) + step * PAGE_CANDLES;
  const isStale = last === undefined && begins !== undefined && !history.isFetching;
  useEffect(() => {
    if (isTorn || isStale) void client.resetQueries({ queryKey: ['candles', symbol, interval] });
  }, [isTorn, isStale, client, symbol, interval]);
  // What the newest answers brought stays when they move on: it joins the first page.
  useEffect(() => {
    if (!newest || !last || newest.items.length === 0) return;
    client.setQueryData<Pages>(['candles', symbol, interval, indicators], (data) => {
      const [first, ...rest] = data?.pages ?? [];
      if (!data || !first) return data;
      const next = joined(first, newest);
      return next === first ? data : { ...data, pages: [next, ...rest] };
    });
  }, [newest, last, client, symbol, interval, indicators]);
  const rows = useMemo(() => {
    const answers = [...(pages ?? [])].reverse();
    return {
      bars: barsOf(answers.map(({ items }) => items)),
      gaps: answers.flatMap(({ gaps }) => gaps.map(spanOf)),
      missing: answers.flatMap(({ missing }) => missing.map(spanOf)),
      answers,
    };
  }, [pages]);
  return {
    ...rows,
    isPending: history.isPending,
    error: history.error ?? tail.error,
    loadOlder: () => {
      if (history.hasNextPage && !history.isFetchingNextPage) void history.fetchNextPage();
    },
  };
};
