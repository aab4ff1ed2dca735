import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, type BoardRow } from '../../api.ts';
import { formatQuantity } from '../../format/number.ts';
import { sourceName } from '../../format/words.ts';
import { Button } from '../../ui/button.tsx';
import { Fact } from '../../ui/details-list.tsx';
import { SkeletonRows } from '../../ui/panel.tsx';
import { BoardPrice, Change } from './cells.tsx';
import { shortAmount } from './numbers.ts';
import { Spark } from './spark.tsx';

interface Props {
  readonly row: BoardRow;
  readonly stale: boolean;
  readonly onTrade: (symbol: string) => void;
}

/** One coin: its numbers, and the instruments by which it can be traded. */
export const Coin = ({ row, stale, onTrade }: Props): ReactNode => {
  const { data, isError } = useQuery({
    queryKey: ['market', row.base],
    queryFn: () => api.market(row.base),
    retry: false,
  });
  return (
    <div className="grid content-start gap-3 overflow-auto p-3">
      <p className="-ml-1 font-semibold text-figure">
        <BoardPrice row={row} stale={stale} />
        <span className="font-normal text-label text-muted">USD</span>
      </p>
      {row.sparkline && <Spark values={row.sparkline} className="h-16 w-full" />}
      <dl className="grid gap-1 text-table">
        <Fact label="Rank">{row.rank}</Fact>
        <Fact label="1 h">
          <Change value={row.changePercent1h} />
        </Fact>
        <Fact label="24 h">
          <Change value={row.changePercent24h} />
        </Fact>
        <Fact label="7 d">
          <Change value={row.changePercent7d} />
        </Fact>
        <Fact label="Volume 24 h">{row.volume24h === null ? '–' : shortAmount(row.volume24h)}</Fact>
        <Fact label="Market cap">{row.marketCap === null ? '–' : shortAmount(row.marketCap)}</Fact>
      </dl>
      <h3 className="border-line border-t pt-2.5 font-semibold text-table">Traded as</h3>
      {isError && <p className="text-muted">Its instruments could not be read.</p>}
      {!data && !isError && <SkeletonRows rows={2} />}
      {data?.instruments.length === 0 && (
        <p className="text-muted">
          No exchange of this installation lists it: it can be watched here, not traded.
        </p>
      )}
      <ul className="grid gap-2">
        {data?.instruments.map(({ symbol, venue, tickSize, minNotional, followed }) => (
          <li key={`${venue} ${symbol}`} className="flex items-center justify-between gap-2">
            <span className="grid text-table">
              <span className="font-medium">
                {symbol} <span className="font-normal text-muted">on {sourceName(venue)}</span>
              </span>
              <span className="text-label text-muted tabular-nums">
                tick {formatQuantity(tickSize)}, at least {formatQuantity(minNotional)}
                {followed ? '' : ', followed from the first trade on'}
              </span>
            </span>
            <Button onClick={() => onTrade(symbol)}>Trade</Button>
          </li>
        ))}
      </ul>
    </div>
  );
};
