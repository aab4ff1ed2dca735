import type { ReactNode } from 'react';
import type { FillEntryView, LedgerEntryView } from '../../api.ts';
import { formatMoney, formatPrice, formatQuantity, formatSignedMoney } from '../../format/number.ts';
import { formatExact, formatMinute } from '../../format/time.ts';
import { baseOf } from '../../format/words.ts';
import { arrowKeys } from '../../ui/arrow-keys.ts';
import { Icon } from '../../ui/icons.tsx';
import { CELL, type Column, NUMBER_CELL, Row, Table } from '../../ui/table.tsx';
import { kindWords, legWords } from './entry-words.ts';

export interface LinesProps {
  readonly entries: readonly LedgerEntryView[];
  readonly placesOf: (symbol: string) => number;
  readonly onFill: (entry: FillEntryView) => void;
}

const COLUMNS: readonly Column[] = [
  { label: 'Line' },
  { label: 'Time' },
  { label: 'Leg' },
  { label: 'Quantity', align: 'right' },
  { label: 'Price', align: 'right' },
  { label: 'Fee', align: 'right' },
  { label: 'Amount, USD', align: 'right' },
  { label: 'Evidence', hidden: true },
];

const NONE = <span className="text-muted">–</span>;

const Time = ({ time }: { time: string }): ReactNode => (
  <time dateTime={time} title={formatExact(time)} className="tabular-nums">
    {formatMinute(time)}
  </time>
);

const FillCells = ({ entry, places }: { entry: FillEntryView; places: number }): ReactNode => (
  <>
    <td className={`${CELL} text-muted`}>{legWords(entry)}</td>
    <td className={NUMBER_CELL}>
      {formatQuantity(entry.quantity)} <span className="text-muted">{baseOf(entry.symbol)}</span>
    </td>
    <td className={NUMBER_CELL}>{formatPrice(entry.price, places)}</td>
    <td className={`${NUMBER_CELL} text-muted`}>{formatMoney(entry.fee)}</td>
  </>
);

/** The lines of a book as a table; a fill opens its evidence. */
export const LedgerTable = ({ entries, placesOf, onFill }: LinesProps): ReactNode => (
  <Table label="Ledger" columns={COLUMNS}>
    {entries.map((entry) => {
      const amount = <td className={`${NUMBER_CELL} font-medium`}>{formatSignedMoney(entry.amount)}</td>;
      const time = (
        <td className={`${CELL} text-muted`}>
          <Time time={entry.time} />
        </td>
      );
      if (entry.kind === 'fill')
        return (
          <Row
            key={entry.id}
            selected={false}
            onSelect={() => onFill(entry)}
            title={
              <>
                {kindWords(entry)} <span className="font-normal text-muted">{entry.symbol}</span>
              </>
            }
          >
            {time}
            <FillCells entry={entry} places={placesOf(entry.symbol)} />
            {amount}
            <td className="w-8 pr-3 text-muted">
              <span className="flex -rotate-90 justify-end">
                <Icon name="chevron" />
              </span>
            </td>
          </Row>
        );
      return (
        <tr key={entry.id} className="h-9">
          <th scope="row" className={`${CELL} text-left font-medium`}>
            {kindWords(entry)}
          </th>
          {time}
          <td className={CELL} />
          <td className={NUMBER_CELL}>{NONE}</td>
          <td className={NUMBER_CELL}>{NONE}</td>
          <td className={NUMBER_CELL}>{NONE}</td>
          {amount}
          <td className="w-8" />
        </tr>
      );
    })}
  </Table>
);

const LINE = 'grid w-full grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 px-3 py-2.5 text-left';

const LineBody = ({
  entry,
  placesOf,
}: { entry: LedgerEntryView } & Pick<LinesProps, 'placesOf'>): ReactNode => (
  <>
    <span className="font-medium">
      {kindWords(entry)}{' '}
      {entry.kind === 'fill' && (
        <span className="font-normal text-muted tabular-nums">
          {formatQuantity(entry.quantity)} {baseOf(entry.symbol)}
        </span>
      )}
    </span>
    <span className="text-right font-medium tabular-nums">{formatSignedMoney(entry.amount)}</span>
    <span className="text-label text-muted tabular-nums">
      {formatMinute(entry.time)}
      {entry.kind === 'fill' && `, ${legWords(entry).toLowerCase()}`}
    </span>
    <span className="text-right text-label text-muted tabular-nums">
      {entry.kind === 'fill' &&
        `at ${formatPrice(entry.price, placesOf(entry.symbol))}, fee ${formatMoney(entry.fee)}`}
    </span>
  </>
);

/** The same on a phone: two rows a line. */
export const LedgerList = ({ entries, placesOf, onFill }: LinesProps): ReactNode => (
  <ul
    aria-label="Ledger"
    onKeyDown={arrowKeys}
    className="divide-y divide-line/60 rounded-md border border-line bg-surface"
  >
    {entries.map((entry) => (
      <li key={entry.id}>
        {entry.kind === 'fill' ? (
          <button type="button" data-row onClick={() => onFill(entry)} className={LINE}>
            <LineBody entry={entry} placesOf={placesOf} />
          </button>
        ) : (
          <div className={LINE}>
            <LineBody entry={entry} placesOf={placesOf} />
          </div>
        )}
      </li>
    ))}
  </ul>
);
