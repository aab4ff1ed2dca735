import type { ReactNode } from 'react';
import { formatPrice } from '../../format/number.ts';
import { formatMinute } from '../../format/time.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { CELL, type Column, NUMBER_CELL, Table } from '../../ui/table.tsx';
import type { Bar } from './bars.ts';

const ROWS = 200;
const NUMBERS = ['Open', 'High', 'Low', 'Close', 'Volume'] as const;
const COLUMNS: readonly Column[] = [
  { label: 'Opened' },
  ...NUMBERS.map((label): Column => ({ label, align: 'right' })),
];

interface Props {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly places: number;
  readonly onClose: () => void;
}

/** The newest candles as numbers: what the chart shows to whoever cannot see it. */
export const CandleTable = ({ title, bars, places, onClose }: Props): ReactNode => (
  <Dialog title={title} onClose={onClose} wide>
    <div className="@container -m-4 overflow-x-auto">
      <Table label={title} columns={COLUMNS}>
        {bars
          .slice(-ROWS)
          .toReversed()
          .map((bar) => (
            <tr key={bar.time} className="h-7">
              <th scope="row" className={`${CELL} text-left font-normal text-muted tabular-nums`}>
                {formatMinute(new Date(bar.time).toISOString())}
              </th>
              {[bar.open, bar.high, bar.low, bar.close].map((value, column) => (
                <td key={NUMBERS[column]} className={NUMBER_CELL}>
                  {formatPrice(value.toFixed(places), places)}
                </td>
              ))}
              <td className={NUMBER_CELL}>{Number(bar.volume.toFixed(4))}</td>
            </tr>
          ))}
      </Table>
    </div>
  </Dialog>
);
