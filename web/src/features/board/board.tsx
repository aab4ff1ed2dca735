import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { formatAge, formatExact } from '../../format/time.ts';
import { sourceName } from '../../format/words.ts';
import { useAllExchangePrices } from '../../live/exchange.ts';
import { Alert } from '../../ui/alert.tsx';
import { CloseButton } from '../../ui/close-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty, Panel, SkeletonRows } from '../../ui/panel.tsx';
import { useIsDesktop } from '../../ui/use-media.ts';
import { BoardCards } from './board-cards.tsx';
import { BoardTable, COLUMNS } from './board-table.tsx';
import { Coin } from './coin.tsx';
import { ListTabs } from './list-tabs.tsx';
import { BY_RANK, nextOrder, searched, sorted } from './order.ts';
import { useBoard } from './use-board.ts';
import { useWatchlists } from './use-watchlists.ts';

interface Props {
  /** Server's clock, ms. */
  readonly now: number;
  /** Opens the terminal for it. */
  readonly onTrade: (symbol: string) => void;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select');

/** The key / takes one to the search from anywhere on the page. */
const useSlash = (focus: () => void): void => {
  const latest = useRef(focus);
  latest.current = focus;
  useEffect(() => {
    const keys = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  }, []);
};

/** The largest coins with their moves, sorted, searched and watched. */
export const Board = ({ now, onTrade }: Props): ReactNode => {
  const board = useBoard();
  useAllExchangePrices();
  const [order, setOrder] = useState(BY_RANK);
  const [typed, setTyped] = useState('');
  const [list, setList] = useState<string>();
  const watchlists = useWatchlists(list, setList);
  const [selected, setSelected] = useState<string>();
  const search = useRef<HTMLInputElement>(null);
  const text = useDeferredValue(typed);
  const isDesktop = useIsDesktop();
  useSlash(() => search.current?.focus());
  const { data } = board;
  const rows = useMemo(() => {
    const all = data?.items ?? [];
    const symbols = list === undefined ? undefined : watchlists.lists.find(({ id }) => id === list)?.symbols;
    const listed = symbols ? all.filter(({ symbol }) => symbol !== null && symbols.includes(symbol)) : all;
    return searched(sorted(listed, order), text);
  }, [data, list, watchlists.lists, order, text]);
  const coin = data?.items.find(({ base }) => base === selected);
  const stale = data?.stale ?? false;
  const props = {
    rows,
    stale,
    selected,
    onSelect: setSelected,
    isWatched: watchlists.isOn,
    onWatch: watchlists.toggle,
  };
  const View = isDesktop ? (
    <BoardTable {...props} order={order} onOrder={(key) => setOrder(nextOrder(order, key))} />
  ) : (
    <BoardCards {...props} />
  );
  return (
    <div className="flex gap-3 lg:h-full lg:min-h-0">
      <section
        aria-label="Markets"
        className="flex min-w-0 flex-1 flex-col lg:min-h-0 lg:rounded-md lg:border lg:border-line lg:bg-surface"
      >
        <header className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 lg:border-line lg:border-b lg:px-3">
          <h2 className="sr-only">Markets</h2>
          <ListTabs watchlists={watchlists} chosen={list} onChoose={setList} />
          <p className="text-label text-muted max-lg:order-last max-lg:w-full">
            {data?.source && data.asOf ? (
              <span title={formatExact(data.asOf)} className={stale ? 'text-warning' : ''}>
                {sourceName(data.source)}, {formatAge((now - Date.parse(data.asOf)) / 1000)} old
                {stale ? ': stale' : ''}
              </span>
            ) : (
              data && 'No source has answered yet'
            )}
          </p>
          <input
            ref={search}
            type="search"
            aria-label="Search the markets"
            placeholder={isDesktop ? 'Search, or press /' : 'Search'}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && rows[0]) setSelected(rows[0].base);
              if (event.key === 'Escape') setTyped('');
            }}
            className="ml-auto h-7 w-52 rounded-md border border-line bg-canvas px-2.5 text-table max-lg:ml-0 max-lg:h-11 max-lg:min-w-0 max-lg:flex-1 max-lg:text-touch"
          />
          {!isDesktop && (
            <select
              aria-label="Sort by"
              value={order.key}
              onChange={(event) => {
                const column = COLUMNS.find(({ key }) => key === event.target.value);
                if (column) setOrder(column.key === BY_RANK.key ? BY_RANK : nextOrder(BY_RANK, column.key));
              }}
              className="h-11 w-32 rounded-md border border-line bg-canvas px-2 text-touch"
            >
              {COLUMNS.map(({ key, label }) => (
                <option key={key} value={key}>
                  {key === 'rank' ? 'Rank' : label}
                </option>
              ))}
            </select>
          )}
        </header>
        {watchlists.refused && (
          <div className="p-2">
            <Alert>{watchlists.refused}</Alert>
          </div>
        )}
        <div className="min-h-0 flex-1 max-lg:pt-2 lg:overflow-auto">
          {!data &&
            (board.isError ? (
              <Empty>The board could not be read. This page keeps trying.</Empty>
            ) : (
              <SkeletonRows rows={16} />
            ))}
          {data && rows.length === 0 && (
            <Empty>
              {typed !== ''
                ? `Nothing of the first ${data.items.length} is called “${typed}”.`
                : list === undefined
                  ? 'No coins yet: the board appears with the first answer of a source.'
                  : 'Nothing is watched here yet. The star of a row puts it on this list.'}
            </Empty>
          )}
          {rows.length > 0 && View}
        </div>
      </section>
      {coin && isDesktop && (
        <Panel
          title={`${coin.name} ${coin.base}`}
          className="w-80 shrink-0 animate-appear"
          aside={
            <CloseButton label="Close the coin" className="-mr-2" onClose={() => setSelected(undefined)} />
          }
        >
          <Coin row={coin} stale={stale} onTrade={onTrade} />
        </Panel>
      )}
      {coin && !isDesktop && (
        <Dialog title={`${coin.name} ${coin.base}`} onClose={() => setSelected(undefined)}>
          <div className="-m-4">
            <Coin row={coin} stale={stale} onTrade={onTrade} />
          </div>
        </Dialog>
      )}
    </div>
  );
};
