import { brotliCompressSync, crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CorruptDayError,
  packDay,
  unpackDay,
} from '../../../shared/adapters/dynamodb/day-codec/packed-day.ts';
import { VarintReader, VarintWriter } from '../../../shared/adapters/dynamodb/day-codec/varint.ts';
import type { Candle, Minutes } from '../../../shared/domain/market/candle.ts';
import { quantity } from '../../../shared/domain/money/decimal.ts';
import { price, volume } from '../../fixtures/candle-arbitraries.ts';
import { describeRecordedData, recordedRows } from '../../fixtures/recorded-data.ts';

const DAY = Date.UTC(2026, 10, 20);
const MINUTE = 60_000;

const minute = fc.oneof(
  { weight: 5, arbitrary: fc.record({ open: price, high: price, low: price, close: price, volume }) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);
const minutesFrom = (
  states: readonly (Omit<Candle, 'openTime'> | null | undefined)[],
  first = 0,
): Minutes => ({
  candles: states.flatMap((state, index) =>
    state ? [{ openTime: DAY + (first + index) * MINUTE, ...state }] : [],
  ),
  quiet: states.flatMap((state, index) => (state === null ? [DAY + (first + index) * MINUTE] : [])),
});

describe('a packed day', () => {
  test('gives back exactly what was packed: prices, volumes, quiet minutes, gaps', () => {
    fc.assert(
      fc.property(
        fc.array(minute, { maxLength: 200 }),
        fc.integer({ min: 0, max: 1_240 }),
        (states, first) => {
          const minutes = minutesFrom(states, first);
          expect(unpackDay(DAY, packDay(DAY, minutes))).toEqual(minutes);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('may be empty, or full', () => {
    const full = minutesFrom(Array.from({ length: 1_440 }, () => null));
    expect(unpackDay(DAY, packDay(DAY, full))).toEqual(full);
    expect(unpackDay(DAY, packDay(DAY, { candles: [], quiet: [] }))).toEqual({ candles: [], quiet: [] });
  });

  test('takes no minute of another day, and none twice', () => {
    expect(() => packDay(DAY, { candles: [], quiet: [DAY - MINUTE] })).toThrow(RangeError);
    expect(() => packDay(DAY, { candles: [], quiet: [DAY + 1_440 * MINUTE] })).toThrow(RangeError);
    expect(() => packDay(DAY, { candles: [], quiet: [DAY, DAY] })).toThrow(RangeError);
    expect(() => packDay(DAY, { candles: [], quiet: [DAY + 1] })).toThrow(RangeError);
  });

  const packed = () => Buffer.from(packDay(DAY, minutesFrom(Array.from({ length: 30 }, () => null))));
  const withBody = (body: Buffer): Buffer => {
    const header = Buffer.alloc(5);
    header.writeUInt8(1, 0);
    header.writeUInt32BE(crc32(body), 1);
    return Buffer.concat([header, body]);
  };
  test.each([
    ['another version', () => Buffer.concat([Buffer.from([2]), packed().subarray(1)])],
    ['one bit flipped', () => packed().map((byte, index) => (index === 8 ? byte ^ 1 : byte))],
    ['cut off', () => packed().subarray(0, -1)],
    ['nothing', () => Buffer.alloc(0)],
    ['no compressed bytes', () => withBody(Buffer.from('no brotli'))],
    ['minutes that do not add up', () => withBody(brotliCompressSync(Buffer.from([2, 254, 127])))],
  ])('%s is corrupt', (_, bytes) => {
    expect(() => unpackDay(DAY, bytes())).toThrow(CorruptDayError);
  });
});

test('varints hold every whole number of 52 bits and refuse others', () => {
  const limit = 2 ** 52 - 1;
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer(), fc.integer({ min: -limit, max: limit }))), (numbers) => {
      const out = new VarintWriter();
      for (const number of numbers) out.write(number);
      const input = new VarintReader(out.bytes());
      expect(numbers.map(() => input.read())).toEqual(numbers.map((number) => (number === 0 ? 0 : number)));
      expect(input.isAtEnd).toBe(true);
      expect(() => input.read()).toThrow(RangeError);
    }),
  );
  expect(() => new VarintWriter().write(0.5)).toThrow(RangeError);
  expect(() => new VarintWriter().write(2 ** 53)).toThrow(RangeError);
});

describeRecordedData('recorded days', () => {
  test.each(['BTCUSDT', 'ETHUSDT', 'XRPUSDT', 'LTCUSDT'])(
    'of %s come back exactly, in at most 12 kB each',
    (name) => {
      const rows = recordedRows(`replay-7d/${name}.1m.csv.gz`);
      const candles = rows.map(
        (row): Candle => ({
          openTime: Number(row.time_ms),
          open: Number(row.open),
          high: Number(row.high),
          low: Number(row.low),
          close: Number(row.close),
          volume: quantity(row.volume ?? ''),
        }),
      );
      for (let index = 0; index < candles.length; index += 1_440) {
        const day = candles.slice(index, index + 1_440);
        const start = day[0]?.openTime ?? 0;
        const packed = packDay(start, { candles: day, quiet: [] });
        expect(packed.length).toBeLessThanOrEqual(12_000);
        expect(unpackDay(start, packed)).toEqual({ candles: day, quiet: [] });
      }
    },
  );
});
