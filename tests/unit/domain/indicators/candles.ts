import type { Indicator } from '../../../../shared/domain/indicators/indicator.ts';
import { parseIndicators } from '../../../../shared/domain/indicators/parse.ts';
import { indicatorOf } from '../../../../shared/domain/indicators/registry.ts';
import { runIndicator } from '../../../../shared/domain/indicators/run.ts';
import type { Candle } from '../../../../shared/domain/market/candle.ts';
import { quantity } from '../../../../shared/domain/money/decimal.ts';

/** A midnight, so that a series of minutes lies in one day. */
export const MIDNIGHT = Date.UTC(2026, 10, 20);
const MINUTE = 60_000;

interface Bars {
  readonly closes: readonly number[];
  readonly highs?: readonly number[];
  readonly lows?: readonly number[];
  readonly volumes?: readonly number[];
}

export const candlesFrom = ({ closes, highs, lows, volumes }: Bars): Candle[] =>
  closes.map((close, index) => ({
    openTime: MIDNIGHT + index * MINUTE,
    open: close,
    high: highs?.[index] ?? close,
    low: lows?.[index] ?? close,
    close,
    volume: quantity(volumes?.[index] ?? 1),
  }));

/** A made-up market that moves up and down by a few percent, the same at every run. */
export const madeUp = (count: number, seed = 7): Candle[] => {
  let state = seed;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  let close = 100;
  return Array.from({ length: count }, (_, index) => {
    const open = close;
    close = Math.round(open * (1 + (random() - 0.5) / 50) * 100) / 100;
    const high = Math.round((Math.max(open, close) + random()) * 100) / 100;
    const low = Math.round((Math.min(open, close) - random()) * 100) / 100;
    const volume = quantity(Math.round(random() * 1e5) / 1e3);
    return { openTime: MIDNIGHT + index * MINUTE, open, high, low, close, volume };
  });
};

export const indicator = (name: string): Indicator => {
  const parsed = parseIndicators(name);
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const [first] = parsed.indicators;
  if (!first) throw new Error(`${name} is no indicator`);
  return indicatorOf(first);
};

/** The lines of an indicator over all of these candles. */
export const linesOf = (name: string, candles: readonly Candle[]) =>
  runIndicator(indicator(name), candles, Number.NEGATIVE_INFINITY);
