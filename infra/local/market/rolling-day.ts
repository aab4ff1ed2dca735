import type { MarketBar } from './market.ts';
import { mergeBars } from './merge-bars.ts';
import { INTERVALS, type Interval, type LastPrice, type VisibleMarket } from './visible.ts';

export const DAY = INTERVALS['1d'];

/** The last 24 hours of a symbol. */
export interface RollingDay {
  readonly bar: MarketBar;
  readonly quoteVolume: number;
  readonly last: LastPrice;
  /** Close of the bar before the window; undefined where there is none. */
  readonly previousClose: number | undefined;
}

/** No candle says what was paid for its volume: taken at the middle of its four prices. */
export const quoteVolumeOf = ({ open, high, low, close, volume }: MarketBar): number =>
  volume * ((open + high + low + close) / 4);

/**
 * Whole hours, which are kept once made, and minutes and seconds at both ends: about a hundred bars instead of 86,400,
 * as every tick asks for this. Undefined where nothing was traded in the window.
 */
export const rollingDay = (
  market: VisibleMarket,
  hasSeconds: boolean,
  symbol: string,
  now: number,
): RollingDay | undefined => {
  const start = Math.ceil((now - DAY) / INTERVALS['1m']) * INTERVALS['1m'];
  const firstHour = Math.ceil(start / INTERVALS['1h']) * INTERVALS['1h'];
  const thisHour = Math.floor(now / INTERVALS['1h']) * INTERVALS['1h'];
  const thisMinute = Math.floor(now / INTERVALS['1m']) * INTERVALS['1m'];
  const between = (interval: Interval, from: number, end: number) =>
    market.bars(symbol, interval, now, { from, to: end - 1, limit: DAY, keep: 'oldest' });

  const bars = [
    ...between('1m', start, firstHour),
    ...between('1h', firstHour, thisHour),
    ...between('1m', thisHour, thisMinute),
    ...between(hasSeconds ? '1s' : '1m', thisMinute, now + 1),
  ];
  const bar = mergeBars(start, bars);
  const last = market.lastPrice(symbol, now);
  if (bar === undefined || last === undefined) return undefined;
  const before = market.bars(symbol, '1m', now, { from: 0, to: start - 1, limit: 1, keep: 'newest' })[0];
  return {
    bar,
    last,
    quoteVolume: bars.reduce((sum, part) => sum + quoteVolumeOf(part), 0),
    previousClose: before?.close,
  };
};
