import { describe, expect, test } from 'vitest';
import { price } from '../../../../shared/domain/money/decimal.ts';
import {
  decideAmend,
  decideCancel,
  decideClose,
  MAX_WAITING_COMMANDS,
} from '../../../../shared/domain/trades/decide.ts';
import { journalOf } from '../../../../shared/domain/trades/journal.ts';
import type { Command, Trade } from '../../../../shared/domain/trades/trade.ts';
import { exits, limit, opened, pending, print, run, withCommands } from '../../../fixtures/trades.ts';

const waiting = pending({ entry: limit(95), exits: exits(105, 90) });
const open = opened(100, { exits: exits(120, 80) });
const closed = run(open, [print(1, 79)]).trade;
const requested = (command: Command) => ({
  ok: true,
  value: [{ type: 'command_requested', at: command.at, command }],
});
const refused = (code: string) => ({ ok: false, problem: { code } });
const cancel: Command = { kind: 'cancel', at: 50 };
const close: Command = { kind: 'close', at: 50 };
const amend = (takeProfit: number): Command => ({
  kind: 'amend',
  at: 50,
  changes: { takeProfit: price(takeProfit) },
});

describe('cancel', () => {
  test('of a pending trade is requested', () => expect(decideCancel(waiting, 50)).toEqual(requested(cancel)));
  test('of an open trade is refused', () =>
    expect(decideCancel(open, 50)).toMatchObject(refused('trade_not_pending')));
  test('of an ended trade is refused', () =>
    expect(decideCancel(closed, 50)).toMatchObject(refused('trade_ended')));
  test('again changes nothing', () =>
    expect(decideCancel(withCommands(waiting, cancel), 60)).toEqual({ ok: true, value: [] }));
});

describe('close', () => {
  test('of an open trade is requested', () => expect(decideClose(open, 50)).toEqual(requested(close)));
  test('of a pending trade is refused', () =>
    expect(decideClose(waiting, 50)).toMatchObject(refused('trade_not_open')));
  test('of an ended trade is refused', () =>
    expect(decideClose(closed, 50)).toMatchObject(refused('trade_ended')));
  test('again changes nothing, whether the first one waits or is in force', () => {
    const asked = withCommands(open, close);
    expect(decideClose(asked, 60)).toEqual({ ok: true, value: [] });
    const inForce = run(asked, [], { completeTo: 50 }).trade;
    expect(inForce).toMatchObject({ closeArmedAt: 50 });
    expect(decideClose(inForce, 60)).toEqual({ ok: true, value: [] });
  });
});

describe('amend', () => {
  const change = (trade: Trade, takeProfit: string | null, last: number | null = 100) =>
    decideAmend(
      trade,
      { exits: { takeProfit: takeProfit === null ? null : price(takeProfit) } },
      50,
      last ?? undefined,
    );
  const codes = (result: ReturnType<typeof change>) =>
    result.ok ? [] : result.problem.violations.map(({ field, code }) => `${field} ${code}`);

  test('of an open trade is requested', () => expect(change(open, '110')).toEqual(requested(amend(110))));
  test('of an ended trade is refused', () =>
    expect(change(closed, '110')).toMatchObject(refused('trade_ended')));
  test('of a trade that is being closed is refused', () => {
    const closing = run(withCommands(open, close), [], { completeTo: 50 }).trade;
    expect(change(closing, '110')).toMatchObject(refused('trade_not_open'));
  });
  test('a removal needs no price', () => expect(change(open, null, null).ok).toBe(true));

  test('on an open trade a changed exit is held against the market', () => {
    expect(codes(change(open, '99'))).toEqual(['takeProfit take_profit_not_above_entry']);
    expect(codes(change(open, '99.001'))).toEqual(['takeProfit price_off_tick']);
  });
  test('and against the other exit, once', () => {
    expect(codes(change(open, '79', 70))).toEqual(['stopLoss stop_loss_beyond_take_profit']);
    expect(codes(change(open, '79', null))).toEqual(['stopLoss stop_loss_beyond_take_profit']);
  });
  test('an exit that is not changed may be past the market', () => {
    expect(decideAmend(open, { exits: { takeProfit: price(130) } }, 50, 79).ok).toBe(true);
  });
  test('on a pending trade exits are held against its limit', () => {
    expect(codes(change(waiting, '95'))).toEqual(['takeProfit take_profit_not_above_entry']);
    expect(codes(change(waiting, '95.01', 200))).toEqual([]);
  });
  test('amendments that wait count as made', () => {
    const raised = withCommands(open, { kind: 'amend', at: 50, changes: { stopLoss: price(95) } });
    expect(codes(change(raised, '90', 85))).toEqual(['stopLoss stop_loss_beyond_take_profit']);
  });
});

describe('the time of a command', () => {
  const timeOf = (result: ReturnType<typeof decideClose>) => (result.ok ? result.value[0]?.at : undefined);

  test('is never before the trade', () =>
    expect(timeOf(decideCancel({ ...waiting, createdAt: 80 }, 50))).toBe(80));
  test('is never before a command that waits', () => {
    expect(timeOf(decideClose(withCommands(open, { ...amend(110), at: 70 }), 50))).toBe(70);
  });
  test('is never before the entry’s fill: an exit cannot come before its entry', () => {
    // Asked at 50 by the caller's clock; meanwhile the path has filled the entry at 60.
    const filled = run(pending({ exits: exits(120, 80) }), [print(60, 100)]).trade;
    const result = decideClose(filled, 50);
    expect(timeOf(result)).toBe(60);
    const asked = journalOf(filled, result.ok ? result.value : []).trade;
    const [exit] = run(asked, [print(55, 90), print(60, 100), print(65, 101)]).fills;
    expect(exit?.time).toBeGreaterThanOrEqual(60);
  });
  test('is never before an amendment in force', () => {
    const amended = run(withCommands(open, { ...amend(110), at: 70 }), [], { completeTo: 70 }).trade;
    expect(timeOf(decideClose(amended, 50))).toBe(70);
  });
});

test('more than five waiting commands are refused', () => {
  const many = withCommands(open, ...Array.from({ length: MAX_WAITING_COMMANDS }, () => amend(110)));
  expect(MAX_WAITING_COMMANDS).toBe(5);
  expect(decideAmend(many, { exits: { takeProfit: price(111) } }, 50, 100)).toMatchObject(
    refused('too_many_commands'),
  );
});
