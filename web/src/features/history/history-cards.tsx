import type { ReactNode } from 'react';
import { formatMoney, formatPrice, formatQuantity } from '../../format/number.ts';
import { baseOf } from '../../format/words.ts';
import { endedBy, waitsFor } from '../../trade-words.ts';
import { Card, Figure } from '../../ui/card.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Side } from '../../ui/side.tsx';
import { SignedMoney } from '../../ui/signed.tsx';
import type { HistoryProps } from './history-table.tsx';

/** Ended trades as cards, for a phone. */
export const HistoryCards = (props: HistoryProps): ReactNode => (
  <ul className="grid gap-2">
    {props.trades.map((trade) => {
      const places = props.placesOf(trade.symbol);
      const at = (price: string | null): string => (price === null ? '–' : formatPrice(price, places));
      return (
        <Card
          key={trade.id}
          onSelect={() => props.onSelect(trade.id)}
          title={
            <>
              {trade.symbol} <Side direction={trade.direction} />
            </>
          }
          aside={
            <span className="text-label text-muted">
              {endedBy(trade)}
              {trade.endedAt !== null && (
                <>
                  , <RelativeTime time={trade.endedAt} now={props.now} />
                </>
              )}
            </span>
          }
        >
          <p className="flex items-baseline justify-between">
            <span className="text-muted tabular-nums">
              {formatQuantity(trade.quantity)} {baseOf(trade.symbol)}
            </span>
            {trade.netPnl === null ? (
              <span className="text-muted">{waitsFor(trade, places)}</span>
            ) : (
              <span>
                <SignedMoney value={trade.netPnl} className="font-semibold text-touch" />{' '}
                <span className="text-label text-muted">net</span>
              </span>
            )}
          </p>
          {trade.fills.length > 0 && (
            <dl className="grid grid-cols-4 gap-2">
              <Figure label="Entry">{at(trade.entryPrice)}</Figure>
              <Figure label="Exit">{at(trade.exitPrice)}</Figure>
              <Figure label="Gross">
                {trade.realizedPnl === null ? '–' : <SignedMoney value={trade.realizedPnl} />}
              </Figure>
              <Figure label="Fees">{formatMoney(trade.fees)}</Figure>
            </dl>
          )}
        </Card>
      );
    })}
  </ul>
);
