import { describe, expect, test } from 'vitest';
import { price, quantity, rate } from '../../../../shared/domain/money/decimal.ts';
import type { Command, Exits, Trade } from '../../../../shared/domain/trades/trade.ts';
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
  stop,
  stopLimit,
  traded,
  typesOf,
  withCommands,
} from '../../../fixtures/trades.ts';

const DAY = 86_400_000;
const lot = (plan: Exits, changes = {}) => opened(100, { exits: plan, ...changes });
const reasonOf = (trade: Trade) => (trade.status === 'closed' ? trade.closeReason : trade.status);
const amend = (at: number, changes: Exits): Command => ({ kind: 'amend', at, changes });

describe('9.2.6 time-out', () => {
  test.each(['long', 'short'] as const)(
    'inside a bar it closes a %s at the close of the bar',
    (direction) => {
      // 90 s after the fill at 0: after the open of minute 1; what the bar reaches later fires nothing any more.
      const plan = direction === 'long' ? exits(110, 90) : exits(90, 110);
      const ran = run(lot({ ...plan, timeOut: 90_000 }, { direction }), [bar(60_000, 100, 111, 89, 97)]);
      expect(briefs(ran)).toEqual(['close 97 @119999 taker']);
      expect(reasonOf(ran.trade)).toBe('timeout');
    },
  );

  test('between prints it closes at the next one', () => {
    const ran = run(lot({ timeOut: 50 }), [print(49, 101), print(51, 102)]);
    expect(typesOf(ran)).toEqual(['close_armed', 'exit_filled']);
    expect(ran.events[0]).toEqual({ type: 'close_armed', at: 50, reason: 'timeout' });
    expect(briefs(ran)).toEqual(['close 102 @51 taker']);
  });

  test('an exit that fires by then comes first', () => {
    const ran = run(lot({ ...exits(110, 90), timeOut: 50 }), [print(50, 89), print(51, 102)]);
    expect(briefs(ran)).toEqual(['stop_loss 89 @50 taker']);
  });

  test('at its very moment it acts after the point, which its own leg then sees', () => {
    expect(briefs(run(lot({ timeOut: 50 }), [print(50, 104), print(51, 102)]))).toEqual([
      'close 104 @50 taker',
    ]);
  });

  test('a trade without any leg closes, though many bars come in one pass', () => {
    const path = [1, 2, 3, 4].map((minute) => bar(minute * 60_000, 100 + minute, 105, 99, 100));
    const ran = run(lot({ timeOut: 150_000 }), path);
    expect(briefs(ran)).toEqual(['close 100 @179999 taker']);
    expect(triggersOf(lot({ timeOut: 150_000 }))).toEqual({
      below: undefined,
      above: undefined,
      dueAt: 150_000,
    });
  });

  test('counts from the first fill of the entry, and ends what of it still waits', () => {
    const thin = pending({ execution: { participation: rate('0.25') }, exits: { timeOut: 50 } });
    const ran = run(thin, [print(10, 100), print(40, 101), print(61, 102), traded(print(62, 103), 9)]);
    expect(partsOf(ran)).toEqual([
      'entry 0.25 at 100 @10 taker',
      'entry 0.25 at 101 @40 taker',
      'close 0.25 at 102 @61 taker',
      'close 0.25 at 103 @62 taker',
    ]);
    expect(reasonOf(ran.trade)).toBe('timeout');
  });

  test('a close by hand at the same moment comes first, and a trade on its way out is left alone', () => {
    const closing = (at: number) => withCommands(lot({ timeOut: 50 }), { kind: 'close', at } as Command);
    for (const at of [40, 50]) expect(reasonOf(run(closing(at), [print(60, 101)]).trade)).toBe('manual');
    expect(reasonOf(run(closing(51), [print(60, 101)]).trade)).toBe('timeout');
  });

  test('9.2.7: set into the past it acts at the moment of the amendment', () => {
    const asked = withCommands(lot({}), amend(100, { timeOut: 50 }));
    expect(run(asked, [print(99, 101), print(103, 102)]).events).toMatchObject([
      { type: 'exits_changed', at: 100 },
      { type: 'close_armed', at: 100, reason: 'timeout' },
      { type: 'exit_filled', at: 103 },
    ]);
  });
});

