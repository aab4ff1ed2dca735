import type { RequestPorts } from '../../shared/application/ports.ts';
import { type currentQuotes, quotesOf } from '../../shared/application/read-market.ts';
import type { MarketSymbol } from '../../shared/domain/market/symbol.ts';

/** The last price of each symbol that has one. */
export type LastPrices = ReadonlyMap<MarketSymbol, number>;

export const pricesOf = (quotes: Awaited<ReturnType<typeof currentQuotes>>): LastPrices =>
  new Map(quotes.map(({ quote }) => [quote.symbol, quote.price]));

/** Of these symbols alone: each batch that one of them is in costs a read. */
export const lastPrices = async (
  ports: RequestPorts,
  symbols: Iterable<MarketSymbol>,
  now: number,
): Promise<LastPrices> => pricesOf(await quotesOf(ports, symbols, now));
