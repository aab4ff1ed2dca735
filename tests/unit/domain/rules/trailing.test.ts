import { describe, expect, test } from 'vitest';
import { price, rate } from '../../../../shared/domain/money/decimal.ts';
import { walk } from '../../../../shared/domain/trades/advance.ts';
import type { Command, Exits, PendingTrade, Trailing } from '../../../../shared/domain/trades/trade.ts';
import { withMark } from '../../../../shared/domain/trades/trailing.ts';
import { triggersOf } from '../../../../shared/domain/trades/triggers.ts';
import {
  bar,
  briefs,
  exits,
  limit,
  opened,
  partsOf,
  pending,
  print,
  run,
  TERMS,
  typesOf,
  windowOf,
  withCommands,
} from '../../../fixtures/trades.ts';

const amount = (by: number, activation?: number): Exits => ({
  trailing: withActivation({ amount: price(by) }, activation),
});
const percent = (by: number | string, activation?: number): Exits => ({
  trailing: withActivation({ percent: rate(by) }, activation),
});
const withActivation = (of: Trailing, at: number | undefined): Trailing =>
  at === undefined ? of : { ...of, activation: price(at) };
/** Bought (sold) by the first print of the path, at 100. */
const on = (plan: Exits, changes: Partial<PendingTrade> = {}) => pending({ exits: plan, ...changes });
const short = { direction: 'short' } as const;
const first = print(0, 100);
const exitsOf = (...of: Parameters<typeof run>) => briefs(run(...of)).slice(1);

describe('9.3.1 the level', () => {
  test('an amount below the highest price seen', () => {
    const path = [first, print(1, 110), print(2, 105.01), print(3, 105)];
    expect(exitsOf(on(amount(5)), path)).toEqual(['trailing_stop 105 @3 taker']);
  });

  test('of a short an amount above the lowest', () => {
    const path = [first, print(1, 90), print(2, 94.99), print(3, 95)];
    expect(exitsOf(on(amount(5), short), path)).toEqual(['trailing_stop 95 @3 taker']);
  });

  test('a percentage of the mark, rounded to the tick away from it', () => {
    // 110.01 x 0.9 = 99.009, down; 90.01 x 1.1 = 99.011, up.
    const long = [first, print(1, 110.01)];
    expect(exitsOf(on(percent(10)), [...long, print(2, 99.01)])).toEqual([]);
    expect(exitsOf(on(percent(10)), [...long, bar(60_000, 105, 105, 98, 99)])).toEqual([
      'trailing_stop 99 @119999 taker',
    ]);
    const low = [first, print(1, 90.01)];
    expect(exitsOf(on(percent(10), short), [...low, print(2, 99.01)])).toEqual([]);
    expect(exitsOf(on(percent(10), short), [...low, bar(60_000, 95, 100, 95, 99)])).toEqual([
      'trailing_stop 99.02 @119999 taker',
    ]);
  });

  test('at or below zero it never fires', () => {
    expect(exitsOf(on(amount(100)), [first, print(1, 0.01), bar(60_000, 1, 1, 0.01, 0.01)])).toEqual([]);
  });

  test('a fill slips as a stop’s does', () => {
    const slipping = { terms: { ...TERMS, slippageBps: 100 } };
    // 105 less 1 % = 103.95
    expect(exitsOf(on(amount(5), slipping), [first, print(1, 110), print(2, 105)])).toEqual([
      'trailing_stop 103.95 @2 taker',
    ]);
  });
});

