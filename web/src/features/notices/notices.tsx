import type { ReactNode } from 'react';
import type { AccountView, Overview } from '../../api.ts';
import { formatAge, formatClock } from '../../format/time.ts';

const TONES = {
  info: 'bg-info/12 text-info',
  warning: 'bg-warning/12 text-warning',
  down: 'bg-down/12 text-down',
} as const;

const Banner = ({
  tone,
  title,
  children,
}: {
  tone: keyof typeof TONES;
  title: string;
  children: ReactNode;
}): ReactNode => (
  <p role="status" className={`animate-appear border-line border-b px-3 py-1.5 text-table ${TONES[tone]}`}>
    <strong className="font-semibold">{title}</strong> <span className="text-text">{children}</span>
  </p>
);

const MarketKind = ({ market }: { market: Overview['market'] }): ReactNode => {
  if (market.source === 'replay')
    return (
      <Banner tone="info" title="Replayed market.">
        These are recorded prices played again, not the market of now.
      </Banner>
    );
  if (!market.simulated) return null;
  return (
    <Banner tone="info" title="Simulated market.">
      These prices are made by this machine, not by an exchange.
    </Banner>
  );
};

const Stale = ({ overview, now }: { overview: Overview; now: number }): ReactNode => {
  const newest = Math.max(...overview.prices.map((price) => Date.parse(price.time)));
  return (
    <Banner tone="warning" title="Prices are stale.">
      {Number.isFinite(newest)
        ? `The newest is ${formatAge((now - newest) / 1000)} old. `
        : 'There is none yet. '}
      Trades wait meanwhile; when prices are back, what they missed is replayed and filled where it would have
      been.
    </Banner>
  );
};

interface Props {
  readonly overview: Overview | undefined;
  /** The chosen one. */
  readonly account: AccountView | undefined;
  /** The last answer failed. */
  readonly unreachable: boolean;
  /** When the last good answer came, ms of this machine; 0 where there was none. */
  readonly receivedAt: number;
  /** Server's clock, ms. */
  readonly now: number;
}

/** What a trader must know before reading a number here. */
export const Notices = ({ overview, account, unreachable, receivedAt, now }: Props): ReactNode => (
  <div aria-live="polite">
    {unreachable && (
      <Banner tone="down" title="The API cannot be reached.">
        {receivedAt > 0
          ? `Everything below is as of ${formatClock(new Date(receivedAt).toISOString())}. `
          : 'There is nothing to show yet. '}
        Open trades are kept and looked after where the API runs, not here. This page keeps trying.
      </Banner>
    )}
    {overview && <MarketKind market={overview.market} />}
    {account?.status === 'closing' && (
      <Banner tone="warning" title={`${account.name} is being reset.`}>
        Its trades end first, then its book is archived and a new one begins. Until then it takes nothing new.
      </Banner>
    )}
    {overview && !unreachable && overview.market.stale && <Stale overview={overview} now={now} />}
  </div>
);
