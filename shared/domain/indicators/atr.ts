import { ATR } from 'trading-signals';
import { type Indicator, stepsToForget } from './indicator.ts';

/** Wilder's average true range: the mean of the first `length` ranges (the first of all: high - low), smoothed by 1 / length. */
export const atr = (length: number): Indicator => ({
  lines: ['values'],
  firstAt: length,
  settledAfter: length + 2 * stepsToForget(1 / length),
  start: () => {
    const range = new ATR(length);
    return ({ high, low, close }) => {
      const value = range.update({ high, low, close }, false);
      return value === null ? undefined : { values: value };
    };
  },
});
