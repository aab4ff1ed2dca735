import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarketBar } from '../../../infra/local/market/market.ts';
import { recordedMarket } from '../../../infra/local/market/recorded.ts';
import { rollingDay } from '../../../infra/local/market/rolling-day.ts';
import { simulatedMarket } from '../../../infra/local/market/simulated.ts';
import { INTERVALS, type Interval, visibleMarket } from '../../../infra/local/market/visible.ts';
import { csv } from './support.ts';

const BTC = 'BTC/USDT';
const T = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const simulated = simulatedMarket({ seed: 3, symbols: [BTC] });
const intervals = Object.keys(INTERVALS) as Interval[];
const times = fc.integer({ min: T, max: T + 3 * DAY });

const newest = (now: number, limit: number) => ({ from: 0, to: now, limit, keep: 'newest' }) as const;
const closed = (bar: MarketBar, interval: Interval, now: number) => bar.openTime + INTERVALS[interval] <= now;

describe('what can be seen of a market', () => {
  it('is closed bars, and of the bar that is open its open alone, at any moment and in any interval', () => {
    const visible = visibleMarket(simulated);
    fc.assert(
      fc.property(fc.constantFrom(...intervals), times, (interval, now) => {
        const bars = visible.bars(BTC, interval, now, newest(now + DAY, 3));
        const open = bars.at(-1);
        expect(bars).toHaveLength(3);
        expect(bars.slice(0, -1).every((bar) => closed(bar, interval, now))).toBe(true);
        expect(open).toEqual({
          openTime: now - (now % INTERVALS[interval]),
          open: open?.open,
          high: open?.open,
          low: open?.open,
          close: open?.open,
          volume: 0,
        });
      }),
      { numRuns: 60 },
    );
  });

  it('tells nothing of what comes later: two markets with one past look the same until they part', () => {
    const row = (minute: number, price: number) => [
      T + minute * 60_000,
      price,
      price + 2,
      price - 2,
      price + 1,
      minute + 1,
    ];
    const past = Array.from({ length: 200 }, (_, minute) => row(minute, 100 + (minute % 7)));
    const future = (price: number) => Array.from({ length: 10 }, (_, i) => row(200 + i, price));
    const at = (price: number) =>
      visibleMarket(recordedMarket({ files: [csv('BTCUSDT.1m.csv', [...past, ...future(price)])] }));
    const [rise, fall] = [at(500), at(50)];
    const recordedIntervals = intervals.filter((interval) => interval !== '1s');
    fc.assert(
      fc.property(
        fc.constantFrom(...recordedIntervals),
        fc.integer({ min: T, max: T + 200 * 60_000 - 1 }),
        (interval, now) => {
          const range = newest(Number.MAX_SAFE_INTEGER, 1_000);
          expect(rise.bars(BTC, interval, now, range)).toEqual(fall.bars(BTC, interval, now, range));
          expect(rise.lastPrice(BTC, now)).toEqual(fall.lastPrice(BTC, now));
          expect(rollingDay(rise, false, BTC, now)).toEqual(rollingDay(fall, false, BTC, now));
        },
      ),
    );
  });

  it('is the same an hour later: a bar that has closed never changes', () => {
    const visible = visibleMarket(simulated);
    fc.assert(
      fc.property(fc.constantFrom<Interval>('1s', '1m', '15m', '1h'), times, (interval, now) => {
        const range = newest(now, 5);
        const seen = visible.bars(BTC, interval, now, range).filter((bar) => closed(bar, interval, now));
        const again = visible.bars(BTC, interval, now + 3_600_000, range);
        expect(again.slice(0, seen.length)).toEqual(seen);
      }),
      { numRuns: 40 },
    );
  });

  it('adds minutes up to longer bars and leaves out those without any minute', () => {
    const minutes: [
      minute: number,
      open: number,
      high: number,
      low: number,
      close: number,
      volume: number,
    ][] = [
      [3, 10, 14, 9, 12, 1],
      [4, 12, 13, 8, 9, 2],
      // From 5 to 14 the record has a hole.
      [16, 20, 21, 20, 21, 4],
      [19, 21, 25, 19, 24, 8],
      [20, 24, 26, 23, 25, 16],
    ];
    const file = csv(
      'BTCUSDT.1m.csv',
      minutes.map(([minute, ...values]) => [T + minute * 60_000, ...values]),
    );
    const visible = visibleMarket(recordedMarket({ files: [file] }));
    const at = (minute: number, limit = 9) =>
      visible
        .bars(BTC, '5m', T + minute * 60_000, newest(T + DAY, limit))
        .map(({ openTime, open, high, low, close, volume }) => [
          (openTime - T) / 60_000,
          open,
          high,
          low,
          close,
          volume,
        ]);
    const first = [0, 10, 14, 8, 9, 3];
    expect(at(5)).toEqual([first]);
    expect(at(15.9)).toEqual([first]);
    expect(at(17)).toEqual([first, [15, 20, 20, 20, 20, 0]]);
    expect(at(60)).toEqual([first, [15, 20, 25, 19, 24, 12], [20, 24, 26, 23, 25, 16]]);
    expect(at(60, 1)).toEqual([[20, 24, 26, 23, 25, 16]]);
  });

  it('has as last price the open of the bar that runs, or the close of the last one', () => {
    const file = csv('BTCUSDT.1m.csv', [
      [T, 10, 12, 9, 11, 1],
      [T + 120_000, 13, 15, 12, 14, 1],
    ]);
    const { lastPrice } = visibleMarket(recordedMarket({ files: [file] }));
    expect(lastPrice(BTC, T - 1)).toBeUndefined();
    expect(lastPrice(BTC, T)).toEqual({ price: 10, time: T, running: true });
    expect(lastPrice(BTC, T + 59_999)).toEqual({ price: 10, time: T, running: true });
    expect(lastPrice(BTC, T + 60_000)).toEqual({ price: 11, time: T + 59_999, running: false });
    expect(lastPrice(BTC, T + 120_000)).toEqual({ price: 13, time: T + 120_000, running: true });
    expect(lastPrice(BTC, T + DAY)).toEqual({ price: 14, time: T + 179_999, running: false });
  });
});

