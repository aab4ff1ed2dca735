import { describe, expect, test } from 'vitest';
import { price } from '../../../../shared/domain/money/decimal.ts';
import type { Command, ExitChanges } from '../../../../shared/domain/trades/trade.ts';
import {
  bar,
  briefs,
  exits,
  limit,
  opened,
  pending,
  print,
  run,
  stopLimit,
  typesOf,
  withCommands,
} from '../../../fixtures/trades.ts';

const cancel = (at: number): Command => ({ kind: 'cancel', at });
const close = (at: number): Command => ({ kind: 'close', at });
const amend = (at: number, changes: ExitChanges): Command => ({ kind: 'amend', at, changes });
const target = (at: number): ExitChanges => ({ takeProfit: price(at) });

const buyAt95 = pending({ entry: limit(95) });
const minute = bar(60_000, 100, 106, 94, 98);

describe('5.1 when a command acts', () => {
  test('after a point of its own moment: the fill comes first', () => {
    const ran = run(withCommands(buyAt95, cancel(2)), [print(1, 100), print(2, 95)]);
    expect(typesOf(ran)).toEqual(['entry_filled', 'command_superseded']);
  });

  test('before every later point', () => {
    const ran = run(withCommands(buyAt95, cancel(2)), [print(1, 100), print(3, 95)]);
    expect(ran.events).toEqual([{ type: 'trade_cancelled', at: 2, reason: 'cancelled by the user' }]);
  });

  test('after every point of its own moment, where several executions share a millisecond', () => {
    const ran = run(withCommands(buyAt95, cancel(2)), [print(1, 100), print(2, 97, 2), print(2, 95, 3)]);
    expect(typesOf(ran)).toEqual(['entry_filled', 'command_superseded']);
  });

  test('inside a bar: after its open, before anything else of it', () => {
    const inside = withCommands(buyAt95, cancel(90_000));
    expect(typesOf(run(inside, [print(1, 100), minute]))).toEqual(['trade_cancelled']);
    const opensThere = bar(60_000, 95, 106, 94, 98);
    expect(briefs(run(inside, [print(1, 100), opensThere]))).toEqual(['entry 95 @60000 maker']);
  });

  test('at openTime: after the open, before the rest', () => {
    expect(typesOf(run(withCommands(buyAt95, cancel(60_000)), [print(1, 100), minute]))).toEqual([
      'trade_cancelled',
    ]);
  });

  test('at closeTime: after the bar', () => {
    const ran = run(withCommands(buyAt95, cancel(119_999)), [print(1, 100), minute]);
    expect(typesOf(ran)).toEqual(['entry_filled', 'command_superseded']);
  });

  test('in a quiet market: as soon as the record is whole up to its moment, not before', () => {
    const asked = withCommands(buyAt95, cancel(50));
    expect(typesOf(run(asked, [print(1, 100)], { completeTo: 49 }))).toEqual([]);
    expect(typesOf(run(asked, [print(1, 100)], { completeTo: 50 }))).toEqual(['trade_cancelled']);
  });
});

describe('5.2 what a leg sees that a command arms', () => {
  const long = opened(100, { exits: exits(120, 80) });

  test('points at its moment are seen: a close fills at a print of that very time', () => {
    expect(briefs(run(withCommands(long, close(5)), [print(4, 101), print(5, 102), print(6, 103)]))).toEqual([
      'close 102 @5 taker',
    ]);
  });

  test('of a bar around its moment only the close', () => {
    expect(briefs(run(withCommands(long, close(90_000)), [minute]))).toEqual(['close 98 @119999 taker']);
  });

  test('at openTime it sees the open, at closeTime the close', () => {
    expect(briefs(run(withCommands(long, close(60_000)), [minute]))).toEqual(['close 100 @60000 taker']);
    expect(briefs(run(withCommands(long, close(119_999)), [minute]))).toEqual(['close 98 @119999 taker']);
  });

  test('a target amended inside a bar sees nothing of its high', () => {
    const ran = run(withCommands(long, amend(90_000, target(105))), [minute]);
    expect(typesOf(ran)).toEqual(['exits_changed']);
  });

  test('where the amended target is marketable at the first point, it fills there, as taker', () => {
    const ran = run(withCommands(long, amend(90_000, target(97))), [minute]);
    expect(briefs(ran)).toEqual(['take_profit 98 @119999 taker']);
  });

  test('the exit that an amendment does not name still sees the whole bar', () => {
    const trade = withCommands(opened(100, { exits: exits(120, 95) }), amend(90_000, target(105)));
    expect(briefs(run(trade, [minute]))).toEqual(['stop_loss 95 @119999 taker']);
  });
});

