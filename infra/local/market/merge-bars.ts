import type { MarketBar } from './market.ts';

/** One bar of several in time order, or undefined of none: first open, highest high, lowest low, last close. */
export const mergeBars = (openTime: number, bars: readonly MarketBar[]): MarketBar | undefined => {
  const first = bars[0];
  if (first === undefined) return undefined;
  let { high, low, close } = first;
  let volume = 0;
  for (const bar of bars) {
    if (bar.high > high) high = bar.high;
    if (bar.low < low) low = bar.low;
    close = bar.close;
    volume += bar.volume;
  }
  return { openTime, open: first.open, high, low, close, volume };
};
