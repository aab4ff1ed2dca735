import { type Candle, INTERVALS, type Interval } from '../market/candle.ts';
import type { Indicator } from './indicator.ts';

/** Each line of an indicator, one value for each candle; null where there is none yet. */
export type Series = Readonly<Record<string, readonly (number | null)[]>>;

/**
 * Runs an indicator over candles in time order and gives its lines at those from `from` (ms) on. A candle that is absent takes
 * no part: the indicator goes from one candle to the next, as charts do.
 */
export const runIndicator = (indicator: Indicator, candles: readonly Candle[], from: number): Series => {
  const lines = Object.fromEntries(indicator.lines.map((name): [string, (number | null)[]] => [name, []]));
  const next = indicator.start();
  for (const candle of candles) {
    const value = next(candle);
    if (candle.openTime < from) continue;
    for (const name of indicator.lines) lines[name]?.push(value?.[name] ?? null);
  }
  return lines;
};

const DAY = INTERVALS['1d'];

/** Where to begin reading (ms) so that every value from `from` on is what the whole history would give, at 1e-9. */
export const warmUpFrom = (indicators: readonly Indicator[], interval: Interval, from: number): number =>
  indicators.reduce((earliest, { settledAfter, anchor }) => {
    const start = anchor === 'day' ? Math.floor(from / DAY) * DAY : from - settledAfter * INTERVALS[interval];
    return Math.min(earliest, start);
  }, from);
