import { describe, expect, test } from 'vitest';
import { price, quantity } from '../../../../shared/domain/money/decimal.ts';
import type { Command, Exits } from '../../../../shared/domain/trades/trade.ts';
import {
  bar,
  briefs,
  exits,
  opened,
  partsOf,
  print,
  run,
  typesOf,
  withCommands,
} from '../../../fixtures/trades.ts';

const plan = (stopLoss: number, stopLimit: number, takeProfit?: number): Exits => ({
  ...exits(takeProfit, stopLoss),
  stopLimit: price(stopLimit),
});
const long = (of: Exits = plan(90, 89, 120)) => opened(100, { exits: of });
const short = (of: Exits = plan(110, 111, 80)) => opened(100, { direction: 'short', exits: of });
const close = (at: number, changes = {}): Command => ({ kind: 'close', at, ...changes });

describe('9.2.5 stop-limit exits', () => {
  test('a gap beyond the limit arms it and leaves it resting; it fills at its price when the market is back', () => {
    const ran = run(long(), [print(1, 88), print(2, 88.5), print(3, 95)]);
    expect(typesOf(ran)).toEqual(['exit_triggered', 'exit_filled']);
    expect(briefs(ran)).toEqual(['stop_loss 89 @3 maker']);
    expect(ran.trade).toMatchObject({ status: 'closed', closeReason: 'stop_loss' });
    expect(briefs(run(short(), [print(1, 112), print(2, 105)]))).toEqual(['stop_loss 111 @2 maker']);
  });

  test('a gap between the two fills at once, at that price, as taker', () => {
    expect(briefs(run(long(), [print(1, 89.5)]))).toEqual(['stop_loss 89.5 @1 taker']);
    expect(briefs(run(short(), [print(1, 110.5)]))).toEqual(['stop_loss 110.5 @1 taker']);
  });

  test('on a move the first point of the limit is the stop’s price', () => {
    expect(briefs(run(long(), [bar(60_000, 100, 101, 85, 86)]))).toEqual(['stop_loss 90 @119999 taker']);
    expect(briefs(run(short(), [bar(60_000, 100, 115, 99, 114)]))).toEqual(['stop_loss 110 @119999 taker']);
  });

  test('a limit on the other side of its stop waits for the price to come back in the same bar', () => {
    // Stop 90, limit 92: down to 85, and back to 93 in both readings.
    expect(briefs(run(long(plan(90, 92)), [bar(60_000, 91, 93.5, 85, 93)]))).toEqual([
      'stop_loss 92 @119999 maker',
    ]);
  });

  test('it slips nowhere: what fills is a limit', () => {
    const lot = long();
    const slipping = { ...lot, terms: { ...lot.terms, slippageBps: 100 } };
    expect(briefs(run(slipping, [print(1, 89.5)]))).toEqual(['stop_loss 89.5 @1 taker']);
  });

  test('from then on the take profit, the targets and the parts are disarmed', () => {
    const part = { id: 'S1', quantity: quantity(1), limit: price(115) };
    const targets = [{ price: price(105), quantity: quantity(1) }];
    const lot = withCommands(long({ ...plan(90, 89, 120), targets }), close(1, { part }));
    const ran = run(lot, [print(2, 100), print(3, 88)]);
    expect(ran.trade).toMatchObject({
      status: 'open',
      exiting: { leg: 'stop_loss', limit: '89', armedAt: 3 },
    });
    for (const gone of ['takeProfit', 'stopLoss', 'targets', 'partialCloses'])
      expect(ran.trade).not.toHaveProperty(gone);
    // What is above 105, 115 and 120 sells at 89: a resting limit fills at its own price.
    expect(partsOf(run(ran.trade, [print(4, 125)], { before: 3 }))).toEqual(['stop_loss 2 at 89 @4 maker']);
  });

  test('the liquidation stays beside it', () => {
    // 2 x 200 / (2 x 1.01) = 198.0198...
    const ran = run(short(), [print(1, 112), print(2, 199)]);
    expect(briefs(ran)).toEqual(['liquidation 199 @2 taker']);
    expect(ran.trade).toMatchObject({ closeReason: 'liquidation' });
  });

  test('a new part of it is superseded, a close of the whole takes over', () => {
    const part = { id: 'S1', quantity: quantity(1) };
    const lot = withCommands(long(), close(2, { part }), close(3));
    const ran = run(lot, [print(1, 88), print(4, 87)]);
    expect(typesOf(ran)).toEqual(['exit_triggered', 'command_superseded', 'close_armed', 'exit_filled']);
    expect(briefs(ran)).toEqual(['close 87 @4 taker']);
    expect(ran.trade).toMatchObject({ closeReason: 'manual' });
  });

  test('a time-out takes over', () => {
    const ran = run(long({ ...plan(90, 89), timeOut: 50 }), [print(1, 88), print(60, 87)]);
    expect(briefs(ran)).toEqual(['close 87 @60 taker']);
    expect(ran.trade).toMatchObject({ closeReason: 'timeout' });
  });

  test('the trigger keeps its evidence', () => {
    expect(run(long(), [print(1, 88)]).events[0]).toMatchObject({
      type: 'exit_triggered',
      leg: 'stop_loss',
      at: 1,
      ambiguous: false,
      evidence: { rule: 'stop_gap', trigger: '90', point: { price: 88 } },
    });
  });
});

