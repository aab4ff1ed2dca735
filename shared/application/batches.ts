import { BATCH_SIZE } from '../domain/market/roster.ts';
import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';

export const batchCount = (symbols: readonly MarketSymbol[]): number =>
  Math.ceil(symbols.length / BATCH_SIZE);

export const symbolsOf = (symbols: readonly MarketSymbol[], batch: number): readonly MarketSymbol[] =>
  symbols.slice(batch * BATCH_SIZE, (batch + 1) * BATCH_SIZE);

/** Undefined where the symbol is not among the configured ones. */
export const batchOf = (symbols: readonly MarketSymbol[], symbol: MarketSymbol): number | undefined => {
  const index = symbols.indexOf(symbol);
  return index < 0 ? undefined : Math.floor(index / BATCH_SIZE);
};

export const marketKey = (venue: VenueId, symbol: MarketSymbol): string => `${venue}#${symbol}`;
