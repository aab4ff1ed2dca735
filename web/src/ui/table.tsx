import type { KeyboardEvent, ReactNode } from 'react';
import { arrowKeys } from './arrow-keys.ts';

export interface Column {
  readonly label: string;
  readonly align?: 'left' | 'right';
  /** Read out, not shown. */
  readonly hidden?: boolean;
  /** Left out where the table is narrow; its cells bear WIDE_ONLY too. */
  readonly wideOnly?: boolean;
  /** Left out on a phone; its cells bear DESK_ONLY too. */
  readonly deskOnly?: boolean;
  /** The head is a button: how the rows are ordered by this column, and what a press does. */
  readonly sort?: { readonly order: 'ascending' | 'descending' | 'none'; readonly onSort: () => void };
}

/** The table's container decides, for it stands beside other things. */
export const WIDE_ONLY = '@max-[73rem]:hidden';
export const DESK_ONLY = 'max-lg:hidden';

const SortButton = ({ label, order, onSort }: { label: string } & NonNullable<Column['sort']>): ReactNode => (
  <button type="button" onClick={onSort} className={order === 'none' ? 'hover:text-text' : 'text-text'}>
    {label}
    {order !== 'none' && <span aria-hidden="true"> {order === 'descending' ? '▼' : '▲'}</span>}
  </button>
);

const Head = ({ column }: { column: Column }): ReactNode => {
  const { label, align = 'left', hidden, wideOnly, deskOnly, sort } = column;
  return (
    <th
      scope="col"
      aria-sort={sort?.order}
      className={`${CELL} font-normal ${align === 'right' ? 'text-right' : 'text-left'} ${wideOnly ? WIDE_ONLY : ''} ${deskOnly ? DESK_ONLY : ''}`}
    >
      {sort && <SortButton label={label} {...sort} />}
      {!sort && (hidden ? <span className="sr-only">{label}</span> : label)}
    </th>
  );
};

/** A dense table: rows of 36 px, a header that stays, up and down between rows. */
export const Table = ({
  label,
  columns,
  children,
}: {
  label: string;
  columns: readonly Column[];
  children: ReactNode;
}): ReactNode => (
  <table
    aria-label={label}
    className="w-full border-collapse whitespace-nowrap text-table"
    onKeyDown={(event: KeyboardEvent<HTMLTableElement>) => arrowKeys(event)}
  >
    <thead className="sticky top-0 z-10 bg-surface text-label text-muted">
      <tr className="h-8">
        {columns.map((column) => (
          <Head key={column.label} column={column} />
        ))}
      </tr>
    </thead>
    <tbody className="divide-y divide-line/60">{children}</tbody>
  </table>
);

/** The sides of a cell: closer together where the table is narrow. */
export const CELL = 'px-3 @max-[60rem]:px-2';
export const NUMBER_CELL = `${CELL} text-right tabular-nums`;

interface RowProps {
  readonly selected: boolean;
  readonly flash?: string;
  /** First cell. */
  readonly title: ReactNode;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

/** A row that can be chosen anywhere on it; for the keyboard its first cell is a button. */
export const Row = ({ selected, flash = '', title, onSelect, children }: RowProps): ReactNode => (
  <tr
    className={`relative h-9 transition-colors duration-150 ${selected ? 'bg-raised' : 'hover:bg-raised/60'} ${flash}`}
  >
    <th scope="row" className={`${CELL} text-left font-medium`}>
      <button
        type="button"
        data-row
        aria-pressed={selected}
        onClick={onSelect}
        className="flex items-center gap-2 after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-gold focus-visible:after:-outline-offset-2"
      >
        {title}
      </button>
    </th>
    {children}
  </tr>
);
