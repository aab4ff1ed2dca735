import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { subtract } from '../../../../shared/domain/money/decimal.ts';
import type { HistoryView } from '../../api.ts';
import { axisTime, timeTicks } from '../../format/chart-time.ts';
import { formatMoney } from '../../format/number.ts';
import { formatMinute } from '../../format/time.ts';
import { SignedMoney } from '../../ui/signed.tsx';
import { madeIn } from './made-in.ts';
import { extentOf, pointAt, ticksOf } from './scale.ts';
import { useWidth } from './use-width.ts';

const TALL = 280;
const LOW = 220;
/** Narrower than this, px, it is a phone's. */
const NARROW = 520;
const TOP = 10;
const BOTTOM = 24;
const SIDE = 2;
/** Of the labels at the right. */
const GUTTER = 64;

type Samples = HistoryView['items'];

export type Shown = 'value' | 'pnl';

const short = (value: number, step: number): string =>
  formatMoney(String(Number(value.toFixed(step < 1 ? 2 : 0)))).replace(step < 1 ? '' : /\.00$/, '');

/** A label near an end stays within the picture. */
const anchorAt = (at: number, width: number): 'start' | 'middle' | 'end' => {
  if (at < 24) return 'start';
  return at > width - 24 ? 'end' : 'middle';
};

/** From point to point as it was written down: between two samples the account was worth what the first says. */
const stepPath = (points: readonly (readonly [x: number, y: number])[]): string =>
  points.map(([x, y], index) => (index === 0 ? `M${x} ${y}` : `H${x}V${y}`)).join('');

/** What an account was worth over time, and dashed what was paid in. The arrow keys walk along it. */
export const ValueChart = ({ samples, shown }: { samples: Samples; shown: Shown }): ReactNode => {
  const [frame, width] = useWidth<HTMLDivElement>();
  const height = width < NARROW ? LOW : TALL;
  const [at, setAt] = useState<number>();
  const times = samples.map(({ time }) => Date.parse(time));
  const deposits = samples.map(({ netDeposits }) => (shown === 'value' ? Number(netDeposits) : 0));
  const totals = samples.map(({ total, netDeposits }) =>
    shown === 'value' ? Number(total) : Number(subtract(total, netDeposits)),
  );
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const { low, high } = extentOf([...totals, ...deposits]);
  const inner = Math.max(1, width - GUTTER - SIDE);
  const x = (time: number): number => SIDE + ((time - first) / Math.max(1, last - first)) * inner;
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * (height - TOP - BOTTOM);
  const line = times.map((time, index) => [x(time), y(totals[index] ?? 0)] as const);
  const paid = times.map((time, index) => [x(time), y(deposits[index] ?? 0)] as const);
  const path = stepPath(line);
  const rows = ticksOf(low, high, 4);
  const step = (rows[1] ?? 0) - (rows[0] ?? 0);
  const columns = Math.max(2, Math.min(8, Math.floor(inner / 64)));
  const gains = Number(madeIn(samples) ?? 0) >= 0;
  const chosen = at === undefined ? undefined : Math.min(at, samples.length - 1);
  const sample = chosen === undefined ? undefined : samples[chosen];
  const mark = chosen === undefined ? undefined : line[chosen];

  const point = (event: PointerEvent<SVGSVGElement>): void => {
    const { left } = event.currentTarget.getBoundingClientRect();
    setAt(pointAt(times, first + ((event.clientX - left - SIDE) / inner) * (last - first)));
  };
  const walk = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(samples.length - 1, (at ?? samples.length) + step)));
  };
  return (
    <div
      ref={frame}
      role="slider"
      tabIndex={0}
      aria-label={shown === 'value' ? 'Value over time' : 'P&L over time'}
      aria-valuemin={0}
      aria-valuemax={samples.length - 1}
      aria-valuenow={chosen ?? samples.length - 1}
      aria-valuetext={spoken(sample ?? samples.at(-1))}
      onKeyDown={walk}
      onBlur={() => setAt(undefined)}
      className="relative rounded"
      style={{ height }}
    >
      {width > 0 && (
        <svg
          aria-hidden="true"
          width={width}
          height={height}
          className="block touch-pan-y"
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={() => setAt(undefined)}
        >
          <g className="text-line" stroke="currentColor">
            {rows.map((row) => (
              <path
                key={row}
                d={`M${SIDE} ${Math.round(y(row)) + 0.5}H${SIDE + inner}`}
                strokeOpacity="0.7"
              />
            ))}
          </g>
          <g className="fill-muted text-label tabular-nums">
            {rows.map((row) => (
              <text key={row} x={width - 4} y={y(row) + 4} textAnchor="end">
                {short(row, step)}
              </text>
            ))}
            {timeTicks(first, last, columns).map((time) => (
              <text key={time} x={x(time)} y={height - 6} textAnchor={anchorAt(x(time), inner)}>
                {axisTime(time, last - first)}
              </text>
            ))}
          </g>
          <path
            d={stepPath(paid)}
            fill="none"
            className="text-muted"
            stroke="currentColor"
            strokeDasharray="2 4"
          />
          <g className={gains ? 'text-up' : 'text-down'}>
            <path
              d={`${path}V${shown === 'value' ? height - BOTTOM : y(0)}H${SIDE}Z`}
              fill="currentColor"
              fillOpacity="0.07"
              stroke="none"
            />
            <path d={path} fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinejoin="round" />
            {mark && (
              <>
                <path
                  d={`M${mark[0]} ${TOP}V${height - BOTTOM}`}
                  className="text-muted"
                  stroke="currentColor"
                  strokeOpacity="0.6"
                />
                <circle
                  cx={mark[0]}
                  cy={mark[1]}
                  r="4"
                  fill="currentColor"
                  className="stroke-surface"
                  strokeWidth="2"
                />
              </>
            )}
          </g>
        </svg>
      )}
      {sample && mark && (
        <p
          aria-hidden="true"
          className="pointer-events-none absolute top-1 z-1 grid gap-0.5 whitespace-nowrap rounded border border-line bg-raised px-2 py-1 text-label tabular-nums"
          style={mark[0] > width / 2 ? { right: width - mark[0] + 10 } : { left: mark[0] + 10 }}
        >
          <span className="font-semibold text-body">{formatMoney(sample.total)}</span>
          <span className="text-muted">
            P&L <SignedMoney value={subtract(sample.total, sample.netDeposits)} />
          </span>
          <span className="text-muted">{formatMinute(sample.time)}</span>
        </p>
      )}
    </div>
  );
};

const spoken = (sample: Samples[number] | undefined): string =>
  sample ? `${formatMinute(sample.time)}: ${formatMoney(sample.total)} dollars` : '';
