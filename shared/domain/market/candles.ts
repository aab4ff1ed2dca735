import { type Candle, INTERVALS, type Interval } from './candle.ts';
import { endOf, highOf, lastOf, lowOf, type PathElement, startOf } from './path.ts';

const MINUTE = INTERVALS['1m'];
const minuteOf = (time: number): number => Math.floor(time / MINUTE) * MINUTE;
const openOf = (element: PathElement): number => (element.kind === 'bar' ? element.open : element.price);
const volumeOf = (element: PathElement): number =>
  element.kind === 'bar' ? element.volume : element.kind === 'print' ? element.quantity : 0;

const merged = (candles: readonly Candle[], openTime: number): Candle | undefined => {
  const [first] = candles;
  const last = candles.at(-1);
  if (!first || !last) return undefined;
  return {
    openTime,
    open: first.open,
    high: Math.max(...candles.map((candle) => candle.high)),
    low: Math.min(...candles.map((candle) => candle.low)),
    close: last.close,
    volume: candles.reduce((sum, candle) => sum + candle.volume, 0),
  };
};

const groupBy = <T>(items: readonly T[], key: (item: T) => number): Map<number, T[]> => {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
};

/** The 1m candles of the minutes that end within (after, to], both ms. A minute without a price has none. */
export const minuteCandles = (elements: readonly PathElement[], after: number, to: number): Candle[] => {
  const fresh = elements.filter((element) => {
    const end = minuteOf(startOf(element)) + MINUTE - 1;
    return end > after && end <= to && endOf(element) <= to;
  });
  const candles = fresh.map((element) => ({
    openTime: startOf(element),
    open: openOf(element),
    high: highOf(element),
    low: lowOf(element),
    close: lastOf(element),
    volume: volumeOf(element),
  }));
  return [...groupBy(candles, (candle) => minuteOf(candle.openTime))].flatMap(
    ([openTime, group]) => merged(group, openTime) ?? [],
  );
};

/** Coarser candles from 1m candles, on the interval's UTC boundaries. */
export const resample = (minutes: readonly Candle[], interval: Interval): Candle[] => {
  const length = INTERVALS[interval];
  const groups = groupBy(minutes, (candle) => Math.floor(candle.openTime / length) * length);
  return [...groups].flatMap(([openTime, group]) => merged(group, openTime) ?? []);
};

/** Spans between candles in which there is none; ms, both inclusive. */
export const gapsIn = (candles: readonly Candle[], interval: Interval): { from: number; to: number }[] => {
  const length = INTERVALS[interval];
  return candles.flatMap((candle, index) => {
    const next = candles[index + 1];
    return next && next.openTime > candle.openTime + length
      ? [{ from: candle.openTime + length, to: next.openTime - 1 }]
      : [];
  });
};
