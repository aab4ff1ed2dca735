/** Bars side by side in one array: open, high, low, close in ticks, volume in lots. Whole numbers, so sums are exact. */
export type BarBlock = Float64Array;

const FIELDS = 5;

export interface CountedBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export const barBlock = (bars: number): BarBlock => new Float64Array(bars * FIELDS);

export const writeBar = (block: BarBlock, index: number, bar: CountedBar): void => {
  const at = index * FIELDS;
  block[at] = bar.open;
  block[at + 1] = bar.high;
  block[at + 2] = bar.low;
  block[at + 3] = bar.close;
  block[at + 4] = bar.volume;
};

export const readBar = (block: BarBlock, index: number): CountedBar => {
  const at = index * FIELDS;
  return {
    open: block[at] ?? 0,
    high: block[at + 1] ?? 0,
    low: block[at + 2] ?? 0,
    close: block[at + 3] ?? 0,
    volume: block[at + 4] ?? 0,
  };
};

/** Widens bar `index` of `to` by bar `at` of `from`, which comes right after it (or is the first of it). */
export const joinBar = (to: BarBlock, index: number, from: BarBlock, at: number): void => {
  const left = index * FIELDS;
  const right = at * FIELDS;
  const high = from[right + 1] ?? 0;
  const low = from[right + 2] ?? 0;
  // A block is born full of zeros, and no price is zero.
  const empty = to[left] === 0;
  if (empty) to[left] = from[right] ?? 0;
  if (empty || high > (to[left + 1] ?? 0)) to[left + 1] = high;
  if (empty || low < (to[left + 2] ?? 0)) to[left + 2] = low;
  to[left + 3] = from[right + 3] ?? 0;
  to[left + 4] = (to[left + 4] ?? 0) + (from[right + 4] ?? 0);
};