describe('9.2.6 daily close', () => {
  test('at its moment, which is a bar’s open: there', () => {
    const ran = run(lot({ dailyClose: 2 }), [
      bar(60_000, 100, 101, 99, 100),
      bar(120_000, 103, 104, 99, 100),
    ]);
    expect(briefs(ran)).toEqual(['close 103 @120000 taker']);
    expect(reasonOf(ran.trade)).toBe('daily_close');
  });

  test('the first such moment that is later than the entry', () => {
    expect(triggersOf(lot({ dailyClose: 0 })).dueAt).toBe(DAY);
    const late = run(pending({ exits: { dailyClose: 1 } }), [print(60_001, 100)]).trade;
    expect(triggersOf(late).dueAt).toBe(DAY + 60_000);
    const early = run(pending({ exits: { dailyClose: 1 } }), [print(59_999, 100)]).trade;
    expect(triggersOf(early).dueAt).toBe(60_000);
  });

  test('a short closes the same way', () => {
    const ran = run(lot({ dailyClose: 1 }, { direction: 'short' }), [print(60_001, 97)]);
    expect(briefs(ran)).toEqual(['close 97 @60001 taker']);
  });

  test('the time-out comes before it at one moment', () => {
    const ran = run(lot({ dailyClose: 2, timeOut: 120_000 }), [print(130_000, 101)]);
    expect(reasonOf(ran.trade)).toBe('timeout');
  });

  test('9.2.7: of an amendment the first after it', () => {
    const { trade } = run(withCommands(lot({}), amend(60_000, { dailyClose: 1 })), [print(70_000, 101)]);
    expect(triggersOf(trade).dueAt).toBe(DAY + 60_000);
  });

  test('another exit that is changed at its very moment does not put it off', () => {
    const asked = withCommands(lot({ ...exits(110), dailyClose: 1 }), amend(60_000, exits(120)));
    expect(typesOf(run(asked, [print(60_001, 101)]))).toEqual([
      'exits_changed',
      'close_armed',
      'exit_filled',
    ]);
  });
});

describe('9.1.3 the end of an entry', () => {
  const thin = (changes = {}) =>
    pending({ entry: limit(100), execution: { participation: rate('0.5') }, exits: exits(110), ...changes });

  test('a trade without any fill expires or is cancelled', () => {
    expect(run(thin({ goodTill: 5 }), [print(1, 101), print(6, 99)]).trade.status).toBe('expired');
    const cancelled = withCommands(thin(), { kind: 'cancel', at: 5 });
    expect(run(cancelled, [print(1, 101), print(6, 99)]).trade.status).toBe('cancelled');
  });

  test.each([
    ['the good-till time', thin({ goodTill: 5 })],
    ['a cancel', withCommands(thin(), { kind: 'cancel', at: 5 })],
  ])('%s ends the rest of one that has begun to fill, and the trade goes on', (_, trade) => {
    const ran = run(trade, [print(1, 101), print(2, 99), print(6, 99), print(7, 111)]);
    expect(typesOf(ran)).toEqual(['entry_filled', 'entry_ended', 'exit_filled']);
    expect(ran.events[1]).toMatchObject({ at: 5 });
    expect(partsOf(ran)).toEqual(['entry 0.5 at 100 @2 maker', 'take_profit 0.5 at 110 @7 maker']);
    expect(reasonOf(ran.trade)).toBe('take_profit');
  });

  test('a point at the good-till time itself still fills', () => {
    const ran = run(thin({ goodTill: 5 }), [print(1, 101), print(2, 99), print(5, 99), print(6, 99)]);
    expect(partsOf(ran)).toEqual(['entry 0.5 at 100 @2 maker', 'entry 0.5 at 100 @5 maker']);
  });

  test('a close of the whole ends it as well', () => {
    const ran = run(withCommands(thin(), { kind: 'close', at: 5 }), [
      print(1, 101),
      print(2, 99),
      print(6, 99),
    ]);
    expect(partsOf(ran)).toEqual(['entry 0.5 at 100 @2 maker', 'close 0.5 at 99 @6 taker']);
    expect(reasonOf(ran.trade)).toBe('manual');
  });

  test('a cancel of a trade that has filled whole is superseded', () => {
    const ran = run(withCommands(lot(exits(110)), { kind: 'cancel', at: 5 }), [print(6, 101)]);
    expect(typesOf(ran)).toEqual(['command_superseded']);
  });
});

