import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeCandles } from '../../../../shared/application/tick-candles.ts';
import { LOOK_BACK, type MarketPass } from '../../../../shared/application/tick-paths.ts';
import type { Candle } from '../../../../shared/domain/market/candle.ts';
import {
  candlesOf,
  minutesIn,
  quietMinutes,
  resample,
  unknownIn,
} from '../../../../shared/domain/market/candles.ts';
import { endOf, type PathElement, startOf } from '../../../../shared/domain/market/path.ts';
import { quantity } from '../../../../shared/domain/money/decimal.ts';
import { sumOf } from '../../../../shared/domain/money/sum.ts';
import type { CandleRow } from '../../../../shared/ports/market-store.ts';
import { MINUTE } from '../../../fixtures/trades.ts';

const price = fc.integer({ min: 1, max: 10_000_000 }).map((units) => units / 100);
const amount = fc.integer({ min: 0, max: 2_000_000_000 }).map((units) => units / 1e5);
const moment = fc.integer({ min: 0, max: 12 * MINUTE - 1 });
const element = fc.oneof(
  fc.record({ kind: fc.constant('print' as const), time: moment, price, quantity: amount, id: fc.nat() }),
  fc.record({ kind: fc.constant('sample' as const), time: moment, price }),
  fc
    .record({ at: moment, prices: fc.tuple(price, price, price, price), volume: amount })
    .map(({ at, prices, volume }): PathElement => {
      const openTime = Math.floor(at / 1000) * 1000;
      const [open, , , close] = prices;
      const bounds = { high: Math.max(...prices), low: Math.min(...prices) };
      return { kind: 'bar', openTime, closeTime: openTime + 999, open, close, ...bounds, volume };
    }),
);
const record = fc
  .array(element, { maxLength: 60 })
  .map((elements) => elements.toSorted((left, right) => startOf(left) - startOf(right)));

/** What ticks store that see this record up to each of these moments, each reading five minutes of it again. */
const storedBy = async (recordAt: (to: number) => readonly PathElement[], cursors: readonly number[]) => {
  const rows = new Map<number, Candle | null>();
  const put = async (_: number, written: readonly CandleRow[]) => {
    for (const { openTime, candles } of written) for (const { candle } of candles) rows.set(openTime, candle);
  };
  let previous = -1;
  for (const cursor of cursors) {
    const from = previous - LOOK_BACK + 1;
    const elements = recordAt(cursor).filter((one) => startOf(one) >= from && endOf(one) <= cursor);
    const pass = {
      window: { elements, previousCursor: previous, completeTo: cursor },
      next: { venue: 'coinbase', symbol: 'BTC/USDT' },
      quiet: [],
    } as unknown as MarketPass;
    await writeCandles({ market: { putCandles: put, mendCandles: put } as never }, 0, [pass]);
    previous = cursor;
  }
  return [...rows.values()].sort((left, right) => (left?.openTime ?? 0) - (right?.openTime ?? 0));
};

const END = 12 * MINUTE - 1;
const cuts = fc
  .uniqueArray(fc.integer({ min: 0, max: END - 1 }), { maxLength: 30 })
  .map((moments) => [...moments.toSorted((left, right) => left - right), END]);

describe('candles of a record', () => {
  test('are the same however the record is split into ticks', async () => {
    await fc.assert(
      fc.asyncProperty(record, cuts, async (elements, cursors) => {
        expect(await storedBy(() => elements, cursors)).toEqual(candlesOf(elements));
      }),
      { numRuns: 300 },
    );
  });

  test('hold every element once, within the exact minute', () => {
    fc.assert(
      fc.property(record, (elements) => {
        const candles = candlesOf(elements);
        const minutes = candles.map(({ openTime }) => openTime);
        expect(minutes).toEqual([...new Set(elements.map((one) => startOf(one) - (startOf(one) % MINUTE)))]);
        const volumes = elements.map((one) =>
          one.kind === 'print' ? one.quantity : one.kind === 'bar' ? one.volume : 0,
        );
        const units = (value: number | string) => BigInt(Math.round(Number(value) * 1e5));
        const total = volumes.reduce((sum, volume) => sum + units(volume), 0n);
        expect(candles.reduce((sum, { volume }) => sum + units(volume), 0n)).toBe(total);
        for (const interval of ['3m', '5m', '1h', '1d'] as const) {
          const coarse = resample(candles, interval);
          expect(units(sumOf(coarse.map(({ volume }) => volume)))).toBe(total);
          expect(Math.max(0, ...coarse.map(({ high }) => high))).toBe(
            Math.max(0, ...candles.map(({ high }) => high)),
          );
          expect(coarse.at(-1)?.close).toBe(candles.at(-1)?.close);
          expect(coarse[0]?.open).toBe(candles[0]?.open);
        }
      }),
    );
  });
});

