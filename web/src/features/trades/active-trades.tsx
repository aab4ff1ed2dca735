import type { ReactNode } from 'react';
import type { TradeView } from '../../api.ts';
import { ExitPrice } from '../../exit-price.tsx';
import { lossWords, profitWords } from '../../exit-words.ts';
import { formatMoney, formatPrice, formatQuantity } from '../../format/number.ts';
import { LastPrice } from '../../last-price.tsx';
import { stateWords, triggerWords, waitsFor } from '../../trade-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Side } from '../../ui/side.tsx';
import { SignedMoney, SignedPercent } from '../../ui/signed.tsx';
import { CELL, type Column, NUMBER_CELL, Row, Table, WIDE_ONLY } from '../../ui/table.tsx';
import { useFlash } from '../../ui/use-flash.ts';
import { TradeActions } from './trade-actions.tsx';

export interface TradeListProps {
  readonly trades: readonly TradeView[];
  readonly selected: string | undefined;
  readonly placesOf: (symbol: string) => number;
  readonly onSelect: (id: string) => void;
  /** Server's clock, ms. */
  readonly now: number;
}

const COLUMNS: readonly Column[] = [
  { label: 'Trade' },
  { label: 'State' },
  { label: 'Quantity', align: 'right' },
  { label: 'Entry', align: 'right' },
  { label: 'Last', align: 'right' },
  { label: 'Take profit', align: 'right' },
  { label: 'Stop loss', align: 'right' },
  { label: 'Unrealized P&L', align: 'right' },
  { label: 'Fees', align: 'right', wideOnly: true },
  { label: 'Made', align: 'right', wideOnly: true },
  { label: 'Actions', align: 'right', hidden: true },
];

const NONE = <span className="text-muted">–</span>;

const ActiveRow = ({ trade, ...props }: Omit<TradeListProps, 'trades'> & { trade: TradeView }): ReactNode => {
  const flash = useFlash(trade.version, () => 'info');
  const places = props.placesOf(trade.symbol);
  const at = (price: string | null): ReactNode => (price === null ? NONE : formatPrice(price, places));
  const state = stateWords(trade.state);
  return (
    <Row
      selected={trade.id === props.selected}
      flash={flash}
      onSelect={() => props.onSelect(trade.id)}
      title={
        <>
          {trade.symbol} <Side direction={trade.direction} />
        </>
      }
    >
      <td className={CELL}>
        <Badge tone={state.tone} title={state.meaning}>
          {state.label}
        </Badge>
      </td>
      <td className={NUMBER_CELL}>{formatQuantity(trade.quantity)}</td>
      <td className={NUMBER_CELL}>
        {trade.entryPrice === null ? (
          <span className="text-muted" title={waitsFor(trade, places)}>
            {triggerWords(trade, places)}
          </span>
        ) : (
          at(trade.entryPrice)
        )}
      </td>
      <td className={NUMBER_CELL}>
        <LastPrice price={trade.currentPrice} stale={trade.currentPriceStale} places={places} />
      </td>
      <td className={NUMBER_CELL}>
        <ExitPrice exit={profitWords(trade, places)} />
      </td>
      <td className={NUMBER_CELL}>
        <ExitPrice exit={lossWords(trade, places)} />
      </td>
      <td className={NUMBER_CELL}>
        {trade.unrealizedPnl === null ? (
          NONE
        ) : (
          <span className="inline-flex gap-2">
            <SignedMoney value={trade.unrealizedPnl} />
            {trade.unrealizedPnlPercent !== null && <SignedPercent value={trade.unrealizedPnlPercent} />}
          </span>
        )}
      </td>
      <td className={`${NUMBER_CELL} ${WIDE_ONLY}`}>{formatMoney(trade.fees)}</td>
      <td className={`${NUMBER_CELL} ${WIDE_ONLY} text-muted`}>
        <RelativeTime time={trade.createdAt} now={props.now} />
      </td>
      <td className={CELL}>
        <TradeActions trade={trade} places={places} />
      </td>
    </Row>
  );
};

/** Pending and open trades as a table. */
export const ActiveTable = ({ trades, ...props }: TradeListProps): ReactNode => (
  <Table label="Active trades" columns={COLUMNS}>
    {trades.map((trade) => (
      <ActiveRow key={trade.id} trade={trade} {...props} />
    ))}
  </Table>
);
