import type { ReactNode } from 'react';
import type { PortfolioView } from '../../api.ts';
import { formatMoney } from '../../format/number.ts';
import { Skeleton } from '../../ui/panel.tsx';
import { SignedMoney, SignedPercent } from '../../ui/signed.tsx';

const Pnl = ({
  label,
  value,
  percent,
}: {
  label: string;
  value: string;
  percent: string | null;
}): ReactNode => (
  <div className="grid gap-0.5">
    <dt className="text-label text-muted">{label}</dt>
    <dd className="flex items-baseline gap-2 text-body">
      <SignedMoney value={value} className="font-semibold" />
      {percent !== null && <SignedPercent value={percent} />}
    </dd>
  </div>
);

/** What all of it is worth now, and what it has made. */
export const Worth = ({ portfolio }: { portfolio: PortfolioView | undefined }): ReactNode => {
  if (!portfolio)
    return (
      <div className="grid gap-3" role="status" aria-label="Loading">
        <Skeleton className="h-9 w-56" />
        <Skeleton className="h-8 w-72" />
      </div>
    );
  const [whole = '', cents = ''] = formatMoney(portfolio.total).split('.');
  return (
    <div className="flex flex-wrap items-end gap-x-10 gap-y-3">
      <div>
        <p className="text-label text-muted">Total value</p>
        <p className="font-semibold text-price tabular-nums">
          {whole}
          <span className="text-muted">.{cents}</span>{' '}
          <span className="font-normal text-label text-muted">USD</span>
        </p>
      </div>
      <dl className="flex flex-wrap gap-x-10 gap-y-3 pb-1 max-sm:gap-x-8">
        <Pnl label="Today, since midnight UTC" value={portfolio.dayPnl} percent={portfolio.dayPnlPercent} />
        <Pnl label="All time" value={portfolio.allTimePnl} percent={portfolio.allTimePnlPercent} />
      </dl>
    </div>
  );
};
