import type { RequestPorts } from '../../shared/application/ports.ts';
import { currentQuotes } from '../../shared/application/read-market.ts';
import type { MarketSymbol } from '../../shared/domain/market/symbol.ts';

/** The last price of each symbol that has one. */
export type LastPrices = ReadonlyMap<MarketSymbol, number>;

export const pricesOf = (quotes: Awaited<ReturnType<typeof currentQuotes>>): LastPrices =>
  new Map(quotes.map(({ quote }) => [quote.symbol, quote.price]));

export const lastPrices = async (ports: RequestPorts, now: number): Promise<LastPrices> =>
  pricesOf(await currentQuotes(ports, now));
