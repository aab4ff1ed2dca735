import { RSI } from 'trading-signals';
import { type Indicator, stepsToForget } from './indicator.ts';

/**
 * Wilder's relative strength: gains and losses of `length` closes averaged, then smoothed by 1 / length. 100 where nothing was
 * lost, also where nothing moved at all.
 */
export const rsi = (length: number): Indicator => ({
  lines: ['values'],
  firstAt: length + 1,
  // Of two averages whose quotient matters: twice as sure.
  settledAfter: length + 1 + 2 * stepsToForget(1 / length),
  start: () => {
    const strength = new RSI(length);
    return ({ close }) => {
      const value = strength.update(close, false);
      return value === null ? undefined : { values: value };
    };
  },
});
