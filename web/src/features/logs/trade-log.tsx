import type { ReactNode } from 'react';
import type { EvidenceView, FillView, LogRow, TradeView } from '../../api.ts';
import { formatMoney, formatPrice } from '../../format/number.ts';
import { formatClock, formatExact } from '../../format/time.ts';
import { Badge } from '../../ui/badge.tsx';
import { SkeletonRows } from '../../ui/panel.tsx';
import { betterWords, pointPrices, pointTitle, ruleWords } from './evidence-words.ts';
import { useTradeLog } from './use-trade-log.ts';

const Evidence = ({
  evidence,
  fill,
  places,
}: {
  evidence: EvidenceView;
  fill: FillView | null;
  places: number;
}): ReactNode => {
  const better = betterWords(evidence, places);
  return (
    <div className="mt-1.5 grid gap-1.5 rounded-md border border-line bg-canvas px-2.5 py-2 text-table">
      <p>
        {ruleWords(evidence)}
        {evidence.trigger !== null && (
          <span className="text-muted tabular-nums">
            {' '}
            It waited for {formatPrice(evidence.trigger, places)}.
          </span>
        )}
      </p>
      <dl className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 font-mono text-label tabular-nums">
        {pointPrices(evidence, places).map(([label, price]) => (
          <div key={label} className="flex gap-1">
            <dt className="text-muted">{label}</dt>
            <dd>{price}</dd>
          </div>
        ))}
      </dl>
      <p className="flex flex-wrap items-center gap-1.5 text-label text-muted">
        {pointTitle(evidence)}
        {fill && (
          <>
            <span aria-hidden="true">·</span> {fill.liquidity}, fee {formatMoney(fill.fee)}
          </>
        )}
        {fill?.ambiguous && <Badge tone="warning">ambiguous</Badge>}
        {fill?.late && (
          <Badge tone="warning" title="The venue corrected its record; the correction showed this price.">
            late
          </Badge>
        )}
      </p>
      {better && <p className="text-label text-warning">{better}</p>}
    </div>
  );
};

const LogEntry = ({ row, places }: { row: LogRow; places: number }): ReactNode => (
  <li className="grid grid-cols-[64px_1fr] gap-2 px-3 py-2">
    <time
      dateTime={row.time}
      title={formatExact(row.time)}
      className="font-mono text-label text-muted leading-[18px]"
    >
      {formatClock(row.time)}
    </time>
    <div>
      <p>{row.message}</p>
      {row.evidence && <Evidence evidence={row.evidence} fill={row.fill} places={places} />}
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
        <LogEntry key={row.seq} row={row} places={places} />
      ))}
    </ol>
  );
};
