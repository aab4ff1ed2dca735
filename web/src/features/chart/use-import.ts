import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api.ts';
import { spanOfDays } from './offer.ts';

const POLL_MS = 1_000;

export interface Import {
  readonly begin: (days: number, now: number) => void;
  /** 0 to 1 while it runs. */
  readonly progress: number | undefined;
  /** What an import that broke off says. */
  readonly failed: string | undefined;
  /** What was thrown where it could not be asked for. */
  readonly error: unknown;
}

/** Has the past of a market fetched, and reads its candles anew once they are there. */
export const useImport = (symbol: string): Import => {
  const client = useQueryClient();
  const [id, setId] = useState<string>();
  const asked = useMutation({
    mutationFn: ({ days, now }: { days: number; now: number }) => {
      const { from, to } = spanOfDays(days, now);
      return api.importCandles(symbol, from, to);
    },
    onSuccess: (job) => {
      client.setQueryData(['candle-import', job.id], job);
      setId(job.id);
    },
  });
  const { data } = useQuery({
    queryKey: ['candle-import', id],
    queryFn: () => api.candleImport(id ?? ''),
    enabled: id !== undefined,
    refetchInterval: ({ state }) =>
      state.data?.status === 'done' || state.data?.status === 'failed' ? false : POLL_MS,
    retry: false,
  });
  const status = data?.status;
  useEffect(() => {
    if (status !== 'done') return;
    void client.invalidateQueries({ queryKey: ['candles', symbol] });
    setId(undefined);
  }, [status, client, symbol]);
  const runs = status === 'queued' || status === 'running';
  return {
    begin: (days, now) => asked.mutate({ days, now }),
    progress: asked.isPending ? 0 : runs && data ? data.progress.done / data.progress.total : undefined,
    failed: status === 'failed' ? (data?.error ?? 'it broke off') : undefined,
    error: asked.error,
  };
};
