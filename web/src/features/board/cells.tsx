import type { ReactNode } from 'react';
import type { BoardRow } from '../../api.ts';
import { useExchangePrice } from '../../live/exchange.ts';
import { SignedPercent } from '../../ui/signed.tsx';
import { useFlash } from '../../ui/use-flash.ts';
import { boardPrice } from './numbers.ts';

export const Change = ({ value }: { value: string | null }): ReactNode =>
  value === null ? <span className="text-muted">–</span> : <SignedPercent value={value} />;

const EXCHANGE_WORDS =
  "From the exchange's own stream, display only: fills come from the venue's closed bars.";

/** The price of the board, or where it moves faster that of the exchange, marked as such. */
export const BoardPrice = ({ row, stale }: { row: BoardRow; stale: boolean }): ReactNode => {
  const moving = useExchangePrice(row.symbol ?? undefined);
  const price = moving?.price ?? row.price;
  const flash = useFlash(Number(price), (before, after) => (after > before ? 'up' : 'down'));
  return (
    <span className={`rounded px-1 tabular-nums ${flash} ${stale && !moving ? 'text-warning' : ''}`}>
      {moving && (
        <span
          title={EXCHANGE_WORDS}
          className="mr-1.5 inline-block size-1 rounded-full bg-info align-middle"
        />
      )}
      {boardPrice(price)}
    </span>
  );
};
