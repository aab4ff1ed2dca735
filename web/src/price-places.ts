import type { Overview } from './api.ts';
import { placesOf } from './format/number.ts';

const seen = new Map<string, number>();
const LEAST = 2;
const SIGNIFICANT = 7;

/** A source that writes a price with the noise of a float does not make every price as long. */
const mostPlaces = (price: string): number => {
  const value = Number(price);
  return value > 0 ? Math.max(LEAST, SIGNIFICANT - 1 - Math.floor(Math.log10(value))) : LEAST;
};

/**
 * Decimals at which a symbol's prices are shown where its tick is not known: before an exchange has said it, and of
 * old trades of a symbol that is no longer followed. The API writes prices without trailing zeros, so the most decimals
 * seen so far stand in for the tick: a price does not change its width when its last digit happens to be zero.
 */
export const pricePlaces = (symbol: string): number => seen.get(symbol) ?? LEAST;

export const learnPlaces = (overview: Overview): void => {
  const learn = (symbol: string, price: string | null): void => {
    if (price === null) return;
    const places = Math.min(placesOf(price), mostPlaces(price));
    seen.set(symbol, Math.max(pricePlaces(symbol), places));
  };
  for (const price of overview.prices) learn(price.symbol, price.price);
  for (const trade of [...overview.active, ...overview.history]) {
    for (const fill of trade.fills) learn(trade.symbol, fill.price);
    const levels = [trade.takeProfit, trade.stopLoss, trade.entry.limit, trade.entry.stop];
    for (const level of levels) if (level !== undefined) learn(trade.symbol, level);
  }
};
