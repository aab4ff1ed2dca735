import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../api.ts';
import { isRefused } from '../../errors.ts';
import { spanOfDays, WEEK } from './offer.ts';
import { unaskedOf } from './unasked.ts';

const POLL_MS = 1_000;

type Job = Awaited<ReturnType<typeof api.importCandles>>;
interface Asked {
  readonly days: number;
  /** Time of the market, ms. */
  readonly now: number;
  /** By the page, and not by a press. */
  readonly unasked: boolean;
}

interface Import {
  readonly begin: (days: number, now: number) => void;
  /** Begins the last week by itself: once a symbol for as long as the page is loaded, so that no refusal or failure is repeated. */
  readonly beginUnasked: (now: number) => void;
  /** 0 to 1 while it runs. */
  readonly progress: number | undefined;
  /** What an import that broke off says. */
  readonly failed: string | undefined;
  /** What was thrown where somebody pressed for it in vain; null otherwise. */
  readonly error: unknown;
  /** This session may look at what is there, and have nothing fetched. */
  readonly isForbidden: boolean;
}

const isForbiddenBy = (error: unknown): boolean => isRefused(error) && error.code === 'missing_scope';

/** Has the past of a market fetched, and reads its candles anew once they are there. */
export const useImport = (symbol: string): Import => {
  const client = useQueryClient();
  const unasked = unaskedOf(client);
  // Kept beside the page: whoever comes back to the chart sees how far it is.
  const key = ['candle-import', symbol] as const;
  const asked = useMutation({
    mutationFn: ({ days, now }: Asked) => {
      const { from, to } = spanOfDays(days, now);
      return api.importCandles(symbol, from, to);
    },
    onSuccess: (job) => client.setQueryData<Job | null>(key, job),
    onError: (error) => {
      if (isForbiddenBy(error)) unasked.forbid();
    },
  });
  const { data: job } = useQuery({
    queryKey: key,
    queryFn: async (): Promise<Job | null> => {
      const known = client.getQueryData<Job | null>(key);
      return known ? api.candleImport(known.id) : null;
    },
    enabled: ({ state }) => state.data?.status === 'queued' || state.data?.status === 'running',
    refetchInterval: POLL_MS,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const isDone = job?.status === 'done';
  useEffect(() => {
    if (!isDone) return;
    // It is over for the reader once the candles are there.
    void client
      .invalidateQueries({ queryKey: ['candles', symbol] })
      .then(() => client.setQueryData<Job | null>(['candle-import', symbol], null));
  }, [isDone, client, symbol]);
  const running = job && job.status !== 'failed' ? job : undefined;
  const pressed = asked.variables?.unasked === false;
  return {
    begin: (days, now) => asked.mutate({ days, now, unasked: false }),
    beginUnasked: (now) => {
      if (unasked.isFirst(symbol)) asked.mutate({ days: WEEK, now, unasked: true });
    },
    progress: asked.isPending ? 0 : running && running.progress.done / Math.max(1, running.progress.total),
    failed: job?.status === 'failed' ? (job.error ?? 'it broke off') : undefined,
    error: pressed && !isForbiddenBy(asked.error) ? asked.error : null,
    isForbidden: unasked.isForbidden(),
  };
};
