import type { ReactNode } from 'react';
import type { Overview } from '../../api.ts';
import { Button } from '../../ui/button.tsx';
import { Empty, SkeletonRows } from '../../ui/panel.tsx';
import { useIsDesktop } from '../../ui/use-media.ts';
import type { HistoryFilter } from './filters.tsx';
import { HistoryCards } from './history-cards.tsx';
import { type HistoryProps, HistoryTable } from './history-table.tsx';
import { useEndedTrades } from './use-ended-trades.ts';

/** Changes whenever a trade has ended: it has left the active ones. */
const revisionOf = (overview: Overview): string =>
  [overview.history[0]?.id, ...overview.active.map((trade) => trade.id)].join();

/** Closed trades as the overview has them; every ended one, with what was never filled, page by page. */
const History = ({
  overview,
  filter,
  account,
  ...props
}: Omit<HistoryProps, 'trades'> & {
  overview: Overview;
  filter: HistoryFilter;
  account: string;
}): ReactNode => {
  const ended = useEndedTrades(account, revisionOf(overview), filter === 'ended');
  const isDesktop = useIsDesktop();
  const trades = filter === 'closed' ? overview.history : ended.data;
  const View = isDesktop ? HistoryTable : HistoryCards;
  return (
    <>
      {!trades && ended.isError && (
        <Empty>
          The ended trades could not be read. They are kept; choose the filter again to try once more.
        </Empty>
      )}
      {!trades && !ended.isError && <SkeletonRows rows={4} />}
      {trades?.length === 0 && (
        <Empty>{filter === 'closed' ? 'No trade has been closed yet.' : 'No trade has ended yet.'}</Empty>
      )}
      {trades && trades.length > 0 && <View trades={trades} {...props} />}
      {filter === 'ended' && ended.hasNextPage && (
        <div className="grid justify-center p-3">
          <Button disabled={ended.isFetchingNextPage} onClick={() => void ended.fetchNextPage()}>
            {ended.isFetchingNextPage ? 'Loading…' : 'Load more'}
          </Button>
        </div>
      )}
    </>
  );
};

export default History;
