import { type ReactNode, useState } from 'react';
import type { Desk } from '../desk.ts';
import { HistoryCards } from '../features/history/history-cards.tsx';
import { HistoryTable } from '../features/history/history-table.tsx';
import { ActiveCards } from '../features/trades/active-cards.tsx';
import { ActiveTable } from '../features/trades/active-trades.tsx';
import { Empty, SkeletonRows } from '../ui/panel.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { useIsDesktop } from '../ui/use-media.ts';

type List = 'active' | 'history';

/** Active trades and history behind two tabs: a table on a desk, cards on a phone. */
export const TradeLists = ({ desk, className = '' }: { desk: Desk; className?: string }): ReactNode => {
  const [list, setList] = useState<List>('active');
  const isDesktop = useIsDesktop();
  const { overview } = desk;
  const trades = list === 'active' ? overview?.active : overview?.history;
  const props = {
    selected: desk.trade?.id,
    placesOf: desk.placesOf,
    onSelect: desk.onTrade,
    now: desk.now,
  };
  const [ActiveView, HistoryView] = isDesktop ? [ActiveTable, HistoryTable] : [ActiveCards, HistoryCards];
  return (
    <section
      aria-label="Trades"
      className={`flex min-h-0 flex-col lg:rounded-md lg:border lg:border-line lg:bg-surface ${className}`}
    >
      <Tabs
        label="Trades"
        value={list}
        onChange={setList}
        options={[
          { value: 'active', label: 'Active', count: overview?.active.length },
          { value: 'history', label: 'History', count: overview?.history.length },
        ]}
      />
      <div
        role="tabpanel"
        aria-label={list === 'active' ? 'Active' : 'History'}
        className="min-h-0 flex-1 overflow-auto max-lg:pt-2"
      >
        {!trades && <SkeletonRows rows={4} />}
        {trades?.length === 0 && (
          <Empty>
            {list === 'active'
              ? 'No trade is active. Fill in the ticket: the sentence below its fields says what will happen.'
              : 'No trade has ended yet.'}
          </Empty>
        )}
        {trades &&
          trades.length > 0 &&
          (list === 'active' ? (
            <ActiveView trades={trades} {...props} />
          ) : (
            <HistoryView trades={trades} {...props} />
          ))}
      </div>
    </section>
  );
};
