import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BaseInterval, MarketBar } from '../../../infra/local/market/market.ts';
import { simulatedMarket } from '../../../infra/local/market/simulated.ts';

const SYMBOLS = ['BTC/USDT', 'XRP/USDT', 'NOBODYKNOWS/USDT'];
const DAY = 86_400_000;
const YEARS = { min: Date.UTC(1971), max: Date.UTC(2100) };

const market = (seed: number | string = 42) => simulatedMarket({ seed, symbols: SYMBOLS });
const from = (time: number, limit: number) =>
  ({ from: time, to: Number.POSITIVE_INFINITY, limit, keep: 'oldest' }) as const;

const question = fc.record({
  symbol: fc.constantFrom(...SYMBOLS),
  interval: fc.constantFrom<BaseInterval>('1s', '1m'),
  time: fc.integer(YEARS),
  limit: fc.integer({ min: 1, max: 70 }),
});

describe('the simulated market', () => {
  it('answers the same whatever was asked before', () => {
    fc.assert(
      fc.property(fc.array(question, { minLength: 1, maxLength: 12 }), question, (earlier, asked) => {
        const used = market();
        for (const { symbol, interval, time, limit } of earlier)
          used.bars(symbol, interval, from(time, limit));
        const { symbol, interval, time, limit } = asked;
        const range = from(time, limit);
        expect(used.bars(symbol, interval, range)).toEqual(market().bars(symbol, interval, range));
      }),
      { numRuns: 60 },
    );
  });

  it('is another market under another seed and for another symbol', () => {
    const closes = (seed: number | string, symbol: string) =>
      market(seed)
        .bars(symbol, '1m', from(Date.UTC(2026, 0, 1), 100))
        .map(({ close }) => close);
    expect(closes(1, 'BTC/USDT')).not.toEqual(closes(2, 'BTC/USDT'));
    expect(closes(1, 'BTC/USDT')).toEqual(closes('1', 'BTC/USDT'));
    expect(closes(1, 'XRP/USDT')).not.toEqual(closes(1, 'NOBODYKNOWS/USDT'));
  });

  it('has minutes that are the exact sum of their sixty seconds', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SYMBOLS), fc.integer(YEARS), (symbol, time) => {
        const minute = Math.floor(time / 60_000) * 60_000;
        const { bars } = market();
        const seconds = bars(symbol, '1s', from(minute, 60));
        const lots = seconds.reduce((sum, { volume }) => sum + Math.round(volume * 1e8), 0);
        expect(seconds).toHaveLength(60);
        expect(bars(symbol, '1m', from(minute, 1))).toEqual([
          {
            openTime: minute,
            open: seconds[0]?.open,
            high: Math.max(...seconds.map(({ high }) => high)),
            low: Math.min(...seconds.map(({ low }) => low)),
            close: seconds[59]?.close,
            volume: lots / 1e8,
          },
        ]);
      }),
      { numRuns: 40 },
    );
  });

  it('has bars on the tick and the lot whose high and low hold the other prices', () => {
    const { bars, listings } = market(7);
    for (const { symbol, tickSize, lotSize } of listings) {
      const decimals = (step: string) => (step.split('.')[1] ?? '').length;
      for (const bar of bars(symbol, '1s', from(Date.UTC(2026, 5, 1), 5_000))) {
        const { open, high, low, close, volume } = bar;
        expect(low).toBeGreaterThan(0);
        expect(Math.min(open, close)).toBeGreaterThanOrEqual(low);
        expect(Math.max(open, close)).toBeLessThanOrEqual(high);
        expect(volume).toBeGreaterThan(0);
        for (const price of [open, high, low, close])
          expect(Number(price.toFixed(decimals(tickSize)))).toBe(price);
        expect(Number(volume.toFixed(decimals(lotSize)))).toBe(volume);
      }
    }
  });

  it('stays near what its assets are worth in every year', () => {
    const { bars } = market('years');
    for (let year = 1990; year < 2100; year += 1) {
      const [bar] = bars('BTC/USDT', '1s', from(Date.UTC(year, year % 12), 1));
      expect(bar?.close).toBeGreaterThan(60_000 / 5);
      expect(bar?.close).toBeLessThan(60_000 * 5);
    }
  });

  it('lists the same symbol once, and refuses what is none', () => {
    expect(() => simulatedMarket({ seed: 1, symbols: ['BTCUSDT'] })).toThrow('write BASE/QUOTE');
    expect(() => simulatedMarket({ seed: 1, symbols: ['AB/CUSDT', 'ABC/USDT'] })).toThrow(
      /^symbols: name each symbol once/,
    );
    expect(() => simulatedMarket({ seed: 1, symbols: [] })).toThrow();
    expect(() => market().bars('ETH/USDT', '1m', from(0, 1))).toThrow('ETH/USDT is not listed');
  });
});

