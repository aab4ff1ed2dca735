import type Big from 'big.js';
import { describe, expect, test } from 'vitest';
import { candlesFrom, linesOf, madeUp } from './candles.ts';
import { atrOracle, bbOracle, emaOracle, macdOracle, rsiOracle, smaOracle, vwapOracle } from './oracle.ts';
import { ATR_TABLE, BB_TABLE, MACD_TABLE, RSI_TABLE, TULIP_TABLE, VWAP_TABLE } from './published.ts';

type Line = readonly (number | null)[] | undefined;

/** Equal to a published column within half of its last digit, and absent before it begins. */
const matchesTable = (line: Line, published: readonly number[], decimals: number) => {
  const start = (line?.length ?? 0) - published.length;
  expect(line?.slice(0, start)).toEqual(Array.from({ length: start }, () => null));
  for (const [index, value] of published.entries())
    expect(Math.abs((line?.[start + index] ?? Number.NaN) - value), `at ${index}`).toBeLessThanOrEqual(
      0.5000001 * 10 ** -decimals,
    );
};

/** Equal to the oracle at 1e-9 of the value (or of one, near zero), and absent where the oracle has none. */
const matchesOracle = (line: Line, exact: readonly (Big | undefined)[]) => {
  expect(line?.map((value) => value === null)).toEqual(exact.map((value) => value === undefined));
  for (const [index, value] of exact.entries()) {
    if (value === undefined) continue;
    const bound = 1e-9 * Math.max(1, Math.abs(value.toNumber()));
    expect(Math.abs((line?.[index] ?? Number.NaN) - value.toNumber()), `at ${index}`).toBeLessThanOrEqual(
      bound,
    );
  }
};

describe('indicators equal published values', () => {
  const macd = linesOf('macd:12:26:9', candlesFrom(MACD_TABLE));
  test('ema:12 and ema:26: StockCharts cs-macd, to seven decimals', () => {
    matchesTable(linesOf('ema:12', candlesFrom(MACD_TABLE)).values, MACD_TABLE.ema12, 7);
    matchesTable(linesOf('ema:26', candlesFrom(MACD_TABLE)).values, MACD_TABLE.ema26, 7);
  });
  test('macd:12:26:9: StockCharts cs-macd, at 1e-9 (ten digits where the table has ten)', () => {
    const line = MACD_TABLE.macd.slice(8);
    for (const [index, value] of line.entries()) {
      const digits = Math.abs(value) >= 10 ? 8 : 9;
      const found = macd.macd?.[33 + index] ?? Number.NaN;
      expect(Math.abs(found - value), `at ${index}`).toBeLessThanOrEqual(0.6 * 10 ** -digits);
    }
    matchesTable(macd.signal, MACD_TABLE.signal, 9);
  });
  test('rsi:14: StockCharts cs-rsi, to four decimals', () =>
    matchesTable(linesOf('rsi:14', candlesFrom(RSI_TABLE)).values, RSI_TABLE.rsi14, 4));
  test('atr:14: StockCharts cs-atr, to six decimals', () =>
    matchesTable(linesOf('atr:14', candlesFrom(ATR_TABLE)).values, ATR_TABLE.atr14, 6));
  test('bb:20:2 and sma:20: StockCharts cs-bbands, to six decimals', () => {
    const bands = linesOf('bb:20:2', candlesFrom(BB_TABLE));
    matchesTable(bands.upper, BB_TABLE.upper, 6);
    matchesTable(bands.lower, BB_TABLE.lower, 6);
    matchesTable(bands.middle, BB_TABLE.middle, 6);
    matchesTable(linesOf('sma:20', candlesFrom(BB_TABLE)).values, BB_TABLE.middle, 6);
  });
  test('vwap: StockCharts cs-vwap, to two decimals', () =>
    matchesTable(linesOf('vwap', candlesFrom(VWAP_TABLE)).values, VWAP_TABLE.vwap, 2));
  test('bb:5:2 and sma:5: Tulip Indicators, to three decimals', () => {
    const bands = linesOf('bb:5:2', candlesFrom(TULIP_TABLE));
    matchesTable(bands.upper, TULIP_TABLE.upper, 3);
    matchesTable(bands.lower, TULIP_TABLE.lower, 3);
    matchesTable(bands.middle, TULIP_TABLE.middle, 3);
    matchesTable(linesOf('sma:5', candlesFrom(TULIP_TABLE)).values, TULIP_TABLE.middle, 3);
  });
});

/** The tables have four to ten digits; where they end, the definitions in exact decimals go on. */
describe('indicators equal the exact oracle at 1e-9', () => {
  const market = madeUp(200);
  const closes = market.map(({ close }) => close);
  const bars = market.map(({ high, low, close, volume }) => ({ high, low, close, volume: Number(volume) }));
  const tableBars = (table: typeof ATR_TABLE | typeof VWAP_TABLE) =>
    table.closes.map((close, index) => ({
      close,
      high: table.highs[index] ?? close,
      low: table.lows[index] ?? close,
      volume: 'volumes' in table ? (table.volumes[index] ?? 0) : 1,
    }));

  test('over the published closes', () => {
    const { closes: days } = MACD_TABLE;
    const macd = linesOf('macd:12:26:9', candlesFrom({ closes: days }));
    const exact = macdOracle(days, 12, 26, 9);
    matchesOracle(macd.macd, exact.macd);
    matchesOracle(macd.signal, exact.signal);
    matchesOracle(macd.histogram, exact.histogram);
    matchesOracle(linesOf('rsi:14', candlesFrom(RSI_TABLE)).values, rsiOracle(RSI_TABLE.closes, 14));
    matchesOracle(linesOf('atr:14', candlesFrom(ATR_TABLE)).values, atrOracle(tableBars(ATR_TABLE), 14));
    const bands = linesOf('bb:20:2', candlesFrom(BB_TABLE));
    const exactBands = bbOracle(BB_TABLE.closes, 20, 2);
    matchesOracle(bands.upper, exactBands.upper);
    matchesOracle(bands.lower, exactBands.lower);
    matchesOracle(linesOf('vwap', candlesFrom(VWAP_TABLE)).values, vwapOracle(tableBars(VWAP_TABLE)));
  });

  test('over a made-up market', () => {
    matchesOracle(linesOf('sma:20', market).values, smaOracle(closes, 20));
    matchesOracle(linesOf('ema:50', market).values, emaOracle(closes, 50));
    matchesOracle(linesOf('rsi:14', market).values, rsiOracle(closes, 14));
    matchesOracle(linesOf('atr:14', market).values, atrOracle(bars, 14));
    const bands = linesOf('bb:20:2.5', market);
    const exactBands = bbOracle(closes, 20, 2.5);
    matchesOracle(bands.upper, exactBands.upper);
    matchesOracle(bands.lower, exactBands.lower);
    const macd = linesOf('macd:8:21:5', market);
    const exact = macdOracle(closes, 8, 21, 5);
    matchesOracle(macd.macd, exact.macd);
    matchesOracle(macd.histogram, exact.histogram);
    matchesOracle(linesOf('vwap', market).values, vwapOracle(bars));
  });
});
