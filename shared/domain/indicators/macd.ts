import { alphaOf, emaOf } from './ema.ts';
import { type Indicator, stepsToForget } from './indicator.ts';

/**
 * The difference of a fast and a slow EMA, its EMA as signal, and the difference of both. All three begin with the first
 * signal: a line without its signal would be drawn against nothing.
 */
export const macd = (fast: number, slow: number, signal: number): Indicator => ({
  lines: ['macd', 'signal', 'histogram'],
  firstAt: slow + signal - 1,
  settledAfter: slow + signal + stepsToForget(alphaOf(slow)) + stepsToForget(alphaOf(signal)),
  start: () => {
    const short = emaOf(fast);
    const long = emaOf(slow);
    const smooth = emaOf(signal);
    return ({ close }) => {
      const near = short(close);
      const far = long(close);
      if (near === undefined || far === undefined) return undefined;
      const line = near - far;
      const smoothed = smooth(line);
      return smoothed === undefined
        ? undefined
        : { macd: line, signal: smoothed, histogram: line - smoothed };
    };
  },
});
