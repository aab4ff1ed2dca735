import { memo, type ReactNode } from 'react';
import { sparkPoints, thinned } from './sparkline.ts';

const [WIDTH, HEIGHT] = [92, 24];
const MOST = 46;

interface Props {
  readonly values: readonly string[] | null;
  readonly className?: string;
}

/** Seven days as a line; the numbers beside it say the same, so it is not read out. */
export const Spark = memo(({ values, className = 'h-6 w-23' }: Props): ReactNode => {
  if (!values || values.length < 2) return <span className="text-muted">–</span>;
  const numbers = thinned(values, MOST).map(Number);
  const rises = (numbers.at(-1) ?? 0) >= (numbers[0] ?? 0);
  return (
    <svg
      aria-hidden="true"
      viewBox={`-1 -1 ${WIDTH + 2} ${HEIGHT + 2}`}
      preserveAspectRatio="none"
      className={`${className} ${rises ? 'text-up' : 'text-down'}`}
    >
      <polyline
        points={sparkPoints(numbers, WIDTH, HEIGHT)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.2"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
});