describe('the last 24 hours', () => {
  it('are those of the bars one by one, though most are taken by the hour', () => {
    const visible = visibleMarket(simulated);
    fc.assert(
      fc.property(times, (now) => {
        const start = Math.ceil((now - DAY) / 60_000) * 60_000;
        const thisMinute = now - (now % 60_000);
        const minutes = simulated.bars(BTC, '1m', { ...newest(thisMinute - 1, 2_000), from: start });
        const seconds = visible.bars(BTC, '1s', now, { ...newest(now, 60), from: thisMinute });
        const bars = [...minutes, ...seconds];
        const day = rollingDay(visible, true, BTC, now);
        expect(day?.bar).toEqual({
          openTime: start,
          open: bars[0]?.open,
          high: Math.max(...bars.map(({ high }) => high)),
          low: Math.min(...bars.map(({ low }) => low)),
          close: bars.at(-1)?.close,
          volume: expect.closeTo(
            bars.reduce((sum, { volume }) => sum + volume, 0),
            6,
          ),
        });
        expect(day?.last.price).toBe(bars.at(-1)?.close);
        const [before] = simulated.bars(BTC, '1m', newest(start - 1, 1));
        expect(day?.previousClose).toBe(before?.close);
      }),
      { numRuns: 25 },
    );
  });

  it('do not exist where nothing was traded in them', () => {
    const market = visibleMarket(recordedMarket({ files: [csv('BTCUSDT.1m.csv', [[T, 1, 1, 1, 1, 1]])] }));
    expect(rollingDay(market, false, BTC, T - 1)).toBeUndefined();
    expect(rollingDay(market, false, BTC, T + DAY)?.bar.close).toBe(1);
    expect(rollingDay(market, false, BTC, T + DAY + 1)).toBeUndefined();
  });
});
