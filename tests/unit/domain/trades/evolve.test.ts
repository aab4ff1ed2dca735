import { describe, expect, test } from 'vitest';
import { money } from '../../../../shared/domain/money/decimal.ts';
import type { TradeEvent } from '../../../../shared/domain/trades/event.ts';
import { evolve, ImpossibleEventError } from '../../../../shared/domain/trades/evolve.ts';
import type { Fill } from '../../../../shared/domain/trades/fill.ts';
import type { Trade, TradeStatus } from '../../../../shared/domain/trades/trade.ts';
import { exits, opened, pending, print, run, withCommands } from '../../../fixtures/trades.ts';

const commands = { kind: 'amend', at: 9, changes: {} } as const;
const open = withCommands(opened(100, { exits: exits(120, 80) }), commands);
const created = withCommands(pending(), commands);
const closed = run(open, [print(1, 79)]).trade;
const unfilled = (status: 'cancelled' | 'expired' | 'rejected'): Trade => ({
  ...pending(),
  status,
  endedAt: 5,
  endReason: 'the test',
});

const states: Record<TradeStatus, Trade> = {
  pending: created,
  open,
  closed,
  cancelled: unfilled('cancelled'),
  expired: unfilled('expired'),
  rejected: unfilled('rejected'),
};

const entry = run(pending(), [print(1, 100)]).fills[0] as Fill;
const exit = run(open, [print(1, 79)]).fills[0] as Fill;
const events: { [Type in TradeEvent['type']]: TradeEvent & { type: Type } } = {
  trade_created: { type: 'trade_created', at: 0, trade: pending() },
  command_requested: { type: 'command_requested', at: 5, command: { kind: 'close', at: 5 } },
  command_superseded: { type: 'command_superseded', at: 5, command: commands, because: 'the test' },
  entry_triggered: { type: 'entry_triggered', at: 5, ambiguous: false, evidence: entry.evidence },
  entry_filled: { type: 'entry_filled', at: 5, fill: entry },
  entry_ended: { type: 'entry_ended', at: 5, reason: 'the test' },
  exit_triggered: {
    type: 'exit_triggered',
    at: 5,
    leg: 'stop_loss',
    ambiguous: false,
    evidence: entry.evidence,
  },
  trailing_activated: { type: 'trailing_activated', at: 5, ambiguous: false, evidence: entry.evidence },
  reading_taken: {
    type: 'reading_taken',
    at: 5,
    reading: 'OLHC',
    better: { reading: 'OHLC', value: money(2), takenValue: money(1), events: [] },
  },
  exits_changed: { type: 'exits_changed', at: 5, changes: { stopLoss: null } },
  close_armed: { type: 'close_armed', at: 5 },
  close_withdrawn: { type: 'close_withdrawn', at: 5, orderId: 'x' },
  exit_filled: { type: 'exit_filled', at: 5, fill: exit, reason: 'stop_loss' },
  trade_cancelled: { type: 'trade_cancelled', at: 5, reason: 'cancelled by the user' },
  trade_expired: { type: 'trade_expired', at: 5 },
  trade_rejected: { type: 'trade_rejected', at: 5, reason: 'no funds' },
};

/** What each pair becomes; what is not here cannot happen. */
const becomes: { [Status in TradeStatus]: Partial<Record<TradeEvent['type'], TradeStatus>> } = {
  pending: {
    trade_created: 'pending',
    command_requested: 'pending',
    command_superseded: 'pending',
    entry_triggered: 'pending',
    entry_filled: 'open',
    exits_changed: 'pending',
    reading_taken: 'pending',
    trade_cancelled: 'cancelled',
    trade_expired: 'expired',
    trade_rejected: 'rejected',
  },
  open: {
    command_requested: 'open',
    command_superseded: 'open',
    exits_changed: 'open',
    exit_triggered: 'open',
    trailing_activated: 'open',
    reading_taken: 'open',
    close_armed: 'open',
    close_withdrawn: 'open',
    exit_filled: 'closed',
  },
  closed: { command_superseded: 'closed' },
  cancelled: { command_superseded: 'cancelled' },
  expired: { command_superseded: 'expired' },
  rejected: { command_superseded: 'rejected' },
};

const pairs = (Object.keys(states) as TradeStatus[]).flatMap((status) =>
  (Object.keys(events) as TradeEvent['type'][]).map((type) => [status, type] as const),
);

describe('every pair of status and event', () => {
  test.each(pairs.filter(([status, type]) => becomes[status][type]))('%s meets %s', (status, type) => {
    expect(evolve(states[status], events[type]).status).toBe(becomes[status][type]);
  });

  test.each(pairs.filter(([status, type]) => !becomes[status][type]))('%s cannot meet %s', (status, type) => {
    expect(() => evolve(states[status], events[type])).toThrow(ImpossibleEventError);
    expect(() => evolve(states[status], events[type])).toThrow(
      `trade T1 is ${status}: it cannot meet ${type}`,
    );
  });
});

describe('what an event changes', () => {
  test('each one but the creation counts one version', () => {
    const counted = pairs.filter(([status, type]) => becomes[status][type] && type !== 'trade_created');
    for (const [status, type] of counted)
      expect(evolve(states[status], events[type]).version).toBe(states[status].version + 1);
  });

  test('the state given is left as it was', () => {
    const before = structuredClone(open);
    for (const [status, type] of pairs)
      if (status === 'open' && becomes.open[type]) evolve(open, events[type]);
    expect(open).toEqual(before);
  });

  test('a fill on the trade has no evidence: that is the ledger’s and the log’s', () => {
    const after = evolve(created, events.entry_filled);
    expect(after.fills).toHaveLength(1);
    expect(after.fills[0]).not.toHaveProperty('evidence');
  });

  test('the first waiting command is done, those behind it wait on', () => {
    const two = withCommands(open, commands, { kind: 'close', at: 10 });
    expect(evolve(two, events.exits_changed).commands).toEqual([{ kind: 'close', at: 10 }]);
    expect(evolve(two, events.command_superseded).commands).toEqual([{ kind: 'close', at: 10 }]);
  });

  test('a close keeps no armed leg', () => {
    const closing = evolve(open, events.close_armed);
    expect(closing).toMatchObject({
      status: 'open',
      closeArmedAt: 5,
      exits: { takeProfit: '120', stopLoss: '80' },
    });
    expect('stopLoss' in closing || 'takeProfit' in closing).toBe(false);
    expect('closeArmedAt' in evolve(closing, events.exit_filled)).toBe(false);
  });
});
