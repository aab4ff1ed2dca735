import { describe, expect, test } from 'vitest';
import { price, quantity, rate } from '../../../../shared/domain/money/decimal.ts';
import type { EntryPlan } from '../../../../shared/domain/trades/trade.ts';
import {
  bar,
  briefs,
  partsOf,
  pending,
  print,
  run,
  traded,
  typesOf,
  withCommands,
} from '../../../fixtures/trades.ts';

const oco = (limit: number, stop: number, stopLimit?: number): EntryPlan => ({
  type: 'oco',
  limit: price(limit),
  stop: price(stop),
  ...(stopLimit === undefined ? {} : { stopLimit: price(stopLimit) }),
});
const long = (changes = {}) => pending({ entry: oco(95, 105), ...changes });
const short = (changes = {}) => pending({ direction: 'short', entry: oco(105, 95), ...changes });

describe('9.1.2 OCO entries', () => {
  test('the limit that is touched first is the entry, and the stop is gone', () => {
    expect(briefs(run(long(), [print(1, 100), print(2, 94), print(3, 106)]))).toEqual(['entry 95 @2 maker']);
    expect(briefs(run(short(), [print(1, 100), print(2, 106), print(3, 94)]))).toEqual([
      'entry 105 @2 maker',
    ]);
  });

  test('the stop that is reached first is the entry, and the limit is gone', () => {
    expect(briefs(run(long(), [print(1, 100), print(2, 106), print(3, 94)]))).toEqual(['entry 106 @2 taker']);
    expect(briefs(run(short(), [print(1, 100), print(2, 94), print(3, 106)]))).toEqual(['entry 94 @2 taker']);
  });

  test('at a first point beyond the limit it fills there as taker', () => {
    expect(briefs(run(long(), [print(1, 94)]))).toEqual(['entry 94 @1 taker']);
    expect(briefs(run(short(), [print(1, 106)]))).toEqual(['entry 106 @1 taker']);
  });

  test('a bar that reaches both is read both ways, and the worse is taken', () => {
    // Low first: buys at 95, 190 + 0.95, worth 200 at the close: +9.05. High first: at 105, 210 + 2.1: -12.1.
    const ran = run(long(), [print(1, 100), bar(60_000, 100, 106, 94, 100)]);
    expect(briefs(ran)).toEqual(['entry 105 @119999 taker']);
    expect(ran.fills[0]?.evidence).toMatchObject({
      reading: 'OHLC',
      better: { reading: 'OLHC', value: '9.05', takenValue: '-12.1' },
    });
    // A short low first: sells at 95, 190 - 1.9 - 200 = -11.9; high first: at 105, 210 - 1.05 - 200 = +8.95.
    const mirror = run(short(), [print(1, 100), bar(60_000, 100, 106, 94, 100)]);
    expect(briefs(mirror)).toEqual(['entry 95 @119999 taker']);
    expect(mirror.fills[0]?.evidence).toMatchObject({
      reading: 'OLHC',
      better: { value: '8.95', takenValue: '-11.9' },
    });
  });

  test('with a stop limit the stop becomes that limit, and the other limit is gone', () => {
    const trade = long({ entry: oco(95, 105, 107) });
    const ran = run(trade, [print(1, 100), print(2, 109), print(3, 108), print(4, 107)]);
    expect(typesOf(ran)).toEqual(['entry_triggered', 'entry_filled']);
    expect(briefs(ran)).toEqual(['entry 107 @4 maker']);
    // At a point between the two it fills at once.
    expect(briefs(run(trade, [print(1, 100), print(2, 106)]))).toEqual(['entry 106 @2 taker']);
    // The limit of 95 does not count any more: what fills far below is the limit of 107, at its price.
    expect(briefs(run(trade, [print(1, 100), print(2, 109), print(3, 90)]))).toEqual(['entry 107 @3 maker']);
    const mirror = short({ entry: oco(105, 95, 93) });
    expect(briefs(run(mirror, [print(1, 100), print(2, 91), print(3, 93)]))).toEqual(['entry 93 @3 maker']);
  });

  test('a limit that is touched and gets nothing has not fired: both stay', () => {
    const thin = long({ execution: { participation: rate('0.5') } });
    const touched = [print(1, 100), traded(print(2, 94), 0)];
    expect(run(thin, touched).trade).toMatchObject({ status: 'pending', version: 1 });
    expect(partsOf(run(thin, [...touched, print(3, 106)]))).toEqual(['entry 0.5 at 106 @3 taker']);
    expect(partsOf(run(thin, [...touched, print(3, 94)]))).toEqual(['entry 0.5 at 95 @3 maker']);
  });

  test('touched without volume, the limit leaves the stop to trigger in the same bar', () => {
    const thin = long({ execution: { participation: rate('0.5') } });
    const empty = traded(bar(60_000, 100, 106, 94, 100), 0);
    const ran = run(thin, [print(1, 100), empty, traded(bar(120_000, 101, 101, 101, 101), 4)]);
    expect(ran.events.map(({ type, at }) => `${type} @${at}`)).toEqual([
      'entry_triggered @119999',
      'entry_filled @120000',
    ]);
    expect(partsOf(ran)).toEqual(['entry 2 at 101 @120000 taker']);
  });

  test('a part that fills is the entry: the stop is gone, the rest waits at the limit', () => {
    const thin = long({ execution: { participation: rate('0.5') } });
    const ran = run(thin, [print(1, 100), print(2, 94), print(3, 106), print(4, 95)]);
    expect(partsOf(ran)).toEqual(['entry 0.5 at 95 @2 maker', 'entry 0.5 at 95 @4 maker']);
  });

  test('9.1.4: another quantity arms both legs anew, also where the stop had triggered', () => {
    const moved = withCommands(long({ entry: oco(95, 105, 102) }), {
      kind: 'amend',
      at: 3,
      changes: {},
      entry: { quantity: quantity(1) },
    });
    // Triggered at 2 behind a limit of 102; from 3 on both wait again: 101 is none of theirs, 94 touches the limit.
    const ran = run(moved, [print(1, 100), print(2, 106), print(4, 101), print(5, 94)]);
    expect(typesOf(ran)).toEqual(['entry_triggered', 'exits_changed', 'entry_filled']);
    expect(partsOf(ran)).toEqual(['entry 1 at 95 @5 maker']);
  });
});
