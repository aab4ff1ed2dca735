import type { ReactNode } from 'react';
import type { Overview } from '../../api.ts';
import { Button } from '../../ui/button.tsx';
import { Empty, SkeletonRows } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useIsDesktop } from '../../ui/use-media.ts';
import { HistoryCards } from './history-cards.tsx';
import { type HistoryProps, HistoryTable } from './history-table.tsx';
import { useEndedTrades } from './use-ended-trades.ts';

export type HistoryFilter = 'closed' | 'ended';
const FILTERS = [
  { value: 'closed', label: 'Closed' },
  { value: 'ended', label: 'All ended' },
] as const satisfies readonly { value: HistoryFilter; label: string }[];

export const HistoryFilters = ({
  value,
  onChange,
}: {
  value: HistoryFilter;
  onChange: (value: HistoryFilter) => void;
}): ReactNode => (
  <div className="w-38 max-lg:w-46">
    <Segmented label="Which trades" quiet options={FILTERS} value={value} onChange={onChange} />
  </div>
);

/** Changes whenever a trade has ended: it has left the active ones. */
const revisionOf = (overview: Overview): string =>
  [overview.history[0]?.id, ...overview.active.map((trade) => trade.id)].join();

/** Closed trades as the overview has them; every ended one, with what was never filled, page by page. */
export const History = ({
  overview,
  filter,
  ...props
}: Omit<HistoryProps, 'trades'> & { overview: Overview; filter: HistoryFilter }): ReactNode => {
  const ended = useEndedTrades(revisionOf(overview), filter === 'ended');
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
