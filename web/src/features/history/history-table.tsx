import type { ReactNode } from 'react';
import type { TradeView } from '../../api.ts';
import { formatMoney, formatPrice, formatQuantity } from '../../format/number.ts';
import { formatAge } from '../../format/time.ts';
import { endedBy, waitsFor } from '../../trade-words.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Side } from '../../ui/side.tsx';
import { SignedMoney } from '../../ui/signed.tsx';
import { type Column, NUMBER_CELL, Row, Table } from '../../ui/table.tsx';

export interface HistoryProps {
  readonly trades: readonly TradeView[];
  readonly selected: string | undefined;
  readonly placesOf: (symbol: string) => number;
  readonly onSelect: (id: string) => void;
  /** Server's clock, ms. */
  readonly now: number;
}

const COLUMNS: readonly Column[] = [
  { label: 'Trade' },
  { label: 'Ended by' },
  { label: 'Quantity', align: 'right' },
  { label: 'Entry', align: 'right' },
  { label: 'Exit', align: 'right' },
  { label: 'Gross P&L', align: 'right' },
  { label: 'Fees', align: 'right' },
  { label: 'Net P&L', align: 'right' },
  { label: 'Held', align: 'right' },
  { label: 'Ended', align: 'right' },
];

const NONE = <span className="text-muted">–</span>;

/** From the first fill to the end, in words. */
const heldFor = (trade: TradeView): string | undefined => {
  const [entry] = trade.fills;
  if (!entry || trade.endedAt === null) return undefined;
  return formatAge((Date.parse(trade.endedAt) - Date.parse(entry.time)) / 1000);
};

/** Ended trades with what they made: gross, fees and net. */
export const HistoryTable = (props: HistoryProps): ReactNode => (
  <Table label="History" columns={COLUMNS}>
    {props.trades.map((trade) => {
      const places = props.placesOf(trade.symbol);
      const at = (price: string | null): ReactNode => (price === null ? NONE : formatPrice(price, places));
      return (
        <Row
          key={trade.id}
          selected={trade.id === props.selected}
          onSelect={() => props.onSelect(trade.id)}
          title={
            <>
              {trade.symbol} <Side direction={trade.direction} />
            </>
          }
        >
          <td className="max-w-56 truncate px-3 @max-[60rem]:px-2" title={trade.endReason ?? undefined}>
            {endedBy(trade)}
          </td>
          <td className={NUMBER_CELL}>{formatQuantity(trade.quantity)}</td>
          <td className={NUMBER_CELL}>
            {trade.entryPrice === null ? (
              <span className="text-muted">{waitsFor(trade, places)}</span>
            ) : (
              at(trade.entryPrice)
            )}
          </td>
          <td className={NUMBER_CELL}>{at(trade.exitPrice)}</td>
          <td className={NUMBER_CELL}>
            {trade.realizedPnl === null ? NONE : <SignedMoney value={trade.realizedPnl} />}
          </td>
          <td className={NUMBER_CELL}>{trade.fills.length === 0 ? NONE : formatMoney(trade.fees)}</td>
          <td className={`${NUMBER_CELL} font-semibold`}>
            {trade.netPnl === null ? NONE : <SignedMoney value={trade.netPnl} />}
          </td>
          <td className={`${NUMBER_CELL} text-muted`}>{heldFor(trade) ?? NONE}</td>
          <td className={`${NUMBER_CELL} text-muted`}>
            {trade.endedAt === null ? NONE : <RelativeTime time={trade.endedAt} now={props.now} />}
          </td>
        </Row>
      );
    })}
  </Table>
);
