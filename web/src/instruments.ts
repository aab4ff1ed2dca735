import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Instrument } from '../../shared/domain/market/instrument.ts';
import { parseSymbol } from '../../shared/domain/market/symbol.ts';
import { money, price, quantity } from '../../shared/domain/money/decimal.ts';
import { api } from './api.ts';

const RETRY_MS = 5_000;

/** Ticks, lots and smallest orders by symbol: read once, and asked again while no exchange has answered yet. */
export const useInstruments = (): ReadonlyMap<string, Instrument> => {
  const { data } = useQuery({
    queryKey: ['instruments'],
    queryFn: api.instruments,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data && state.data.items.length > 0 ? false : RETRY_MS),
    retry: false,
  });
  return useMemo(() => {
    const known = new Map<string, Instrument>();
    for (const item of data?.items ?? []) {
      const symbol = parseSymbol(item.symbol);
      if (!symbol) continue;
      known.set(symbol, {
        symbol,
        venue: item.venue,
        tickSize: price(item.tickSize),
        lotSize: quantity(item.lotSize),
        minQuantity: quantity(item.minQuantity),
        maxQuantity: quantity(item.maxQuantity),
        minNotional: money(item.minNotional),
      });
    }
    return known;
  }, [data]);
};
