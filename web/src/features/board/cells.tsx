import type { ReactNode } from 'react';
import type { BoardRow } from '../../api.ts';
import { useExchangePrice } from '../../live/exchange.ts';
import { ExchangeDot } from '../../ui/exchange-dot.tsx';
import { SignedPercent } from '../../ui/signed.tsx';
import { useFlash } from '../../ui/use-flash.ts';
import { boardPrice } from './numbers.ts';

export const Change = ({ value }: { value: string | null }): ReactNode =>
  value === null ? <span className="text-muted">–</span> : <SignedPercent value={value} />;

/** The price of the board, or where it moves faster that of the exchange, marked as such. */
export const BoardPrice = ({ row, stale }: { row: BoardRow; stale: boolean }): ReactNode => {
  const moving = useExchangePrice(row.symbol ?? undefined);
  const price = moving?.price ?? row.price;
  const flash = useFlash(Number(price), (before, after) => (after > before ? 'up' : 'down'));
  return (
    <span className={`rounded px-1 tabular-nums ${flash} ${stale && !moving ? 'text-warning' : ''}`}>
      {moving && (
        <span className="mr-1.5 inline-flex align-middle">
          <ExchangeDot />
        </span>
      )}
      {boardPrice(price)}
    </span>
  );
};
