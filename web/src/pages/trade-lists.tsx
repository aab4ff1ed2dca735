import { lazy, type ReactNode, Suspense, useId, useState } from 'react';
import type { Desk } from '../desk.ts';
import { type HistoryFilter, HistoryFilters } from '../features/history/filters.tsx';
import { ActiveCards } from '../features/trades/active-cards.tsx';
import { ActiveTable } from '../features/trades/active-trades.tsx';
import { Empty, SkeletonRows } from '../ui/panel.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { useIsDesktop } from '../ui/use-media.ts';

const History = lazy(() => import('../features/history/history.tsx'));

type List = 'active' | 'history';

/** Active trades and history behind two tabs: a table on a desk, cards on a phone. */
export const TradeLists = ({ desk, className = '' }: { desk: Desk; className?: string }): ReactNode => {
  const [list, setList] = useState<List>('active');
  const [filter, setFilter] = useState<HistoryFilter>('closed');
  const isDesktop = useIsDesktop();
  const panelId = useId();
  const { overview } = desk;
  const props = {
    selected: desk.trade?.id,
    placesOf: desk.placesOf,
    onSelect: desk.onTrade,
    now: desk.now,
  };
  const ActiveView = isDesktop ? ActiveTable : ActiveCards;
  return (
    <section
      aria-label="Trades"
      className={`flex min-h-0 flex-col lg:rounded-md lg:border lg:border-line lg:bg-surface ${className}`}
    >
      <h2 className="sr-only">Trades</h2>
      <Tabs
        label="Trades"
        panelId={panelId}
        value={list}
        onChange={setList}
        aside={list === 'history' && <HistoryFilters value={filter} onChange={setFilter} />}
        options={[
          { value: 'active', label: 'Active', count: overview?.active.length },
          { value: 'history', label: 'History', count: overview?.history.length },
        ]}
      />
      <div
        id={panelId}
        role="tabpanel"
        aria-label={list === 'active' ? 'Active' : 'History'}
        className="@container min-h-0 flex-1 overflow-auto max-lg:pt-2"
      >
        {!overview && <SkeletonRows rows={4} />}
        {overview && list === 'history' && (
          <Suspense fallback={<SkeletonRows rows={4} />}>
            <History overview={overview} filter={filter} account={desk.accounts.chosenId} {...props} />
          </Suspense>
        )}
        {list === 'active' && overview?.active.length === 0 && (
          <Empty>
            No trade is active. Fill in the ticket: the sentence below its fields says what will happen.
          </Empty>
        )}
        {list === 'active' && overview && overview.active.length > 0 && (
          <ActiveView trades={overview.active} {...props} />
        )}
      </div>
    </section>
  );
};
