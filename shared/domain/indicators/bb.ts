import { BollingerBands } from 'trading-signals';
import type { Indicator } from './indicator.ts';

/** Bollinger's bands: the mean of `length` closes, and `width` population standard deviations above and below. */
export const bb = (length: number, width: number): Indicator => ({
  lines: ['upper', 'middle', 'lower'],
  firstAt: length,
  settledAfter: length - 1,
  start: () => {
    const bands = new BollingerBands(length, width);
    return ({ close }) => {
      const value = bands.update(close, false);
      return value === null ? undefined : { upper: value.upper, middle: value.middle, lower: value.lower };
    };
  },
});
