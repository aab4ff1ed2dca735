import { useEffect } from 'react';
import type { Desk } from '../desk.ts';
import { formatPrice } from '../format/number.ts';
import { LABELS, type Place } from '../place.ts';

/** What the browser's tab says: on the terminal the price, so that it is in sight from elsewhere. */
export const usePageTitle = (place: Place, { overview, symbol, placesOf }: Desk): void => {
  const quote = overview?.prices.find((price) => price.symbol === symbol);
  const title =
    place === 'terminal' && quote
      ? `${formatPrice(quote.price, placesOf(symbol))} ${symbol}${quote.stale ? ' (stale)' : ''}`
      : LABELS[place];
  useEffect(() => {
    document.title = `${title} | Paperwick`;
  }, [title]);
};