describe('9.1.4 an amendment of the entry', () => {
  const entry = (at: number, changes: Extract<Command, { kind: 'amend' }>['entry']): Command => ({
    kind: 'amend',
    at,
    changes: {},
    ...(changes ? { entry: changes } : {}),
  });

  test('arms it anew at another price: what is marketable there fills at its first point', () => {
    const asked = withCommands(pending({ entry: limit(90) }), entry(2, { entry: limit(105) }));
    expect(briefs(run(asked, [print(1, 100), print(3, 103)]))).toEqual(['entry 103 @3 taker']);
  });

  test('a stop that had triggered waits for its trigger again', () => {
    const asked = withCommands(
      pending({ entry: stopLimit(105, 103) }),
      entry(3, { entry: stopLimit(108, 107) }),
    );
    const ran = run(asked, [print(1, 100), print(2, 106), print(4, 102), print(5, 108), print(6, 107)]);
    expect(typesOf(ran)).toEqual(['entry_triggered', 'exits_changed', 'entry_triggered', 'entry_filled']);
    expect(briefs(ran)).toEqual(['entry 107 @6 maker']);
  });

  test('in a bar it sees the close alone', () => {
    const asked = withCommands(pending({ entry: stop(120) }), entry(90_000, { entry: stop(105) }));
    expect(run(asked, [print(1, 100), bar(60_000, 100, 110, 99, 104)]).fills).toEqual([]);
    expect(briefs(run(asked, [print(1, 100), bar(60_000, 100, 110, 99, 106)]))).toEqual([
      'entry 106 @119999 taker',
    ]);
  });

  test('another quantity is what fills', () => {
    const asked = withCommands(pending({ entry: limit(95) }), entry(2, { quantity: quantity('0.5') }));
    expect(partsOf(run(asked, [print(1, 100), print(3, 94)]))).toEqual(['entry 0.5 at 94 @3 taker']);
  });

  test('a good-till date alone arms nothing: the limit rests on', () => {
    const asked = withCommands(pending({ entry: limit(95), goodTill: 9 }), entry(2, { goodTill: 4 }));
    expect(briefs(run(asked, [print(1, 100), print(3, 94)]))).toEqual(['entry 95 @3 maker']);
    expect(run(asked, [print(1, 100), print(5, 94)]).trade).toMatchObject({ status: 'expired', endedAt: 4 });
    const removed = withCommands(pending({ entry: limit(95), goodTill: 9 }), entry(2, { goodTill: null }));
    expect(briefs(run(removed, [print(1, 100), print(10, 94)]))).toEqual(['entry 95 @10 maker']);
  });

  test('on a trade that is open it is superseded, with all that it names', () => {
    const asked = withCommands(lot(exits(110)), {
      kind: 'amend',
      at: 2,
      changes: { takeProfit: price(105) },
      entry: { quantity: quantity(1) },
    });
    const ran = run(asked, [print(3, 106)]);
    expect(typesOf(ran)).toEqual(['command_superseded']);
  });
});
