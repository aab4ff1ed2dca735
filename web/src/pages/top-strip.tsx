import type { ReactNode } from 'react';
import { add } from '../../../shared/domain/money/decimal.ts';
import type { Overview } from '../api.ts';
import type { Desk } from '../desk.ts';
import { AccountMenu } from '../features/accounts/account-menu.tsx';
import { formatMoney } from '../format/number.ts';
import { formatAge, formatExact } from '../format/time.ts';
import { quoteOf, sourceName } from '../format/words.ts';
import { useLive, watchedSymbols } from '../live/state.ts';
import { Skeleton } from '../ui/panel.tsx';
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

const WAYS = {
  live: 'What changes arrives by itself.',
  polling: 'No socket: what changes is asked for again and again.',
  offline: 'The API cannot be reached.',
} as const;

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
  const live = useLive();
  const bad = unreachable || overview.market.stale;
  const way = unreachable ? 'offline' : live ? 'live' : 'polling';
  const age = time ? `${formatAge((now - Date.parse(time)) / 1000)} old` : 'no price yet';
  // No price is on this page: the last one was asked for a while ago, and its age would say nothing of the feed.
  const isUntold = live && watchedSymbols().size === 0;
  return (
    <p
      className="flex items-center gap-2 text-table"
      title={`${WAYS[way]}${time ? ` Newest price: ${formatExact(time)}` : ''}`}
      data-way={way}
    >
      <span
        aria-hidden="true"
        className={`size-2 rounded-full ${unreachable ? 'bg-down' : bad ? 'bg-warning' : 'bg-up'}`}
      />
      <span className="max-lg:sr-only">
        {sourceName(overview.market.source)}, {way}
      </span>
      <span className="text-muted tabular-nums">
        {unreachable ? 'unreachable' : isUntold ? <span className="lg:hidden">{way}</span> : age}
      </span>
    </p>
  );
};

const Total = ({ desk }: { desk: Desk }): ReactNode => {
  const { portfolio } = desk;
  if (!portfolio) return <Skeleton className="h-4 w-24" />;
  return (
    <dl className="flex min-w-0 items-baseline gap-5 text-table max-lg:gap-2">
      <div className="flex items-baseline gap-1.5 whitespace-nowrap">
        <dt className="text-muted max-lg:sr-only">Total</dt>
        <dd className="font-semibold text-body tabular-nums">{formatMoney(portfolio.total)}</dd>
      </div>
      <div className="flex items-baseline gap-1.5 whitespace-nowrap">
        <dt className="text-muted max-lg:sr-only">Today</dt>
        <dd className="text-body">
          <SignedMoney value={portfolio.dayPnl} />
        </dd>
      </div>
    </dl>
  );
};

const OpenPnl = ({ overview }: { overview: Overview }): ReactNode => (
  <dl className="flex min-w-0 items-baseline gap-5 text-table max-xl:hidden">
    <div className="flex items-baseline gap-1.5 whitespace-nowrap">
      <dt className="text-muted">Open P&L</dt>
      <dd className="flex gap-3 text-body">
        {openPnl(overview).length === 0 && <span className="text-muted tabular-nums">0.00</span>}
        {openPnl(overview).map(([currency, total]) => (
          <span key={currency} className="flex items-baseline gap-1">
            <SignedMoney value={total} />
            <span className="text-label text-muted">{currency}</span>
          </span>
        ))}
      </dd>
    </div>
    <div className="flex items-baseline gap-1.5">
      <dt className="text-muted">Active trades</dt>
      <dd className="text-body tabular-nums">{overview.active.length}</dd>
    </div>
  </dl>
);

interface Props {
  readonly desk: Desk;
  readonly unreachable: boolean;
  readonly children?: ReactNode;
}

/** Always in sight: which account, what it is worth, its day, and whether prices come in. */
export const TopStrip = ({ desk, unreachable, children }: Props): ReactNode => {
  const { overview, now, accounts } = desk;
  return (
    <header className="flex h-11 shrink-0 items-center justify-between gap-3 border-line border-b bg-surface px-3">
      <div className="flex min-w-0 items-center gap-5 max-lg:gap-2">
        <h1 className="sr-only">Paperwick</h1>
        {accounts.all && accounts.chosen ? (
          <AccountMenu
            accounts={accounts.all}
            chosen={accounts.chosen}
            onChoose={accounts.choose}
            onNew={() => desk.onAccount('new')}
          />
        ) : (
          <Skeleton className="h-4 w-20" />
        )}
        <Total desk={desk} />
        {overview && <OpenPnl overview={overview} />}
      </div>
      <div className="flex shrink-0 items-center gap-3">
        {overview && <FeedState overview={overview} now={now} unreachable={unreachable} />}
        {children}
      </div>
    </header>
  );
};
