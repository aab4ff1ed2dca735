import type { Candle, Minutes } from './candle.ts';

const lastOf = ({ candles, quiet }: Minutes): number =>
  Math.max(candles.at(-1)?.openTime ?? Number.NEGATIVE_INFINITY, quiet.at(-1) ?? Number.NEGATIVE_INFINITY);
const firstOf = ({ candles, quiet }: Minutes): number =>
  Math.min(candles[0]?.openTime ?? Number.POSITIVE_INFINITY, quiet[0] ?? Number.POSITIVE_INFINITY);

/** Both together, each minute once and in order: where both know it `over` says what it was, but what was traded stays traded. */
export const mergeMinutes = (under: Minutes, over: Minutes): Minutes => {
  if (lastOf(under) < firstOf(over))
    return { candles: [...under.candles, ...over.candles], quiet: [...under.quiet, ...over.quiet] };
  const known = new Map<number, Candle | null>();
  for (const openTime of [...under.quiet, ...over.quiet]) known.set(openTime, null);
  for (const candle of under.candles) known.set(candle.openTime, candle);
  for (const candle of over.candles) known.set(candle.openTime, candle);
  const inOrder = [...known].sort(([left], [right]) => left - right);
  return {
    candles: inOrder.flatMap(([, candle]) => candle ?? []),
    quiet: inOrder.flatMap(([openTime, candle]) => (candle === null ? [openTime] : [])),
  };
};

const same = (left: Candle, right: Candle | undefined): boolean =>
  left.openTime === right?.openTime &&
  left.open === right.open &&
  left.high === right.high &&
  left.low === right.low &&
  left.close === right.close &&
  left.volume === right.volume;

export const sameMinutes = (left: Minutes, right: Minutes): boolean =>
  left.candles.length === right.candles.length &&
  left.quiet.length === right.quiet.length &&
  left.candles.every((candle, index) => same(candle, right.candles[index])) &&
  left.quiet.every((openTime, index) => openTime === right.quiet[index]);
