import { expect, test } from 'vitest';
import type { Candle } from '../../../../shared/domain/market/candle.ts';
import { candlesOf, minuteCandles, resample } from '../../../../shared/domain/market/candles.ts';
import type { Bar, Print } from '../../../../shared/domain/market/path.ts';
import { canonical, quantity } from '../../../../shared/domain/money/decimal.ts';
import { describeRecordedData, recordedRows } from '../../../fixtures/recorded-data.ts';

type Row = Record<string, string>;

const candleOf = (row: Row): Candle => ({
  openTime: Number(row.time_ms),
  open: Number(row.open),
  high: Number(row.high),
  low: Number(row.low),
  close: Number(row.close),
  volume: quantity(row.volume ?? ''),
});
const barOf = (row: Row, length: number): Bar => ({
  ...candleOf(row),
  kind: 'bar',
  closeTime: Number(row.time_ms) + length - 1,
  volume: Number(row.volume),
});
const printOf = (row: Row): Print => ({
  kind: 'print',
  time: Number(row.time_ms),
  price: Number(row.price),
  quantity: Number(row.qty),
  id: Number(row.trade_id),
});

describeRecordedData('the aggregator against what exchanges publish of the same minutes', () => {
  test.each(['BTCUSDT', 'ETHUSDT'])(
    'every trade of %s on Binance makes its candles, volume to the digit',
    (name) => {
      const folder = 'trades/binance-spot-2024-08-08';
      const prints = recordedRows(`${folder}/${name}.trades.csv.gz`).map(printOf);
      const rows = recordedRows(`${folder}/${name}.expected-1m.csv`);
      const expected = rows.filter(({ complete }) => complete === 'true').map(candleOf);
      expect(expected.length).toBe(10);
      const first = expected[0]?.openTime ?? 0;
      const last = expected.at(-1)?.openTime ?? 0;
      expect(minuteCandles(prints, first - 1, last + 59_999)).toEqual(expected);
      // The cut minutes at both ends too hold what was recorded of them.
      expect(candlesOf(prints)).toEqual(rows.map(candleOf));
    },
  );

  test('seconds of Coinbase make its minutes', () => {
    const seconds = recordedRows('ohlcv-1s/coinbase-2016-10/BTCUSD.1s.csv.gz').map((row) =>
      barOf(row, 1_000),
    );
    const minutes = recordedRows('ohlcv-1m/coinbase-2016-10/BTCUSD.1m.csv.gz').map(candleOf);
    expect(minutes.length).toBe(4_216);
    expect(candlesOf(seconds)).toEqual(minutes);
  });

  test('a week of minutes, read as bars, is itself; its days hold the sum of its volumes', () => {
    const rows = recordedRows('replay-7d/XRPUSDT.1m.csv.gz');
    const minutes = rows.map(candleOf);
    expect(candlesOf(rows.map((row) => barOf(row, 60_000)))).toEqual(minutes);
    const days = resample(minutes, '1d');
    expect(days).toHaveLength(7);
    // By whole numbers of the smallest unit in which any volume of the file is written.
    const units = (text: string) => BigInt(canonicalTo(text, 8));
    const total = minutes.reduce((sum, { volume }) => sum + units(volume), 0n);
    expect(days.reduce((sum, { volume }) => sum + units(volume), 0n)).toBe(total);
  });
});

const canonicalTo = (text: string, decimals: number): string => {
  const [whole = '', part = ''] = canonical(text).split('.');
  return `${whole}${part.padEnd(decimals, '0')}`;
};
