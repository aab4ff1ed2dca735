import { BASE_INTERVALS, type BarRange, type Market, type MarketBar } from './market.ts';
import { mergeBars } from './merge-bars.ts';
import { Recent } from './recent.ts';

/** In ms. Those above a minute are made of minutes. */
export const INTERVALS = {
  ...BASE_INTERVALS,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '4h': 14_400_000,
  '1d': 86_400_000,
} as const;
export type Interval = keyof typeof INTERVALS;

/** Long bars are dear to make again: a day is made of 1,440 minutes. */
const KEPT_LONG_BARS = 5_000;

export interface LastPrice {
  readonly price: number;
  /** ms: when the market had it. */
  readonly time: number;
  /** True where the bar it opened is still running. */
  readonly running: boolean;
}

/** What somebody who lives at `now` can see of a market: closed bars, and of the open bar its open alone. */
export interface VisibleMarket {
  bars(symbol: string, interval: Interval, now: number, range: BarRange): readonly MarketBar[];
  lastPrice(symbol: string, now: number): LastPrice | undefined;
}

/** A bar of which only the open has happened. */
const justOpened = ({ openTime, open }: MarketBar): MarketBar => ({
  openTime,
  open,
  high: open,
  low: open,
  close: open,
  volume: 0,
});

export const visibleMarket = (market: Market): VisibleMarket => {
  const longBars = new Recent<string, { readonly bar: MarketBar | undefined }>(KEPT_LONG_BARS);

  const baseBars = (symbol: string, interval: '1s' | '1m', now: number, range: BarRange) => {
    const bars = market.bars(symbol, interval, { ...range, to: Math.min(range.to, now) });
    const last = bars.at(-1);
    return last !== undefined && last.openTime + BASE_INTERVALS[interval] > now
      ? [...bars.slice(0, -1), justOpened(last)]
      : bars;
  };

  const longBar = (symbol: string, interval: Interval, now: number, openTime: number) => {
    const range = { from: openTime, to: openTime + INTERVALS[interval] - 1, limit: INTERVALS['1d'] } as const;
    const whole = (): MarketBar | undefined =>
      mergeBars(openTime, market.bars(symbol, '1m', { ...range, keep: 'oldest' }));
    if (openTime + INTERVALS[interval] <= now)
      return longBars.get(`${symbol} ${interval} ${openTime}`, () => ({ bar: whole() })).bar;
    const first = baseBars(symbol, '1m', now, { ...range, limit: 1, keep: 'oldest' })[0];
    return first && { ...justOpened(first), openTime };
  };

  const bars: VisibleMarket['bars'] = (symbol, interval, now, range) => {
    if (interval === '1s' || interval === '1m') return baseBars(symbol, interval, now, range);
    const step = INTERVALS[interval];
    const first = Math.ceil(Math.max(range.from, market.start - step + 1) / step) * step;
    const last =
      Math.floor(Math.min(range.to, now, (market.end ?? Number.POSITIVE_INFINITY) - 1) / step) * step;
    const found: MarketBar[] = [];
    const [start, move] = range.keep === 'oldest' ? [first, step] : [last, -step];
    for (let at = start; at >= first && at <= last && found.length < range.limit; at += move) {
      const bar = longBar(symbol, interval, now, at);
      if (bar !== undefined) found.push(bar);
    }
    return range.keep === 'oldest' ? found : found.reverse();
  };

  const lastPrice: VisibleMarket['lastPrice'] = (symbol, now) => {
    let latest: LastPrice | undefined;
    for (const interval of market.intervals(symbol)) {
      const bar = baseBars(symbol, interval, now, {
        from: market.start,
        to: now,
        limit: 1,
        keep: 'newest',
      })[0];
      if (bar === undefined) continue;
      const closeTime = bar.openTime + BASE_INTERVALS[interval] - 1;
      const running = closeTime >= now;
      const time = running ? bar.openTime : closeTime;
      // The finest interval comes first and wins where both know the same moment.
      if (latest === undefined || time > latest.time) latest = { price: bar.close, time, running };
      // A longer one cannot have ended since.
      if (running) break;
    }
    return latest;
  };

  return { bars, lastPrice };
};
