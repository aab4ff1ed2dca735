import { lazy, type ReactNode, Suspense } from 'react';
import type { LogRow, TradeView } from '../../api.ts';
import { formatClock, formatExact } from '../../format/time.ts';
import { Skeleton, SkeletonRows } from '../../ui/panel.tsx';
import { useTradeLog } from './use-trade-log.ts';

const Evidence = lazy(() => import('./evidence.tsx'));

const LogEntry = ({ row, symbol, places }: { row: LogRow; symbol: string; places: number }): ReactNode => (
  <li className="grid grid-cols-[64px_minmax(0,1fr)] gap-x-2 gap-y-0.5 px-3 py-2 @max-[28rem]:grid-cols-1">
    <time
      dateTime={row.time}
      title={formatExact(row.time)}
      className="font-mono text-label text-muted leading-[18px]"
    >
      {formatClock(row.time)}
    </time>
    <div>
      <p>{row.message}</p>
      {row.evidence && (
        <Suspense fallback={<Skeleton className="mt-1.5 h-19" />}>
          <Evidence evidence={row.evidence} fill={row.fill} symbol={symbol} places={places} />
        </Suspense>
      )}
    </div>
  </li>
);

/** Everything that happened to a trade, newest first, each fill with its evidence. */
export const TradeLog = ({ trade, places }: { trade: TradeView; places: number }): ReactNode => {
  const log = useTradeLog(trade);
  if (!log.data)
    return log.isError ? (
      <p className="px-3 py-4 text-muted">
        The log could not be read. The trade itself is not affected; this page keeps trying.
      </p>
    ) : (
      <SkeletonRows rows={3} />
    );
  return (
    <ol aria-label="Log" aria-live="polite" className="divide-y divide-line/60">
      {log.data.toReversed().map((row) => (
        <LogEntry key={row.seq} row={row} symbol={trade.symbol} places={places} />
      ))}
    </ol>
  );
};
