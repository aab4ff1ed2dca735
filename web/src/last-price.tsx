import type { ReactNode } from 'react';
import { formatPrice } from './format/number.ts';

interface Props {
  readonly price: string | null;
  /** Older than its bound. */
  readonly stale: boolean;
  readonly places: number;
}

/** A last price; one that is stale is marked, for what is worth so much now may be worth something else. */
export const LastPrice = ({ price, stale, places }: Props): ReactNode => {
  if (price === null) return <span className="text-muted">–</span>;
  if (!stale) return formatPrice(price, places);
  return (
    <span className="text-warning" title="Stale: older than its bound. Orders wait for a new one.">
      {formatPrice(price, places)}
      <span className="sr-only"> stale</span>
    </span>
  );
};
