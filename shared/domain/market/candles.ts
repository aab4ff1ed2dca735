import { sumOf } from '../money/sum.ts';
import { type Candle, INTERVALS, type Interval, type Minutes, type Span } from './candle.ts';
import { endOf, highOf, lastOf, lowOf, type PathElement, startOf } from './path.ts';

const MINUTE = INTERVALS['1m'];
export const minuteOf = (time: number): number => Math.floor(time / MINUTE) * MINUTE;
const openOf = (element: PathElement): number => (element.kind === 'bar' ? element.open : element.price);

/** A volume that is no number, or less than none, counts as none. */
const volumeOf = (element: PathElement): number => {
  const volume = element.kind === 'bar' ? element.volume : element.kind === 'print' ? element.quantity : 0;
  return Number.isFinite(volume) && volume > 0 ? volume : 0;
};

interface Part {
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: string | number;
}

/** Parts in time order, none twice, each wholly in one interval: as candles of that interval. */
const gather = (parts: readonly Part[], length: number): Candle[] => {
  const candles: Candle[] = [];
  for (let first = 0; first < parts.length; ) {
    const start = parts[first] as Part;
    const openTime = Math.floor(start.openTime / length) * length;
    let { high, low, close } = start;
    const volumes = [start.volume];
    let next = first + 1;
    for (let part = parts[next]; part && part.openTime < openTime + length; part = parts[++next]) {
      high = Math.max(high, part.high);
      low = Math.min(low, part.low);
      close = part.close;
      volumes.push(part.volume);
    }
    candles.push({ openTime, open: start.open, high, low, close, volume: sumOf(volumes) });
    first = next;
  }
  return candles;
};

/**
 * 1m candles of prints, samples and bars of at most a minute, in time order. An element belongs to the minute in which
 * it begins: [openTime, openTime + 59,999 ms]. A minute without one has no candle.
 */
export const candlesOf = (elements: readonly PathElement[]): Candle[] =>
  gather(
    elements.map((element) => ({
      openTime: startOf(element),
      open: openOf(element),
      high: highOf(element),
      low: lowOf(element),
      close: lastOf(element),
      volume: volumeOf(element),
    })),
    MINUTE,
  );

/** The 1m candles of the minutes that end within (after, to], both ms. A minute without a price has none. */
export const minuteCandles = (elements: readonly PathElement[], after: number, to: number): Candle[] =>
  candlesOf(
    elements.filter((element) => {
      const end = minuteOf(startOf(element)) + MINUTE - 1;
      return end > after && end <= to && endOf(element) <= to;
    }),
  );

/** Open times of the minutes that lie wholly in this span. */
export const minutesIn = ({ from, to }: Span): number[] => {
  const first = Math.ceil(from / MINUTE) * MINUTE;
  const count = Math.floor((to + 1 - first) / MINUTE);
  return Array.from({ length: Math.max(0, count) }, (_, index) => first + index * MINUTE);
};

/**
 * Of a record that holds trades alone, and all of them between its blind windows: the minutes wholly in the span in which
 * nothing was traded.
 */
export const quietMinutes = (
  elements: readonly PathElement[],
  blind: readonly Span[],
  span: Span,
): number[] => {
  const traded = new Set(elements.map((element) => minuteOf(startOf(element))));
  const isBlind = (openTime: number) =>
    blind.some(({ from, to }) => from < openTime + MINUTE && to >= openTime);
  return minutesIn(span).filter((openTime) => !traded.has(openTime) && !isBlind(openTime));
};

/** A record of trades that shows none for so many minutes has a hole: a market that trades is not still for so long. */
const LONGEST_QUIET = 300;

/** Without the quiet minutes that follow one another for too long to be believed: nothing is known of them. */
export const withoutHoles = ({ candles, quiet }: Minutes): Minutes => {
  const runs: number[][] = [];
  for (const openTime of quiet) {
    const run = runs.at(-1);
    if (run?.at(-1) === openTime - MINUTE) run.push(openTime);
    else runs.push([openTime]);
  }
  return { candles, quiet: runs.filter((run) => run.length < LONGEST_QUIET).flat() };
};

/** Coarser candles from 1m candles, on the interval's UTC boundaries; volumes are added exactly. */
export const resample = (minutes: readonly Candle[], interval: Interval): readonly Candle[] =>
  interval === '1m' ? minutes : gather(minutes, INTERVALS[interval]);

/** Spans of the asked one, by whole minutes, of which nothing is known: neither a candle nor that it was quiet. */
export const unknownIn = ({ candles, quiet }: Minutes, span: Span): Span[] => {
  const spans: Span[] = [];
  let expected = Math.ceil(span.from / MINUTE) * MINUTE;
  const end = Math.floor((span.to + 1) / MINUTE) * MINUTE;
  const nextFrom = (times: (index: number) => number | undefined) => {
    let index = 0;
    return () => {
      for (let time = times(index); time !== undefined; time = times(++index))
        if (time >= expected) return time;
      return Number.POSITIVE_INFINITY;
    };
  };
  const nextCandle = nextFrom((index) => candles[index]?.openTime);
  const nextQuiet = nextFrom((index) => quiet[index]);
  while (expected < end) {
    const known = Math.min(nextCandle(), nextQuiet(), end);
    if (known > expected) spans.push({ from: expected, to: known - 1 });
    expected = known + MINUTE;
  }
  return spans;
};

/** Unknown spans between minutes of which something is known: not what lies before the first or after the last. */
export const gapsIn = (minutes: Minutes): Span[] => {
  const { candles, quiet } = minutes;
  const starts = [candles[0]?.openTime, quiet[0]].filter((time) => time !== undefined);
  const ends = [candles.at(-1)?.openTime, quiet.at(-1)].filter((time) => time !== undefined);
  if (starts.length === 0) return [];
  return unknownIn(minutes, { from: Math.min(...starts), to: Math.max(...ends) + MINUTE - 1 });
};

/** How many minutes of each candle are unknown, by its open time; of spans of whole minutes without overlaps. */
export const unknownMinutes = (unknown: readonly Span[], interval: Interval): Map<number, number> => {
  const length = INTERVALS[interval];
  const counts = new Map<number, number>();
  for (const span of unknown)
    for (let from = span.from; from <= span.to; ) {
      const openTime = Math.floor(from / length) * length;
      const end = Math.min(openTime + length, span.to + 1);
      counts.set(openTime, (counts.get(openTime) ?? 0) + (end - from) / MINUTE);
      from = end;
    }
  return counts;
};
