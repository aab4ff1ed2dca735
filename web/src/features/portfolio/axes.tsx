import type { ReactNode } from 'react';
import { axisTime, timeTicks } from '../../format/chart-time.ts';
import { formatMoney } from '../../format/number.ts';
import type { Geometry } from './geometry.ts';
import { ticksOf } from './scale.ts';

const ROWS = 5;
/** Between two labels of time, px. */
const ROOM = 64;
const MOST_COLUMNS = 8;
const HALF_LABEL = 24;

/** Without cents where the rows are whole dollars apart. */
const rowWords = (value: number, step: number): string =>
  step < 1 ? formatMoney(value.toFixed(2)) : formatMoney(value.toFixed(0)).replace(/\.00$/, '');

/** A label near an end stays within the picture. */
const anchorAt = (x: number, right: number): 'start' | 'middle' | 'end' => {
  if (x < HALF_LABEL) return 'start';
  return x > right - HALF_LABEL ? 'end' : 'middle';
};

/** Lines of round values, and what they and the times are. */
export const Axes = ({ geometry }: { geometry: Geometry }): ReactNode => {
  const { width, height, left, right, first, last, low, high, x, y } = geometry;
  const rows = ticksOf(low, high, ROWS);
  const step = (rows[1] ?? 0) - (rows[0] ?? 0);
  const columns = Math.max(2, Math.min(MOST_COLUMNS, Math.floor((right - left) / ROOM)));
  return (
    <>
      <g className="text-line" stroke="currentColor" strokeOpacity="0.7">
        {rows.map((row) => (
          <path key={row} d={`M${left} ${Math.round(y(row)) + 0.5}H${right}`} />
        ))}
      </g>
      <g className="fill-muted text-label tabular-nums">
        {rows.map((row) => (
          <text key={row} x={width - 4} y={y(row) + 4} textAnchor="end">
            {rowWords(row, step)}
          </text>
        ))}
        {timeTicks(first, last, columns).map((time) => (
          <text key={time} x={x(time)} y={height - 6} textAnchor={anchorAt(x(time), right)}>
            {axisTime(time, last - first)}
          </text>
        ))}
      </g>
    </>
  );
};
