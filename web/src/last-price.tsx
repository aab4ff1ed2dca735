import type { ReactNode } from 'react';
import type { Overview } from './api.ts';
import { formatPrice } from './format/number.ts';

let stale: ReadonlySet<string> = new Set();

/** Which prices are older than their bound; every last price on the page says so. */
export const learnStale = (overview: Overview): void => {
  stale = new Set(overview.prices.filter((price) => price.stale).map(({ symbol }) => symbol));
};

interface Props {
  readonly symbol: string;
  readonly price: string | null;
  readonly places: number;
}

/** The last price of a symbol; one that is stale is marked, for what is worth so much now may be worth something else. */
export const LastPrice = ({ symbol, price, places }: Props): ReactNode => {
  if (price === null) return <span className="text-muted">–</span>;
  if (!stale.has(symbol)) return formatPrice(price, places);
  return (
    <span className="text-warning" title="Stale: older than its bound. Orders wait for a new one.">
      {formatPrice(price, places)}
      <span className="sr-only"> stale</span>
    </span>
  );
};
