/** A candle as the API writes it. */
export interface CandleText {
  readonly time: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
}
/** Both ends inclusive, RFC 3339. */
export interface SpanText {
  readonly from: string;
  readonly to: string;
}

/** What the chart draws: numbers, for display only. */
export interface Bar {
  /** Opening time, ms. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}
/** A place on the time axis that has no candle: a gap keeps its width, and nothing is made up for it. */
export interface Hole {
  readonly time: number;
}
export type Slot = Bar | Hole;
export const isBar = (slot: Slot): slot is Bar => 'open' in slot;

/** ms, both inclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const barOf = (candle: CandleText): Bar => ({
  time: Date.parse(candle.time),
  open: Number(candle.open),
  high: Number(candle.high),
  low: Number(candle.low),
  close: Number(candle.close),
  volume: Number(candle.volume),
});

export const spanOf = ({ from, to }: SpanText): Span => ({ from: Date.parse(from), to: Date.parse(to) });

/** Candles of several answers as one row, oldest first; of the same moment the later answer counts. */
export const barsOf = (answers: readonly (readonly CandleText[])[]): Bar[] => {
  const byTime = new Map<number, Bar>();
  for (const answer of answers)
    for (const candle of answer) {
      const bar = barOf(candle);
      byTime.set(bar.time, bar);
    }
  return [...byTime.values()].sort((a, b) => a.time - b.time);
};

/** A gap longer than this keeps no more room: what it hides is hatched all the same. */
const MOST_HOLES = 300;

/** The row with an empty place for each candle that is missing in it. Times in ms; `step` is the length of a candle. */
export const withHoles = (bars: readonly Bar[], step: number): Slot[] => {
  const slots: Slot[] = [];
  let before: Bar | undefined;
  for (const bar of bars) {
    if (before) {
      const missing = Math.min(MOST_HOLES, Math.round((bar.time - before.time) / step) - 1);
      for (let hole = 1; hole <= missing; hole += 1) slots.push({ time: before.time + hole * step });
    }
    slots.push(bar);
    before = bar;
  }
  return slots;
};

/**
 * The row with the last price in it: in the candle that is still open, or in a new one that it begins. Of display only:
 * the record's own candle takes its place as soon as it is there. A price older than the last candle changes nothing.
 */
export const withPrice = (
  bars: readonly Bar[],
  price: { readonly time: number; readonly value: number } | undefined,
  step: number,
): readonly Bar[] => {
  const last = bars.at(-1);
  if (!last || !price || !(price.value > 0)) return bars;
  const opens = Math.floor(price.time / step) * step;
  if (opens < last.time) return bars;
  const { value } = price;
  if (opens === last.time) {
    const high = Math.max(last.high, value);
    const low = Math.min(last.low, value);
    return [...bars.slice(0, -1), { ...last, high, low, close: value }];
  }
  // Only right behind the last: what lies between is not known yet.
  if (opens > last.time + step) return bars;
  return [...bars, { time: opens, open: value, high: value, low: value, close: value, volume: 0 }];
};

/** The first of the times, in ascending order, that is at or after this one; the number of times where there is none. */
export const firstAtOrAfter = (times: readonly number[], time: number): number => {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
};
