import { SMA } from 'trading-signals';
import type { Indicator } from './indicator.ts';

/** The mean of the last `length` closes. */
export const sma = (length: number): Indicator => ({
  lines: ['values'],
  firstAt: length,
  settledAfter: length - 1,
  start: () => {
    const mean = new SMA(length);
    return ({ close }) => {
      const value = mean.update(close, false);
      return value === null ? undefined : { values: value };
    };
  },
});
