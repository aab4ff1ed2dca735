import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Instrument } from '../../shared/domain/market/instrument.ts';
import { parseSymbol } from '../../shared/domain/market/symbol.ts';
import { money, price, quantity } from '../../shared/domain/money/decimal.ts';
import { api } from './api.ts';

const RETRY_MS = 5_000;
/** What no exchange lists may be listed later. */
const UNLISTED_MS = 60_000;
type Written = NonNullable<Awaited<ReturnType<typeof api.instrument>>>;

const instrumentOf = (item: Written): Instrument | undefined => {
  const symbol = parseSymbol(item.symbol);
  return (
    symbol && {
      symbol,
      venue: item.venue,
      tickSize: price(item.tickSize),
      lotSize: quantity(item.lotSize),
      minQuantity: quantity(item.minQuantity),
      maxQuantity: quantity(item.maxQuantity),
      minNotional: money(item.minNotional),
    }
  );
};

/**
 * Ticks, lots and smallest orders by symbol: those of the settings, and of these symbols whatever an exchange lists, followed
 * already or not. Read once, and asked again while no exchange has answered yet.
 */
export const useInstruments = (symbols: readonly string[]): ReadonlyMap<string, Instrument> => {
  const { data } = useQuery({
    queryKey: ['instruments'],
    queryFn: api.instruments,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data && state.data.items.length > 0 ? false : RETRY_MS),
    retry: false,
  });
  const known = data && new Set(data.items.map((item) => item.symbol));
  const others = known ? [...new Set(symbols)].filter((symbol) => !known.has(symbol)) : [];
  const found = useQueries({
    queries: others.map((symbol) => ({
      queryKey: ['instrument', symbol],
      queryFn: () => api.instrument(symbol),
      staleTime: Number.POSITIVE_INFINITY,
      refetchInterval: ({ state }: { state: { data: Written | null | undefined } }) =>
        state.data ? (false as const) : state.data === null ? UNLISTED_MS : RETRY_MS,
      retry: false,
    })),
    combine: (answers) => answers.map((answer) => answer.data),
  });
  return useMemo(() => {
    const all = [...(data?.items ?? []), ...found].flatMap((item) => (item && instrumentOf(item)) || []);
    return new Map(all.map((instrument) => [instrument.symbol, instrument]));
  }, [data, found]);
};