describe('a late element', () => {
  const trade = (time: number, at: number): PathElement => ({
    kind: 'print',
    time,
    price: at,
    quantity: 0.1,
    id: time,
  });
  const early = [trade(10, 100), trade(MINUTE + 10, 101), trade(7 * MINUTE + 1, 102)];
  const cursors = [MINUTE - 1, 2 * MINUTE - 1, 3 * MINUTE - 1, 4 * MINUTE - 1, 8 * MINUTE - 1];
  const late = trade(MINUTE + 20, 90);
  const seenFrom = (moment: number) => (to: number) =>
    to >= moment ? [...early.slice(0, 2), late, ...early.slice(2)] : early;

  test('changes the candle of its minute while the look-back reads it', async () => {
    const stored = await storedBy(seenFrom(4 * MINUTE - 1), cursors);
    expect(stored[1]).toEqual({
      openTime: MINUTE,
      open: 101,
      high: 101,
      low: 90,
      close: 90,
      volume: quantity('0.2'),
    });
  });

  test('that comes after five minutes changes nothing any more', async () => {
    const stored = await storedBy(seenFrom(8 * MINUTE - 1), [
      ...cursors.slice(0, 4),
      7 * MINUTE,
      8 * MINUTE - 1,
    ]);
    expect(stored[1]).toMatchObject({ low: 101, volume: '0.1' });
  });
});

describe('minutes without a trade', () => {
  const prints: PathElement[] = [{ kind: 'print', time: MINUTE + 5, price: 1, quantity: 1, id: 1 }];
  const span = { from: 0, to: 5 * MINUTE - 1 };

  test('are quiet where the record is whole, and gaps where it is blind', () => {
    const blind = [{ from: 3 * MINUTE + 59_999, to: 4 * MINUTE }];
    const quiet = quietMinutes(prints, blind, span);
    expect(quiet).toEqual([0, 2 * MINUTE]);
    expect(unknownIn({ candles: candlesOf(prints), quiet }, span)).toEqual([
      { from: 3 * MINUTE, to: 5 * MINUTE - 1 },
    ]);
  });

  test('count by whole minutes', () => {
    expect(minutesIn({ from: 1, to: 3 * MINUTE - 2 })).toEqual([MINUTE]);
    expect(minutesIn({ from: MINUTE, to: MINUTE })).toEqual([]);
  });
});

describe('sums of volumes', () => {
  test('0.1 + 0.2 is 0.3', () => expect(sumOf([0.1, 0.2])).toBe('0.3'));
  test('floats beyond 2^53 units, exponents and texts are exact too', () => {
    expect(sumOf(['9007199254740993', '0.00000001'])).toBe('9007199254740993.00000001');
    expect(sumOf([1e-7, 2e21, '3'])).toBe('2000000000000000000003.0000001');
    expect(sumOf([])).toBe('0');
    expect(sumOf(['10', '20.50'])).toBe('30.5');
    expect(sumOf([100, 200])).toBe('300');
  });
  test('are those of whole numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 17n })), (units) => {
        const text = (value: bigint) => {
          const digits = value.toString().padStart(9, '0');
          return quantity(`${digits.slice(0, -8)}.${digits.slice(-8)}`);
        };
        expect(sumOf(units.map(text))).toBe(text(units.reduce((sum, value) => sum + value, 0n)));
      }),
    );
  });
});
