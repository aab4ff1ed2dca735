import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { subtract } from '../../../../shared/domain/money/decimal.ts';
import { formatMoney } from '../../format/number.ts';
import { formatMinute } from '../../format/time.ts';
import { SignedMoney } from '../../ui/signed.tsx';
import { Axes } from './axes.tsx';
import { Curve } from './curve.tsx';
import { geometryOf, heightFor, type Samples, type Shown } from './geometry.ts';
import { madeIn } from './made-in.ts';
import { pointAt } from './scale.ts';
import { useWidth } from './use-width.ts';

type Sample = Samples[number];

const spoken = (sample: Sample | undefined): string =>
  sample ? `${formatMinute(sample.time)}: ${formatMoney(sample.total)} dollars` : '';

/** The numbers of one sample, beside the line that marks it. */
const Label = ({ sample, x, width }: { sample: Sample; x: number; width: number }): ReactNode => (
  <p
    aria-hidden="true"
    className="pointer-events-none absolute top-1 z-1 grid gap-0.5 whitespace-nowrap rounded border border-line bg-raised px-2 py-1 text-label tabular-nums"
    style={x > width / 2 ? { right: width - x + 10 } : { left: x + 10 }}
  >
    <span className="font-semibold text-body">{formatMoney(sample.total)}</span>
    <span className="text-muted">
      P&L <SignedMoney value={subtract(sample.total, sample.netDeposits)} />
    </span>
    <span className="text-muted">{formatMinute(sample.time)}</span>
  </p>
);

/**
 * What an account was worth over time against what was paid in, or what it had made. The arrow keys walk along it, and
 * each sample is read out.
 */
export const ValueChart = ({ samples, shown }: { samples: Samples; shown: Shown }): ReactNode => {
  const [frame, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number>();
  const geometry = geometryOf(samples, shown, width);
  const newest = samples.length - 1;
  const chosen = at === undefined ? undefined : Math.min(at, newest);
  const sample = chosen === undefined ? undefined : samples[chosen];
  const mark = chosen === undefined ? undefined : geometry.line[chosen];

  const point = (event: PointerEvent<SVGSVGElement>): void => {
    const { left } = event.currentTarget.getBoundingClientRect();
    setAt(pointAt(geometry.times, geometry.timeAt(event.clientX - left)));
  };
  const walk = (event: KeyboardEvent<HTMLDivElement>): void => {
    const next = {
      ArrowLeft: (at ?? newest) - 1,
      ArrowRight: (at ?? newest) + 1,
      Home: 0,
      End: newest,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(newest, next)));
  };
  return (
    <div
      ref={frame}
      role="slider"
      tabIndex={0}
      aria-label={shown === 'value' ? 'Value over time' : 'P&L over time'}
      aria-valuemin={0}
      aria-valuemax={newest}
      aria-valuenow={chosen ?? newest}
      aria-valuetext={spoken(sample ?? samples.at(-1))}
      onKeyDown={walk}
      onBlur={() => setAt(undefined)}
      className="relative rounded"
      style={{ height: heightFor(width) }}
    >
      {width > 0 && (
        <svg
          aria-hidden="true"
          width={width}
          height={geometry.height}
          className="block touch-pan-y"
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={() => setAt(undefined)}
        >
          <Axes geometry={geometry} />
          <Curve geometry={geometry} shown={shown} gains={Number(madeIn(samples) ?? 0) >= 0} />
          {mark && (
            <g className="text-text" stroke="currentColor">
              <path d={`M${mark[0]} ${geometry.top}V${geometry.bottom}`} strokeOpacity="0.4" />
              <circle
                cx={mark[0]}
                cy={mark[1]}
                r="4"
                fill="currentColor"
                className="stroke-surface"
                strokeWidth="2"
              />
            </g>
          )}
        </svg>
      )}
      {sample && mark && <Label sample={sample} x={mark[0]} width={width} />}
    </div>
  );
};
