import { describe, expect, test } from 'vitest';
import { planTicks } from '../../../shared/application/plan-ticks.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';

const MINUTE_START = Date.UTC(2025, 4, 5, 12, 0);
const symbols = (count: number) =>
  Array.from({ length: count }, (_, index) => `C${index}/USDT` as MarketSymbol);

/** Offsets of the slots and delays, both in seconds. */
const plan = (tickSeconds: number, lateMs: number, count = 1) =>
  planTicks({ symbols: symbols(count), tickSeconds }, [], MINUTE_START, MINUTE_START + lateMs).map(
    ({ message, delaySeconds }) => [(message.slot - MINUTE_START) / 1000, delaySeconds],
  );

describe('the ticks of a minute', () => {
  test('on time: one each ten seconds, each delayed to its slot', () => {
    expect(plan(10, 0)).toEqual([
      [0, 0],
      [10, 10],
      [20, 20],
      [30, 30],
      [40, 40],
      [50, 50],
    ]);
  });

  test('late within the minute: what is past goes out at once as one, the rest at its moment', () => {
    expect(plan(10, 25_000)).toEqual([
      [20, 0],
      [30, 5],
      [40, 15],
      [50, 25],
    ]);
    expect(plan(10, 59_900)).toEqual([[50, 0]]);
  });

  test('a slot that is due just now is not sent twice', () => {
    expect(plan(10, 20_000)).toEqual([
      [20, 0],
      [30, 10],
      [40, 20],
      [50, 30],
    ]);
  });

  test('delays are whole seconds, and none is negative', () => {
    expect(plan(10, 12_600)).toEqual([
      [10, 0],
      [20, 7],
      [30, 17],
      [40, 27],
      [50, 37],
    ]);
    expect(plan(10, 19_900)).toEqual([
      [10, 0],
      [20, 0],
      [30, 10],
      [40, 20],
      [50, 30],
    ]);
  });

  test.each([
    ['a replayed market: the schedule lies months back', 8_000_000_000],
    ['a schedule that is early', -2_000],
    ['a schedule a minute late and more', 60_000],
  ])('%s: taken as on time', (_, late) => {
    expect(plan(30, late)).toEqual([
      [0, 0],
      [30, 30],
    ]);
  });

  test('tick seconds that do not divide the minute start anew with it', () => {
    expect(plan(25, 0)).toEqual([
      [0, 0],
      [25, 25],
      [50, 50],
    ]);
    expect(plan(60, 0)).toEqual([[0, 0]]);
    expect(plan(1, 0)).toHaveLength(60);
  });

  test('a batch of twenty symbols a message: 41 symbols are three batches at each slot', () => {
    const planned = planTicks({ symbols: symbols(41), tickSeconds: 30 }, [], MINUTE_START, MINUTE_START);
    expect(planned.map(({ message }) => [message.batch, (message.slot - MINUTE_START) / 1000])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [0, 30],
      [1, 30],
      [2, 30],
    ]);
    expect(planned.every(({ message }) => message.reason === 'schedule' && !message.symbols)).toBe(true);
  });
});

describe('the batches of what is followed on demand', () => {
  const slotsOf = (count: number, tickSeconds = 10) => {
    const dynamic = Array.from({ length: count }, (_, place) => 1_000 + place);
    const planned = planTicks({ symbols: symbols(1), tickSeconds }, dynamic, MINUTE_START, MINUTE_START);
    const own = planned.filter(({ message }) => message.batch >= 1_000);
    return Map.groupBy(own, ({ message }) => message.batch);
  };

  test('up to a hundred symbols have their tick at every slot', () => {
    for (const ticks of slotsOf(5).values()) expect(ticks).toHaveLength(6);
  });

  test('more of them take turns, evenly, each at least every half minute', () => {
    const ten = slotsOf(10);
    expect([...ten.values()].map(({ length }) => length)).toEqual(Array(10).fill(3));
    const all = [...slotsOf(25).values()];
    expect(all.map(({ length }) => length)).toEqual(Array(25).fill(2));
    const atOnce = Map.groupBy(all.flat(), ({ message }) => message.slot);
    for (const ticks of atOnce.values()) expect(ticks.length).toBeLessThanOrEqual(9);
    // Where ticks are that far apart anyway, none is left out.
    for (const ticks of slotsOf(25, 30).values()) expect(ticks).toHaveLength(2);
  });
});