describe('9.3.2 what it sees', () => {
  test('its first point gives the first mark: the point of the fill that arms it', () => {
    expect(exitsOf(on(amount(5)), [first, print(1, 95.01), print(2, 95)])).toEqual([
      'trailing_stop 95 @2 taker',
    ]);
  });

  test('a gap below the level fills at the gap’s price', () => {
    expect(exitsOf(on(amount(5)), [first, print(1, 110), print(2, 97)])).toEqual([
      'trailing_stop 97 @2 taker',
    ]);
  });

  test('in a bar the mark rises with the price, and the stop fires on the way back', () => {
    // Both readings: the high of 110 puts it at 105, and the close (or the low) is below.
    const ran = run(on(amount(5)), [first, bar(60_000, 100, 110, 99, 104)]);
    expect(briefs(ran).slice(1)).toEqual(['trailing_stop 105 @119999 taker']);
    expect(ran.fills[1]?.ambiguous).toBe(false);
  });

  test('4.2: where only one reading comes back to it, the worse is taken', () => {
    // High first: 108, then 103 on the way to 96: 206 - 2.06 - 202 = 1.94. Low first: 208 - 202 = 6.
    const ran = run(on(amount(5)), [first, bar(60_000, 100, 108, 96, 104)]);
    expect(briefs(ran).slice(1)).toEqual(['trailing_stop 103 @119999 taker']);
    expect(ran.fills[1]?.evidence).toMatchObject({
      reading: 'OHLC',
      better: { value: '6', takenValue: '1.94', events: [] },
    });
    // A short, low first: 92, then 97 on the way to 104: -194 - 1.94 + 198 = 2.06; high first: -192 + 198 = 6.
    const mirror = run(on(amount(5), short), [first, bar(60_000, 100, 104, 92, 96)]);
    expect(briefs(mirror).slice(1)).toEqual(['trailing_stop 97 @119999 taker']);
    expect(mirror.fills[1]?.evidence.better).toMatchObject({ value: '6', takenValue: '2.06' });
  });

  test('4.1: where the readings agree and leave different marks, that of the low first is kept', () => {
    // Low first: bought at 95, then 108 is seen: level 88. High first: bought on the way down, 97 is the best: 77.
    const trade = on(amount(20), { entry: limit(95) });
    const entered = [print(0, 100), bar(60_000, 100, 108, 94, 97)];
    expect(briefs(run(trade, [...entered, print(120_000, 88.01)]))).toHaveLength(1);
    expect(briefs(run(trade, [...entered, print(120_000, 88)]))).toEqual([
      'entry 95 @119999 maker',
      'trailing_stop 88 @120000 taker',
    ]);
  });

  test('armed inside a bar it follows from the price of the fill on', () => {
    // Bought at 105 on the way up to 112, which puts it at 102: neither 104 nor 107.5 passes that.
    const trade = on(amount(10), { entry: { type: 'stop', stop: price(105) } });
    const ran = run(trade, [print(0, 100), bar(60_000, 104, 112, 104, 107.5), print(120_000, 102)]);
    expect(briefs(ran)).toEqual(['entry 105 @119999 taker', 'trailing_stop 102 @120000 taker']);
  });

  test('where a target fills on the way up, the mark has come as far', () => {
    // The target at 106 leaves one; the high of 106.5 puts the stop at 101.5, which 102 does not reach.
    const plan: Exits = { ...amount(5), targets: [{ price: price(106), quantity: '1' as never }] };
    const ran = run(on(plan), [first, bar(60_000, 102, 106.5, 102, 102), print(120_000, 101.5)]);
    expect(partsOf(ran).slice(1)).toEqual([
      'target 1 at 106 @119999 maker',
      'trailing_stop 1 at 101.5 @120000 taker',
    ]);
  });

  test('at one point the stop loss comes before it; on a move what is reached first', () => {
    const plan: Exits = { ...exits(undefined, 90), ...amount(5) };
    expect(exitsOf(on(plan), [first, print(1, 80)])).toEqual(['stop_loss 80 @1 taker']);
    expect(exitsOf(on(plan), [first, bar(60_000, 100, 100, 80, 85)])).toEqual([
      'trailing_stop 95 @119999 taker',
    ]);
    const equal: Exits = { ...exits(undefined, 95), ...amount(5) };
    expect(exitsOf(on(equal), [first, bar(60_000, 100, 100, 80, 85)])).toEqual([
      'stop_loss 95 @119999 taker',
    ]);
  });

  test('an amendment sets a new one, without a mark', () => {
    const asked: Command = { kind: 'amend', at: 2, changes: amount(5) };
    const ran = run(withCommands(on(amount(9)), asked), [first, print(1, 110), print(3, 102), print(4, 97)]);
    // The mark of 110 is forgotten: 102 is the first, the level 97.
    expect(briefs(ran).slice(1)).toEqual(['trailing_stop 97 @4 taker']);
  });

  test('an amendment of another exit leaves the mark', () => {
    const asked: Command = { kind: 'amend', at: 2, changes: { takeProfit: price(150) } };
    const ran = run(withCommands(on(amount(9)), asked), [first, print(1, 110), print(3, 102), print(4, 101)]);
    expect(briefs(ran).slice(1)).toEqual(['trailing_stop 101 @4 taker']);
  });
});

