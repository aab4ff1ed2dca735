import { subtract } from '../../../../shared/domain/money/decimal.ts';
import type { HistoryView } from '../../api.ts';
import { extentOf } from './scale.ts';

export type Samples = HistoryView['items'];
export type Shown = 'value' | 'pnl';
type Point = readonly [x: number, y: number];

const TALL = 280;
const LOW = 220;
/** Narrower than this it is a phone's. */
const NARROW = 520;
const TOP = 10;
const BOTTOM = 24;
const LEFT = 2;
/** Of the labels at the right. */
const GUTTER = 64;

/** Where everything of the picture is, px. */
export interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** ms. */
  readonly times: readonly number[];
  readonly first: number;
  readonly last: number;
  readonly low: number;
  readonly high: number;
  readonly x: (time: number) => number;
  readonly y: (value: number) => number;
  readonly timeAt: (x: number) => number;
  readonly line: readonly Point[];
  /** What was paid in; zero where P&L is shown. */
  readonly base: readonly Point[];
}

export const heightFor = (width: number): number => (width < NARROW ? LOW : TALL);

export const geometryOf = (samples: Samples, shown: Shown, width: number): Geometry => {
  const height = heightFor(width);
  const times = samples.map(({ time }) => Date.parse(time));
  const bases = samples.map(({ netDeposits }) => (shown === 'value' ? Number(netDeposits) : 0));
  const values = samples.map(({ total, netDeposits }) =>
    Number(shown === 'value' ? total : subtract(total, netDeposits)),
  );
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const { low, high } = extentOf([...values, ...bases]);
  const right = Math.max(LEFT + 1, width - GUTTER);
  const bottom = height - BOTTOM;
  const span = Math.max(1, last - first);
  const x = (time: number): number => LEFT + ((time - first) / span) * (right - LEFT);
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * (bottom - TOP);
  const pointsOf = (of: readonly number[]): Point[] =>
    times.map((time, index): Point => [x(time), y(of[index] ?? 0)]);
  return {
    width,
    height,
    left: LEFT,
    right,
    top: TOP,
    bottom,
    times,
    first,
    last,
    low,
    high,
    x,
    y,
    timeAt: (at) => first + ((at - LEFT) / (right - LEFT)) * span,
    line: pointsOf(values),
    base: pointsOf(bases),
  };
};

/** From point to point as it was written down: between two samples the account was worth what the first says. */
export const stepPath = (points: readonly Point[]): string =>
  points.map(([x, y], index) => (index === 0 ? `M${x} ${y}` : `H${x}V${y}`)).join('');
