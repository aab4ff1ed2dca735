import type { ReactNode } from 'react';
import type { StatusView } from '../../api.ts';
import { formatAge, formatExact } from '../../format/time.ts';
import { sourceName } from '../../format/words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Empty, Panel, SkeletonRows } from '../../ui/panel.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { NUMBER_CELL, Table } from '../../ui/table.tsx';
import { useStatus } from './use-status.ts';

const FEED_TONES = { ok: 'up', failing: 'down', unknown: 'neutral' } as const;
const FEED_WORDS = { ok: 'Answers', failing: 'Fails', unknown: 'Not asked yet' } as const;
const REASONS: Readonly<Record<string, string>> = {
  missing_in_record: 'missing in the record',
  suspect_price: 'price that could not be true',
  out_of_reach: 'venue out of reach',
};

const RECORDS = {
  '1s': '1-second bars',
  '1m': '1-minute bars',
  print: 'every trade',
  sampled: 'samples',
} as const;

const Feeds = ({ status, now }: { status: StatusView; now: number }): ReactNode => (
  <ul className="divide-y divide-line/60">
    {status.feeds.map((feed) => (
      <li key={feed.venue} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
        <span className="w-24 font-medium">{sourceName(feed.venue)}</span>
        <Badge tone={FEED_TONES[feed.state]}>{FEED_WORDS[feed.state]}</Badge>
        {feed.lastOkAt !== null && (
          <span className="text-table text-muted">
            last answer <RelativeTime time={feed.lastOkAt} now={now} />
          </span>
        )}
        {feed.lastError !== null && feed.state === 'failing' && (
          <span className="text-table text-muted">
            {feed.failures} failures in a row: {feed.lastError}
          </span>
        )}
      </li>
    ))}
  </ul>
);

const MARKETS = [
  { label: 'Market' },
  { label: 'Venue' },
  { label: 'Record', align: 'right' },
  { label: 'Behind', align: 'right' },
] as const;

const Markets = ({ status }: { status: StatusView }): ReactNode => (
  <Table label="Markets" columns={MARKETS}>
    {status.markets.map((market) => (
      <tr key={`${market.venue} ${market.symbol}`} className="h-9">
        <th scope="row" className="px-3 text-left font-medium">
          {market.symbol}
        </th>
        <td className="px-3 text-muted">{sourceName(market.venue)}</td>
        <td className={`${NUMBER_CELL} text-muted`}>
          {market.resolution === null ? '–' : RECORDS[market.resolution]}
        </td>
        <td className={NUMBER_CELL} title={`Evaluated up to ${formatExact(market.cursor)}`}>
          {formatAge(market.lagSeconds)}
        </td>
      </tr>
    ))}
  </Table>
);

const BlindWindows = ({ status }: { status: StatusView }): ReactNode =>
  status.blindWindows.length === 0 ? (
    <Empty>None. Every price that the venues recorded has been evaluated.</Empty>
  ) : (
    <ul className="divide-y divide-line/60">
      {status.blindWindows.map((blind) => (
        <li key={`${blind.symbol} ${blind.from}`} className="grid gap-0.5 px-3 py-2 text-table">
          <span>
            <span className="font-medium">{blind.symbol}</span>{' '}
            <span className="text-muted">on {sourceName(blind.venue)}</span>,{' '}
            {formatAge((Date.parse(blind.to) - Date.parse(blind.from)) / 1000)}:{' '}
            {REASONS[blind.reason] ?? blind.reason}
          </span>
          <span className="font-mono text-label text-muted">
            {formatExact(blind.from)} to {formatExact(blind.to)}
          </span>
        </li>
      ))}
    </ul>
  );

/** Whether the prices come in, how far each market has been evaluated, and what could not be seen. */
export const StatusPanels = ({ now }: { now: number }): ReactNode => {
  const status = useStatus();
  const { data } = status;
  const waiting = status.isError ? (
    <Empty>The state could not be read. This page keeps trying.</Empty>
  ) : (
    <SkeletonRows rows={4} />
  );
  const lastTick = data?.lastTickAt;
  return (
    <div className="grid items-start gap-3 lg:grid-cols-2">
      <Panel
        title="Feeds"
        aside={
          <span className="text-label text-muted">
            {lastTick ? (
              <>
                last tick <RelativeTime time={lastTick} now={now} />
              </>
            ) : (
              'no tick yet'
            )}
          </span>
        }
      >
        {data ? <Feeds status={data} now={now} /> : waiting}
      </Panel>
      <Panel title="Blind windows">{data ? <BlindWindows status={data} /> : waiting}</Panel>
      <Panel title="Evaluated markets" className="lg:col-span-2">
        <div className="overflow-x-auto">{data ? <Markets status={data} /> : waiting}</div>
      </Panel>
    </div>
  );
};