describe('9.3.3 activation', () => {
  test('it waits for its price, and begins there', () => {
    const ran = run(on(amount(3, 105)), [
      first,
      print(1, 90),
      print(2, 106),
      print(3, 103.01),
      print(4, 103),
    ]);
    expect(typesOf(ran)).toEqual(['entry_filled', 'trailing_activated', 'exit_filled']);
    expect(ran.events[1]).toMatchObject({ at: 2, ambiguous: false });
    expect(briefs(ran).slice(1)).toEqual(['trailing_stop 103 @4 taker']);
  });

  test('so for a short, at or below its price', () => {
    const ran = run(on(amount(3, 95), short), [first, print(1, 110), print(2, 95), print(3, 98)]);
    expect(typesOf(ran)).toEqual(['entry_filled', 'trailing_activated', 'exit_filled']);
    expect(briefs(ran).slice(1)).toEqual(['trailing_stop 98 @3 taker']);
  });

  test('at its very first point too', () => {
    expect(typesOf(run(on(amount(3, 99)), [first, print(1, 97)]))).toEqual([
      'entry_filled',
      'trailing_activated',
      'exit_filled',
    ]);
  });

  test('on a move it begins at the activation price, and goes on with the move', () => {
    // High first: from 105 up to 107, level 104; the close of 103 passes it, in both readings.
    const ran = run(on(amount(3, 105)), [first, bar(60_000, 100, 107, 99, 103)]);
    expect(typesOf(ran)).toEqual(['entry_filled', 'trailing_activated', 'exit_filled']);
    expect(briefs(ran).slice(1)).toEqual(['trailing_stop 104 @119999 taker']);
  });

  test('what the bar does not bring back to its level waits', () => {
    // Activated at 105, mark 106, level 98: below the low of 99.
    const ran = run(on(amount(8, 105)), [first, bar(60_000, 100, 106, 99, 104), print(120_000, 98)]);
    expect(ran.events.map(({ type, at }) => `${type} @${at}`)).toEqual([
      'entry_filled @0',
      'trailing_activated @119999',
      'exit_filled @120000',
    ]);
  });
});

describe('9.3.4 what is kept, and what the indexes say', () => {
  const lot = opened(100, { exits: amount(8) });

  test('the trade stands as if its mark were the bound, and with the bound itself', () => {
    // A quarter of 8 is 2: the bound is 102, the level there 94.
    const kept = withMark(lot, { mark: price(100), markAt: 0, newest: price(100) });
    expect(triggersOf(kept)).toMatchObject({ below: '94', above: '102' });
    const mirror = withMark(opened(100, { ...short, exits: amount(8) }), {
      mark: price(100),
      markAt: 0,
      newest: price(100),
    });
    // 98 and 106; the liquidation at 198.01 is further off.
    expect(triggersOf(mirror)).toMatchObject({ below: '98', above: '106' });
  });

  test('the bound lies beyond the newest price, though the mark that is kept is older', () => {
    const { marked } = walk(
      withMark(lot, { mark: price(100), markAt: 0, newest: price(100) }),
      windowOf([print(60_000, 101), print(120_000, 103)], { before: 0 }),
    );
    expect(marked).toEqual({ mark: '100', markAt: 0, newest: '103' });
    const kept = withMark(lot, { mark: price(100), markAt: 0, newest: price(103) });
    // 103 + 2, less 8.
    expect(triggersOf(kept)).toMatchObject({ below: '97', above: '105' });
  });

  test('the mark of today comes from the record of the time between', () => {
    const kept = withMark(lot, { mark: price(100), markAt: 0, newest: price(100) });
    const window = windowOf([print(900_000, 101)], { before: 840_000 });
    expect(walk(kept, window, { low: 99, high: 101.5 }).events).toEqual([]);
    expect(walk(kept, window, { low: 99, high: 109 }).events).toMatchObject([
      { type: 'exit_filled', fill: { price: '101', leg: 'trailing_stop' } },
    ]);
  });

  test('without a mark it is due at once', () => {
    expect(triggersOf({ ...lot, trailing: { armedAt: 7 } }).dueAt).toBe(7);
  });
});
