import type { ReactNode } from 'react';
import type { BoardListProps } from './board-table.tsx';
import { BoardPrice, Change } from './cells.tsx';
import { Spark } from './spark.tsx';
import { Star } from './star.tsx';

/** The board on a phone: a line each, with what one looks for first. */
export const BoardCards = ({ rows, stale, onSelect, isWatched, onWatch }: BoardListProps): ReactNode => (
  <ul aria-label="Markets" className="divide-y divide-line/60 rounded-md border border-line bg-surface">
    {rows.map((row) => (
      <li
        key={row.base}
        className="relative flex h-15 items-center gap-2 pr-3 pl-1 [contain-intrinsic-size:auto_60px] [content-visibility:auto]"
      >
        <Star row={row} isWatched={isWatched} onWatch={onWatch} />
        <button
          type="button"
          onClick={() => onSelect(row.base)}
          className="grid min-w-0 flex-1 text-left after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-gold"
        >
          <span className="truncate font-semibold">{row.base}</span>
          <span className="truncate text-label text-muted">
            {row.rank}. {row.name}
          </span>
        </button>
        {row.sparkline && <Spark values={row.sparkline} className="h-6 w-16 shrink-0" />}
        <span className="grid w-28 shrink-0 justify-items-end">
          <BoardPrice row={row} stale={stale} />
          <span className="text-table">
            <Change value={row.changePercent24h} />
          </span>
        </span>
      </li>
    ))}
  </ul>
);