/** What every study of returns finds (R. Cont, 2001): heavy tails, clustered volatility, unpredictable direction. */
describe('the returns of the simulated market', () => {
  const seconds: readonly MarketBar[] = market(42).bars(
    'BTC/USDT',
    '1s',
    from(Date.UTC(2026, 9, 1), 4 * (DAY / 1_000)),
  );
  const returns = seconds.map(({ open, close }) => Math.log(close / open));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const moment = (values: readonly number[], power: number) => {
    const centre = mean(values);
    return mean(values.map((value) => (value - centre) ** power));
  };
  const autocorrelation = (values: readonly number[], lag: number) => {
    const centre = mean(values);
    const products = values.slice(lag).map((value, i) => (value - centre) * ((values[i] ?? 0) - centre));
    return mean(products) / moment(values, 2);
  };

  it('have a yearly volatility between 80 and 160 percent', () => {
    // Four days are wilder or calmer than that; a month is not.
    const minutes = market(42).bars('BTC/USDT', '1m', from(Date.UTC(2026, 8, 1), 30 * 1_440));
    const returns = minutes.map(({ open, close }) => Math.log(close / open));
    const volatility = Math.sqrt(moment(returns, 2) * 365 * 1_440);
    expect(volatility).toBeGreaterThan(0.8);
    expect(volatility).toBeLessThan(1.6);
  });

  it('have heavy tails: a kurtosis far above the 3 of a normal distribution', () => {
    expect(moment(returns, 4) / moment(returns, 2) ** 2).toBeGreaterThan(5);
  });

  it('come in calm and wild times: their size remembers a second, a minute and ten minutes', () => {
    const sizes = returns.map(Math.abs);
    // Without memory, 345,600 values give 0 with a deviation of 0.0017.
    for (const lag of [1, 60, 600]) expect(autocorrelation(sizes, lag)).toBeGreaterThan(0.03);
  });

  it('do not tell their direction', () => {
    expect(Math.abs(autocorrelation(returns, 1))).toBeLessThan(0.02);
  });

  it('jump now and then between two bars, by 0.2 percent and more, and are contiguous elsewhere', () => {
    const gaps = seconds
      .slice(1)
      .map(({ open }, i) => Math.abs(open / (seconds[i]?.close ?? 0) - 1))
      .filter((gap) => gap > 0);
    // At most one in each 8,192 seconds.
    expect(gaps.length).toBeGreaterThan(5);
    expect(gaps.length).toBeLessThan(43);
    for (const gap of gaps) expect(gap).toBeGreaterThan(0.0015);
  });

  it('leave long wicks now and then', () => {
    const wicks = seconds.filter(
      ({ open, high, low, close }) =>
        high / Math.max(open, close) > 1.0025 || Math.min(open, close) / low > 1.0025,
    );
    expect(wicks.length).toBeGreaterThan(10);
    expect(wicks.length).toBeLessThan(seconds.length / 1_000);
  });

  it('fire a bracket 0.2 percent around the price within two minutes more often than not', () => {
    const starts = Array.from({ length: 500 }, (_, i) => i * 600);
    const fired = starts.filter((start) => {
      const price = seconds[start]?.open ?? 0;
      return seconds
        .slice(start, start + 120)
        .some(({ high, low }) => high >= price * 1.002 || low <= price * 0.998);
    });
    expect(fired.length / starts.length).toBeGreaterThan(0.5);
  });
});
