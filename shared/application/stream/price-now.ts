import type { MarketSymbol } from '../../domain/market/symbol.ts';
import { findBatch } from '../homes.ts';
import type { MarketPorts } from '../ports.ts';
import { type QuoteView, quoteViews } from '../read-market.ts';

/** The price of a symbol and the slot that it is of, from one read; without a price where it has had none yet. */
export const priceNow = async (
  ports: Pick<MarketPorts, 'market' | 'settings' | 'roster'>,
  symbol: MarketSymbol,
  now: number,
): Promise<{ readonly slot: number; readonly view: QuoteView | undefined }> => {
  const batch = await findBatch(ports, symbol);
  const state = batch === undefined ? undefined : await ports.market.loadBatch(batch);
  const views = state ? quoteViews(ports.settings, state, now) : [];
  return { slot: state?.slot ?? 0, view: views.find(({ quote }) => quote.symbol === symbol) };
};