describe('9.2.7 an amendment after the limit is armed', () => {
  const amend = (changes: Extract<Command, { kind: 'amend' }>['changes']): Command => ({
    kind: 'amend',
    at: 2,
    changes,
  });

  test('takes it back, and arms the stop loss and the take profit anew at that moment', () => {
    const lot = withCommands(long(), amend({ takeProfit: price(95) }));
    // At 88 the stop loss, armed anew, triggers again; at 96 the take profit is marketable at its first point.
    const low = run(lot, [print(1, 88), print(3, 88), print(4, 90)]);
    expect(typesOf(low)).toEqual(['exit_triggered', 'exits_changed', 'exit_triggered', 'exit_filled']);
    expect(briefs(low)).toEqual(['stop_loss 89 @4 maker']);
    expect(briefs(run(lot, [print(1, 88), print(3, 96)]))).toEqual(['take_profit 96 @3 taker']);
  });

  test('leaves targets disarmed that it does not name', () => {
    const targets = [{ price: price(105), quantity: quantity(1) }];
    const lot = withCommands(long({ ...plan(90, 89), targets }), amend({ stopLoss: price(85) }));
    expect(run(lot, [print(1, 88), print(3, 106)]).fills).toEqual([]);
    const named = withCommands(long({ ...plan(90, 89), targets }), amend({ targets }));
    expect(partsOf(run(named, [print(1, 88), print(3, 106)]))).toEqual(['target 1 at 106 @3 taker']);
  });

  test('of what arms nothing leaves it where it is', () => {
    const lot = withCommands(long(), amend({ timeOut: 1_000_000 }));
    expect(briefs(run(lot, [print(1, 88), print(3, 90)]))).toEqual(['stop_loss 89 @3 maker']);
  });

  test('a new stop loss keeps the planned limit, a stop loss of null takes it along', () => {
    const moved = withCommands(long(), { kind: 'amend', at: 1, changes: { stopLoss: price(95) } });
    expect(run(moved, [print(2, 88)]).trade).toMatchObject({ exiting: { limit: '89' } });
    const gone = withCommands(
      long(),
      { kind: 'amend', at: 1, changes: { stopLoss: null } },
      { kind: 'amend', at: 1, changes: { stopLoss: price(95) } },
    );
    expect(briefs(run(gone, [print(2, 88)]))).toEqual(['stop_loss 88 @2 taker']);
  });

  test('a new stop limit arms the stop loss anew', () => {
    // Below the stop already: what has seen 91 sees 88 as a new leg.
    const lot = withCommands(long(plan(90, 89)), amend({ stopLimit: price(87) }));
    const { trade } = run(lot, [print(1, 91), print(3, 95)]);
    expect(trade).toMatchObject({ stopLoss: { price: '90', armedAt: 2 } });
    expect(briefs(run(trade, [print(4, 88)], { before: 3 }))).toEqual(['stop_loss 88 @4 taker']);
  });
});
