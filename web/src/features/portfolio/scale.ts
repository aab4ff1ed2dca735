/** Round numbers of an axis: at most `most` steps of 1, 2, 2.5 or 5 times a power of ten that lie within. */
export const ticksOf = (low: number, high: number, most: number): number[] => {
  const rough = (high - low) / most;
  if (!(rough > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  // By whole numbers of steps: added up one by one, they would drift.
  for (let count = Math.ceil(low / step); count * step <= high; count += 1) ticks.push(count * step || 0);
  return ticks;
};

export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** What an axis spans: the values with some room around; never so little that a cent fills the picture. */
export const extentOf = (values: readonly number[]): Extent => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const size = Math.max(high - low, Math.abs(high) * 0.0005, 1);
  const room = (size - (high - low)) / 2 + size * 0.08;
  return { low: low - room, high: high + room };
};

/** Index of the last point at or before this time; the first where none is. */
export const pointAt = (times: readonly number[], time: number): number => {
  let [from, to] = [0, times.length - 1];
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if ((times[middle] ?? 0) <= time) from = middle;
    else to = middle - 1;
  }
  return from;
};
