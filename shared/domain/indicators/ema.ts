import { SMA } from 'trading-signals';
import { type Indicator, stepsToForget } from './indicator.ts';

export const alphaOf = (length: number): number => 2 / (length + 1);

/**
 * Exponential smoothing that begins with the mean of the first `length` values, as StockCharts and TA-Lib do it (the EMA of
 * trading-signals begins with the first value alone). Undefined until then.
 */
export const emaOf = (length: number): ((value: number) => number | undefined) => {
  const alpha = alphaOf(length);
  const first = new SMA(length);
  let last: number | undefined;
  return (value) => {
    last = last === undefined ? (first.update(value, false) ?? undefined) : last + alpha * (value - last);
    return last;
  };
};

/** The exponential mean of the closes, alpha = 2 / (length + 1). */
export const ema = (length: number): Indicator => ({
  lines: ['values'],
  firstAt: length,
  settledAfter: length + stepsToForget(alphaOf(length)),
  start: () => {
    const smooth = emaOf(length);
    return ({ close }) => {
      const value = smooth(close);
      return value === undefined ? undefined : { values: value };
    };
  },
});
