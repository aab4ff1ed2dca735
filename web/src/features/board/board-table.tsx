import type { ReactNode } from 'react';
import type { BoardRow } from '../../api.ts';
import { CELL, type Column, NUMBER_CELL, Table } from '../../ui/table.tsx';
import { BoardPrice, Change } from './cells.tsx';
import { shortAmount } from './numbers.ts';
import type { Order, SortKey } from './order.ts';
import { Spark } from './spark.tsx';
import { Star } from './star.tsx';

export interface BoardListProps {
  readonly rows: readonly BoardRow[];
  readonly stale: boolean;
  readonly selected: string | undefined;
  readonly onSelect: (base: string) => void;
  readonly isWatched: (symbol: string | null) => boolean;
  readonly onWatch: (symbol: string) => void;
}

/** What the board can be sorted by, in order of the columns. */
export const COLUMNS: readonly { readonly key: SortKey; readonly label: string }[] = [
  { key: 'rank', label: '#' },
  { key: 'name', label: 'Name' },
  { key: 'price', label: 'Price' },
  { key: 'changePercent1h', label: '1 h' },
  { key: 'changePercent24h', label: '24 h' },
  { key: 'changePercent7d', label: '7 d' },
  { key: 'volume24h', label: 'Volume 24 h' },
  { key: 'marketCap', label: 'Market cap' },
];

const amount = (value: string | null): ReactNode =>
  value === null ? <span className="text-muted">–</span> : shortAmount(value);

const Row = ({ row, ...props }: Omit<BoardListProps, 'rows'> & { row: BoardRow }): ReactNode => (
  // Rows out of sight are not laid out.
  <tr
    className={`relative h-9 [contain-intrinsic-size:auto_36px] [content-visibility:auto] ${row.base === props.selected ? 'bg-raised' : 'hover:bg-raised/60'}`}
  >
    <td className="w-14 pr-1 pl-2">
      <span className="flex items-center justify-between gap-1">
        <Star row={row} {...props} />
        <span className="text-muted tabular-nums">{row.rank}</span>
      </span>
    </td>
    <th scope="row" className={`${CELL} text-left font-medium`}>
      <button
        type="button"
        data-row
        aria-pressed={row.base === props.selected}
        onClick={() => props.onSelect(row.base)}
        className="flex items-baseline gap-2 after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-gold focus-visible:after:-outline-offset-2"
      >
        <span className="max-w-44 truncate">{row.name}</span>
        <span className="font-normal text-label text-muted">{row.base}</span>
      </button>
    </th>
    <td className={NUMBER_CELL}>
      <BoardPrice row={row} stale={props.stale} />
    </td>
    {[row.changePercent1h, row.changePercent24h, row.changePercent7d].map((change, column) => (
      <td key={COLUMNS[column + 3]?.key} className={NUMBER_CELL}>
        <Change value={change} />
      </td>
    ))}
    <td className={NUMBER_CELL}>{amount(row.volume24h)}</td>
    <td className={NUMBER_CELL}>{amount(row.marketCap)}</td>
    <td className={NUMBER_CELL}>
      <span className="inline-block align-middle">
        <Spark values={row.sparkline} />
      </span>
    </td>
  </tr>
);

/** The board as a table: each column sorts, up and down move between rows. */
export const BoardTable = ({
  order,
  onOrder,
  ...props
}: BoardListProps & { order: Order; onOrder: (key: SortKey) => void }): ReactNode => {
  const columns = COLUMNS.map(({ key, label }): Column => {
    const sorts = order.key !== key ? 'none' : order.descending ? 'descending' : 'ascending';
    const align = key === 'name' ? 'left' : 'right';
    return { label, align, sort: { order: sorts, onSort: () => onOrder(key) } };
  });
  return (
    <Table label="Markets" columns={[...columns, { label: 'Last 7 days', align: 'right' }]}>
      {props.rows.map((row) => (
        <Row key={row.base} {...props} row={row} />
      ))}
    </Table>
  );
};
