import type { ReactNode } from 'react';
import type { StatusView } from '../../api.ts';
import { formatPercent, formatQuantity } from '../../format/number.ts';
import { formatAge, formatExact } from '../../format/time.ts';
import { sourceName } from '../../format/words.ts';
import { Empty, Panel, SkeletonRows } from '../../ui/panel.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { CELL, type Column, DESK_ONLY, NUMBER_CELL, Table } from '../../ui/table.tsx';
import { FeedLine } from './feed-line.tsx';
import { useStatus } from './use-status.ts';

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
      <FeedLine key={feed.venue} feed={feed} clockOffsetMs={feed.clockOffsetMs} now={now} />
    ))}
  </ul>
);

const BoardState = ({ status: { board }, now }: { status: StatusView; now: number }): ReactNode => (
  <>
    <p className={`px-3 pt-2 text-table ${board.stale ? 'text-warning' : 'text-muted'}`}>
      {board.asOf === null || board.source === null ? (
        'No source has answered yet.'
      ) : (
        <>
          From {sourceName(board.source)}, <RelativeTime time={board.asOf} now={now} />
          {board.stale && ': stale'}
        </>
      )}
    </p>
    <ul className="divide-y divide-line/60">
      {board.feeds.map((feed) => (
        <FeedLine key={feed.venue} feed={feed} now={now} />
      ))}
    </ul>
  </>
);

const Disagreements = ({ status, now }: { status: StatusView; now: number }): ReactNode =>
  status.disagreements.length === 0 ? (
    <Empty>None. The sources agree on every price within the bound.</Empty>
  ) : (
    <ul className="divide-y divide-line/60">
      {status.disagreements.map((one) => (
        <li key={`${one.symbol} ${one.source}`} className="grid gap-0.5 px-3 py-2 text-table tabular-nums">
          <span>
            <span className="font-medium">{one.symbol}</span>: {sourceName(one.venue)} says{' '}
            {formatQuantity(one.price)}, {sourceName(one.source)} {formatQuantity(one.sourcePrice)}{' '}
            <span className="text-warning">({formatPercent(String(Number(one.share) * 100))})</span>
          </span>
          <span className="text-label text-muted">
            since <RelativeTime time={one.since} now={now} />; only {sourceName(one.venue)} fires its trades
          </span>
        </li>
      ))}
    </ul>
  );

const MARKETS: readonly Column[] = [
  { label: 'Market' },
  { label: 'Venue', deskOnly: true },
  { label: 'Record', align: 'right', deskOnly: true },
  { label: 'Quote from', align: 'right' },
  { label: 'Quote age', align: 'right' },
  { label: 'Behind', align: 'right' },
];

const Markets = ({ status }: { status: StatusView }): ReactNode => (
  <Table label="Markets" columns={MARKETS}>
    {status.markets.map((market) => (
      <tr key={`${market.venue} ${market.symbol}`} className="h-9">
        <th scope="row" className={`${CELL} text-left font-medium`}>
          {market.symbol}
        </th>
        <td className={`${CELL} ${DESK_ONLY} text-muted`}>{sourceName(market.venue)}</td>
        <td className={`${NUMBER_CELL} ${DESK_ONLY} text-muted`}>
          {market.resolution === null ? '–' : RECORDS[market.resolution]}
        </td>
        <td
          className={`${NUMBER_CELL} ${market.quoteSource === market.venue ? 'text-muted' : 'text-warning'}`}
        >
          {market.quoteSource === null ? '–' : sourceName(market.quoteSource)}
        </td>
        <td className={`${NUMBER_CELL} ${market.stale ? 'text-warning' : ''}`}>
          {market.quoteAgeSeconds === null ? '–' : formatAge(market.quoteAgeSeconds)}
          {market.stale ? ', stale' : ''}
        </td>
        <td
          className={`${NUMBER_CELL} ${market.late ? 'text-warning' : ''}`}
          title={`Evaluated up to ${formatExact(market.cursor)}`}
        >
          {formatAge(market.lagSeconds)}
          {market.late ? ', late' : ''}
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
    <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
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
      <Panel title="Board">{data ? <BoardState status={data} now={now} /> : waiting}</Panel>
      <Panel title="Prices that do not agree">
        {data ? <Disagreements status={data} now={now} /> : waiting}
      </Panel>
      <Panel title="Blind windows">{data ? <BlindWindows status={data} /> : waiting}</Panel>
      <Panel title="Evaluated markets" className="lg:col-span-2">
        <div className="@container overflow-x-auto">{data ? <Markets status={data} /> : waiting}</div>
      </Panel>
    </div>
  );
};
