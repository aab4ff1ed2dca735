import type { ReactNode } from 'react';
import { formatPrice } from '../../format/number.ts';
import { formatMinute } from '../../format/time.ts';
import { Dialog } from '../../ui/dialog.tsx';
import type { Bar } from './bars.ts';

const ROWS = 200;
const COLUMNS = ['Open', 'High', 'Low', 'Close', 'Volume'] as const;

interface Props {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly places: number;
  readonly onClose: () => void;
}

/** The newest candles as numbers: what the chart shows to whoever cannot see it. */
export const CandleTable = ({ title, bars, places, onClose }: Props): ReactNode => (
  <Dialog title={title} onClose={onClose}>
    <div className="-m-4 overflow-x-auto">
      <table className="w-full border-collapse whitespace-nowrap text-label tabular-nums" aria-label={title}>
        <thead className="text-muted">
          <tr className="h-8">
            <th scope="col" className="px-3 text-left font-normal">
              Opened
            </th>
            {COLUMNS.map((name) => (
              <th key={name} scope="col" className="px-2 text-right font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line/60">
          {bars
            .slice(-ROWS)
            .toReversed()
            .map((bar) => (
              <tr key={bar.time} className="h-7">
                <th scope="row" className="px-3 text-left font-normal text-muted">
                  {formatMinute(new Date(bar.time).toISOString())}
                </th>
                {[bar.open, bar.high, bar.low, bar.close].map((value, column) => (
                  <td key={COLUMNS[column]} className="px-2 text-right">
                    {formatPrice(value.toFixed(places), places)}
                  </td>
                ))}
                <td className="px-2 text-right">{Number(bar.volume.toFixed(4))}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  </Dialog>
);
