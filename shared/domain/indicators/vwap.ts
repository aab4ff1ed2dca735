import { VWAP } from 'trading-signals';
import { INTERVALS } from '../market/candle.ts';
import type { Indicator } from './indicator.ts';

const DAY = INTERVALS['1d'];

/**
 * The mean of the typical price (high + low + close) / 3, weighted by volume, since midnight UTC: it is anchored to the day
 * and begins anew with it. None while the day has had no volume.
 */
export const vwap = (): Indicator => ({
  lines: ['values'],
  firstAt: 1,
  settledAfter: 0,
  anchor: 'day',
  start: () => {
    let day: number | undefined;
    let mean = new VWAP();
    let last: number | undefined;
    return ({ openTime, high, low, close, volume }) => {
      const today = Math.floor(openTime / DAY);
      if (today !== day) {
        day = today;
        mean = new VWAP();
        last = undefined;
      }
      last = mean.update({ high, low, close, volume: Number(volume) }, false) ?? last;
      return last === undefined ? undefined : { values: last };
    };
  },
});
