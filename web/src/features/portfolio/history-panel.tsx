import { type ReactNode, useState } from 'react';
import type { HistoryView, Period } from '../../api.ts';
import { formatPercent } from '../../format/number.ts';
import { Empty, Skeleton } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SignedMoney } from '../../ui/signed.tsx';
import type { Shown } from './geometry.ts';
import { hasMoved, madeIn, sinceMoving } from './made-in.ts';
import { useHistory } from './use-history.ts';
import { ValueChart } from './value-chart.tsx';

const PERIODS = [
  { value: '1d', label: '1D' },
  { value: '1w', label: '1W' },
  { value: '1m', label: '1M' },
  { value: '1y', label: '1Y' },
  { value: 'all', label: 'All' },
] as const satisfies readonly { value: Period; label: string }[];

const SHOWN = [
  { value: 'value', label: 'Value' },
  { value: 'pnl', label: 'P&L' },
] as const satisfies readonly { value: Shown; label: string }[];

const Made = ({ items }: { items: HistoryView['items'] }): ReactNode => {
  const made = madeIn(items);
  const base = Number(items[0]?.total);
  if (made === undefined) return null;
  return (
    <p className="flex items-baseline gap-2 text-table">
      <span className="text-muted">In this time</span>
      <SignedMoney value={made} />
      {base > 0 && (
        <span className="text-muted tabular-nums">
          {formatPercent(((Number(made) / base) * 100).toFixed(4))}
        </span>
      )}
    </p>
  );
};

/** The value over time, with its period. */
export const HistoryPanel = ({ account }: { account: string }): ReactNode => {
  const [period, setPeriod] = useState<Period>('1w');
  const history = useHistory(account, period);
  const [shown, setShown] = useState<Shown>('value');
  const items = history.data?.items;
  return (
    <section aria-label="Value over time" className="flex flex-col rounded-md border border-line bg-surface">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 pt-2">
        <h2 className="sr-only">Value over time</h2>
        {items ? <Made items={items} /> : <Skeleton className="h-4 w-40" />}
        <div className="contents lg:flex lg:gap-4">
          <div className="w-28 max-lg:w-32">
            <Segmented label="What is drawn" quiet options={SHOWN} value={shown} onChange={setShown} />
          </div>
          <div className="w-56 max-lg:w-full">
            <Segmented label="Period" quiet options={PERIODS} value={period} onChange={setPeriod} />
          </div>
        </div>
      </header>
      <div className="grid min-h-[244px] lg:min-h-[304px] items-center p-3">
        {!items && !history.isError && <Skeleton className="h-[220px] lg:h-[280px]" />}
        {!items && history.isError && (
          <Empty>The values of the past could not be read. They are kept; this page keeps trying.</Empty>
        )}
        {items && !hasMoved(items) && (
          <Empty>
            Nothing has moved in this time. The value is written down once an hour while something is open:
            the line begins with your first trade.
          </Empty>
        )}
        {items && hasMoved(items) && <ValueChart samples={sinceMoving(items)} shown={shown} />}
      </div>
    </section>
  );
};
