import type { ReactNode } from 'react';
import { add } from '../../../shared/domain/money/decimal.ts';
import type { Overview } from '../api.ts';
import { formatAge, formatExact } from '../format/time.ts';
import { quoteOf, sourceName } from '../format/words.ts';
import { SignedMoney } from '../ui/signed.tsx';

/** Unrealized P&L of all open trades, per quote currency: different currencies are never summed. */
const openPnl = (overview: Overview): [currency: string, total: string][] => {
  const totals = new Map<string, string>();
  for (const trade of overview.active) {
    if (trade.unrealizedPnl === null) continue;
    const currency = quoteOf(trade.symbol);
    totals.set(currency, add(totals.get(currency) ?? '0', trade.unrealizedPnl));
  }
  return [...totals];
};

const newest = (overview: Overview): string | undefined =>
  overview.prices
    .map((price) => price.time)
    .reduce<string | undefined>((last, time) => (last && last > time ? last : time), undefined);

const FeedState = ({
  overview,
  now,
  unreachable,
}: {
  overview: Overview;
  now: number;
  unreachable: boolean;
}): ReactNode => {
  const time = newest(overview);
  const bad = unreachable || overview.market.stale;
  return (
    <p
      className="flex items-center gap-2 text-table"
      title={time ? `Newest price: ${formatExact(time)}` : undefined}
    >
      <span
        aria-hidden="true"
        className={`size-2 rounded-full ${unreachable ? 'bg-down' : bad ? 'bg-warning' : 'bg-up'}`}
      />
      <span>{sourceName(overview.market.source)}</span>
      <span className="text-muted tabular-nums">
        {unreachable
          ? 'unreachable'
          : time
            ? `${formatAge((now - Date.parse(time)) / 1000)} old`
            : 'no price yet'}
      </span>
    </p>
  );
};

interface Props {
  readonly overview: Overview | undefined;
  /** Server's clock, ms. */
  readonly now: number;
  readonly unreachable: boolean;
  readonly children?: ReactNode;
}

/** Always in sight: what is open, what it stands at, and whether prices come in. */
export const TopStrip = ({ overview, now, unreachable, children }: Props): ReactNode => (
  <header className="flex h-11 shrink-0 items-center justify-between gap-4 border-line border-b bg-surface px-3">
    <div className="flex min-w-0 items-baseline gap-5">
      <h1 className="font-semibold max-lg:sr-only">Paperwick</h1>
      {overview && (
        <dl className="flex min-w-0 items-baseline gap-5 text-table">
          <div className="flex items-baseline gap-1.5 whitespace-nowrap">
            <dt className="text-muted">Open P&L</dt>
            <dd className="flex gap-3 font-semibold text-body">
              {openPnl(overview).length === 0 && <span className="text-muted tabular-nums">0.00</span>}
              {openPnl(overview).map(([currency, total]) => (
                <span key={currency} className="flex items-baseline gap-1">
                  <SignedMoney value={total} />
                  <span className="font-normal text-label text-muted">{currency}</span>
                </span>
              ))}
            </dd>
          </div>
          <div className="flex items-baseline gap-1.5 max-lg:hidden">
            <dt className="text-muted">Active trades</dt>
            <dd className="tabular-nums">{overview.active.length}</dd>
          </div>
        </dl>
      )}
    </div>
    <div className="flex items-center gap-3">
      {overview && <FeedState overview={overview} now={now} unreachable={unreachable} />}
      {children}
    </div>
  </header>
);
