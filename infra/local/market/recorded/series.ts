import { BASE_INTERVALS, type BarRange, type MarketBar } from '../market.ts';
import { mergeBars } from '../merge-bars.ts';

/** The bars of a range, by binary search: `bars` are in time order. */
export const barsOf = (
  bars: readonly MarketBar[],
  { from, to, limit, keep }: BarRange,
): readonly MarketBar[] => {
  const first = indexAtOrAfter(bars, from);
  const end = indexAtOrAfter(bars, to + 1);
  return keep === 'oldest'
    ? bars.slice(first, Math.min(end, first + limit))
    : bars.slice(Math.max(first, end - limit), Math.max(first, end));
};

const indexAtOrAfter = (bars: readonly MarketBar[], time: number): number => {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bars[middle]?.openTime ?? Number.POSITIVE_INFINITY) < time) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The minutes of a record in seconds; a minute without any second is a hole. */
export const minutesOf = (seconds: readonly MarketBar[]): readonly MarketBar[] =>
  [...Map.groupBy(seconds, (bar) => Math.floor(bar.openTime / BASE_INTERVALS['1m']))].flatMap(
    ([minute, bars]) => mergeBars(minute * BASE_INTERVALS['1m'], bars) ?? [],
  );
