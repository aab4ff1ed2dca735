import type { ReactNode } from 'react';
import type { EvidenceView } from '../../api.ts';

type Bar = Extract<EvidenceView['point'], { kind: 'bar' }>;

const HEIGHT = 48;
const WIDTH = 40;
const EDGE = 5;

/** A bar, and across it the price that the leg waited for (dashed) and the one it filled at. The words beside it say the same. */
export const BarPicture = ({
  bar,
  trigger,
  filled,
}: {
  bar: Bar;
  trigger: string | null;
  filled: string | null;
}): ReactNode => {
  const levels = [bar.high, bar.low, trigger, filled].filter((price) => price !== null).map(Number);
  const [top, bottom] = [Math.max(...levels), Math.min(...levels)];
  const y = (price: string): number =>
    top === bottom ? HEIGHT / 2 : EDGE + ((top - Number(price)) / (top - bottom)) * (HEIGHT - 2 * EDGE);
  const rises = Number(bar.close) >= Number(bar.open);
  const bodyTop = Math.min(y(bar.open), y(bar.close));
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      className={`shrink-0 ${rises ? 'text-up' : 'text-down'}`}
    >
      <path d={`M${WIDTH / 2} ${y(bar.high)}V${y(bar.low)}`} stroke="currentColor" />
      <rect
        x={WIDTH / 2 - 5}
        y={bodyTop}
        width="10"
        height={Math.max(1, Math.abs(y(bar.open) - y(bar.close)))}
        fill="currentColor"
      />
      {trigger !== null && (
        <path
          d={`M0 ${y(trigger)}H${WIDTH}`}
          className="text-muted"
          stroke="currentColor"
          strokeDasharray="3 2"
        />
      )}
      {filled !== null && (
        <circle cx={WIDTH / 2} cy={y(filled)} r="3" className="text-gold" fill="currentColor" />
      )}
    </svg>
  );
};
