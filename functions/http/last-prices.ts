import type { MarketPorts } from '../../shared/application/ports.ts';
import { type currentQuotes, quotesOf } from '../../shared/application/read-market.ts';
import { presentTrade } from '../../shared/contract/present/trade.ts';
import type { TradeJson } from '../../shared/contract/schemas/trade.ts';
import type { MarketSymbol } from '../../shared/domain/market/symbol.ts';
import type { Trade } from '../../shared/domain/trades/trade.ts';

/** A price, and whether it is older than the bound of quotes. */
interface LastPrice {
  readonly price: number;
  readonly stale: boolean;
}

/** The last price of each symbol that has one. */
export type LastPrices = ReadonlyMap<MarketSymbol, LastPrice>;

/** A trade as it is worth by the last price of its symbol. */
export const presentValued = (trade: Trade, prices: LastPrices): TradeJson => {
  const last = prices.get(trade.symbol);
  return presentTrade(trade, last?.price, last?.stale);
};

export const pricesOf = (quotes: Awaited<ReturnType<typeof currentQuotes>>): LastPrices =>
  new Map(quotes.map(({ quote, stale }) => [quote.symbol, { price: quote.price, stale }]));

/** Of these symbols alone: each batch that one of them is in costs a read. */
export const lastPrices = async (
  ports: Pick<MarketPorts, 'market' | 'settings' | 'roster'>,
  symbols: Iterable<MarketSymbol>,
  now: number,
): Promise<LastPrices> => pricesOf(await quotesOf(ports, symbols, now));