describe('5.3 what a command does', () => {
  const long = opened(100, { exits: exits(120, 80) });

  test('cancel ends a pending trade', () => {
    expect(run(withCommands(buyAt95, cancel(5)), [print(6, 95)]).trade).toMatchObject({
      status: 'cancelled',
      endedAt: 5,
      endReason: 'cancelled by the user',
      fills: [],
      commands: [],
    });
  });

  test('cancel of a trade that the path has opened is superseded, and the trade goes on', () => {
    const ran = run(withCommands(buyAt95, cancel(5)), [print(4, 95)], { completeTo: 5 });
    expect(ran.trade.status).toBe('open');
    expect(ran.events.at(-1)).toMatchObject({
      type: 'command_superseded',
      because: 'the trade was open by then',
    });
  });

  test('close of a trade that the path has closed is superseded', () => {
    const ran = run(withCommands(long, close(5)), [print(4, 79)]);
    expect(typesOf(ran)).toEqual(['exit_filled', 'command_superseded']);
    expect(ran.trade).toMatchObject({ status: 'closed', closeReason: 'stop_loss', commands: [] });
  });

  test('close of a trade that is still pending by then is superseded', () => {
    const ran = run(withCommands(buyAt95, close(5)), [print(6, 100)]);
    expect(ran.events).toMatchObject([
      { type: 'command_superseded', because: 'the trade was pending by then' },
    ]);
  });

  test('close disarms the exits: a stop in the rest of the bar fires nothing any more', () => {
    const trade = withCommands(opened(100, { exits: exits(120, 95) }), close(90_000));
    const ran = run(trade, [minute]);
    expect(briefs(ran)).toEqual(['close 98 @119999 taker']);
    expect(ran.trade).toMatchObject({ status: 'closed', closeReason: 'manual', endedAt: 119_999 });
  });

  test('amend of a pending trade changes its plan', () => {
    const trade = withCommands(
      pending({ entry: limit(95), exits: exits(120, 80) }),
      amend(5, { stopLoss: null, ...target(97) }),
    );
    expect(briefs(run(trade, [print(1, 100), print(6, 95), print(7, 79), print(8, 97)]))).toEqual([
      'entry 95 @6 maker',
      'take_profit 97 @8 maker',
    ]);
  });

  test('amend removes what is null and leaves what is absent', () => {
    const { trade } = run(withCommands(long, amend(5, { takeProfit: null })), [print(6, 100)]);
    expect(trade).toMatchObject({ exits: { stopLoss: '80' }, stopLoss: { price: '80', armedAt: 0 } });
    expect('takeProfit' in trade).toBe(false);
  });

  test('amend of an ended trade, and of one that is being closed, is superseded', () => {
    const ended = run(withCommands(long, amend(5, target(105))), [print(4, 79)]);
    expect(typesOf(ended)).toEqual(['exit_filled', 'command_superseded']);
    const closing = run(withCommands(long, close(5), amend(6, target(105))), [print(9, 100)]);
    expect(typesOf(closing)).toEqual(['close_armed', 'command_superseded', 'exit_filled']);
  });

  test('good-till ends a trade that is still pending', () => {
    const { trade } = run({ ...buyAt95, goodTill: 5 }, [print(1, 100), print(6, 95)]);
    expect(trade).toMatchObject({ status: 'expired', endedAt: 5 });
  });

  test('good-till: what happens at that very moment still counts, and an open trade is left alone', () => {
    expect(briefs(run({ ...buyAt95, goodTill: 5 }, [print(1, 100), print(5, 95)]))).toEqual([
      'entry 95 @5 maker',
    ]);
    expect(run({ ...buyAt95, goodTill: 5 }, [print(1, 95), print(9, 90)]).trade.status).toBe('open');
  });

  test('good-till inside a bar: the trade sees the open, not the dip', () => {
    expect(typesOf(run({ ...buyAt95, goodTill: 90_000 }, [print(1, 100), minute]))).toEqual([
      'trade_expired',
    ]);
  });

  test('at one moment commands act in the order given, the good-till time after them', () => {
    const first = withCommands({ ...buyAt95, goodTill: 5 }, amend(5, target(99)), cancel(5));
    expect(typesOf(run(first, [print(6, 100)]))).toEqual(['exits_changed', 'trade_cancelled']);
    const late = withCommands({ ...buyAt95, goodTill: 5 }, cancel(6));
    expect(typesOf(run(late, [print(7, 100)]))).toEqual(['trade_expired', 'command_superseded']);
  });

  test('of two closes the second is superseded', () => {
    const ran = run(withCommands(long, close(5), close(5)), [print(9, 100)]);
    expect(typesOf(ran)).toEqual(['close_armed', 'command_superseded', 'exit_filled']);
  });
});

describe('5.4 a stop-limit entry that has triggered is still pending', () => {
  const triggered = run(pending({ entry: stopLimit(105, 103) }), [print(1, 100), print(2, 106)]).trade;

  test('its status says so', () => {
    expect(triggered).toMatchObject({ status: 'pending', triggeredAt: 2 });
  });

  test('it can be cancelled', () => {
    const ran = run(withCommands(triggered, cancel(5)), [print(6, 103)], { before: 2 });
    expect(ran.trade).toMatchObject({ status: 'cancelled', endedAt: 5 });
    expect('triggeredAt' in ran.trade).toBe(false);
  });

  test('it expires', () => {
    expect(run({ ...triggered, goodTill: 5 }, [print(6, 103)], { before: 2 }).trade.status).toBe('expired');
  });
});
