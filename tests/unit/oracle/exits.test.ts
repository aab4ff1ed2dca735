import { describe, expect, it } from 'vitest';
import type { OracleChanges, OracleCommand, OracleOrder } from '../../oracle/oracle.ts';
import { bar, flat, MINUTE, notes, parts, run } from './cases.ts';

const entered = flat(0, 100);
const amend = (at: number, changes: OracleChanges): OracleCommand => ({ kind: 'amend', at, changes });
const two = { quantity: '2' };
const targets = (...pairs: [string, string][]) => ({
  targets: pairs.map(([price, quantity]) => ({ price, quantity })),
});
const exitsOf = (changes: Partial<OracleOrder>, bars = [entered]) => parts(changes, bars).slice(1);

describe('oracle: exits (fill rules 9.2)', () => {
  it('9.2.1 at one point in their order: stop loss, targets from the nearest on, take profit', () => {
    const ladder = { ...two, ...targets(['105', '0.5'], ['110', '0.5']), takeProfit: '115' };
    expect(exitsOf(ladder, [entered, flat(1, 120)])).toEqual([
      'target 0.5 x 105 @1o',
      'target 0.5 x 110 @1o',
      'take_profit 1 x 115 @1o',
    ]);
    // (A stop above the market, to have both at one point.)
    expect(exitsOf({ ...ladder, stopLoss: '130' })).toEqual(['stop_loss 2 x 100 @0o']);
    // Stop loss and trailing stop at 95 on one move: the stop loss.
    const both = { stopLoss: '95', trailing: { amount: '5' } };
    expect(exitsOf(both, [entered, bar(1, 100, 100, 94, 94)])).toEqual(['stop_loss 1 x 95 @1c']);
    // A target before a partial close at the same price.
    const part: OracleCommand = { kind: 'close', at: 0, part: { id: 'p', quantity: '1.5', limit: '105' } };
    expect(exitsOf({ ...two, ...targets(['105', '1']), commands: [part] }, [entered, flat(1, 105)])).toEqual([
      'target 1 x 105 @1o',
      'close 1 x 105 @1o',
    ]);
  });

  it('9.2.1 levels that one price of a move reaches keep that order', () => {
    const at105 = { ...two, ...targets(['105', '1']), takeProfit: '105' };
    expect(exitsOf(at105, [entered, bar(1, 100, 106, 100, 106)])).toEqual([
      'target 1 x 105 @1c',
      'take_profit 1 x 105 @1c',
    ]);
  });

  it('9.2.2 a target closes its own quantity, or what is open; the reason is that of the last fill', () => {
    const some = { ...two, ...targets(['105', '0.5'], ['106', '9']) };
    const result = run(some, [entered, flat(1, 105), flat(2, 107)]);
    expect(result).toMatchObject({ status: 'closed', closeReason: 'take_profit', endedAt: 2 * MINUTE });
    expect(exitsOf(some, [entered, flat(1, 105), flat(2, 107)])).toEqual([
      'target 0.5 x 105 @1o',
      'target 1.5 x 106 @2o',
    ]);
    // 0.5 x 5 + 1.5 x 6 = 11.5; fees 0.4 + 0.0525 + 0.159
    expect(result).toMatchObject({ grossPnl: '11.5', netPnl: '10.8885' });
    const stopped = { ...some, stopLoss: '95' };
    expect(run(stopped, [entered, flat(1, 105), flat(2, 94)])).toMatchObject({ closeReason: 'stop_loss' });
    const last: OracleCommand = { kind: 'close', at: 90_000, part: { id: 'p', quantity: '5' } };
    expect(run({ ...some, commands: [last] }, [entered, flat(1, 105), flat(2, 100)])).toMatchObject({
      closeReason: 'manual',
    });
  });

  it('9.2.3 covers bounds all exits together; used up, they are gone and the rest stays open', () => {
    const covered = { ...two, ...targets(['105', '0.5']), takeProfit: '110', stopLoss: '95', covers: '1.2' };
    expect(exitsOf(covered, [entered, flat(1, 111), flat(2, 90)])).toEqual([
      'target 0.5 x 105 @1o',
      'take_profit 0.7 x 110 @1o',
    ]);
    expect(run(covered, [entered, flat(1, 111), flat(2, 90)]).status).toBe('open');
    // A partial close does not count, and outlives it.
    const part: OracleCommand = { kind: 'close', at: 0, part: { id: 'p', quantity: '0.3', limit: '112' } };
    expect(exitsOf({ ...covered, commands: [part] }, [entered, flat(1, 90), flat(2, 113)])).toEqual([
      'stop_loss 1.2 x 90 @1o',
      'close 0.3 x 112 @2o',
    ]);
  });

  it('9.2.4 break-even: the stop at the average entry once the first target is filled', () => {
    const plan = { ...two, ...targets(['105', '1'], ['110', '1']), stopLoss: '90', breakEven: true as const };
    expect(exitsOf(plan, [entered, flat(1, 106), bar(2, 106, 106, 98, 98)])).toEqual([
      'target 1 x 105 @1o',
      'stop_loss 1 x 100 @2c',
    ]);
    // Rounded up for a long, down for a short: 100.005 is not on the tick.
    const odd = [flat(0, 100.005), flat(1, 106), bar(2, 106, 106, 98, 98)];
    expect(exitsOf(plan, odd)[1]).toBe('stop_loss 1 x 100.01 @2c');
    const short = { ...plan, direction: 'short' as const, stopLoss: '110', ...targets(['95', '1']) };
    expect(exitsOf(short, [flat(0, 100.005), flat(1, 94), bar(2, 94, 101, 94, 101)])[1]).toBe(
      'stop_loss 1 x 100 @2c',
    );
    // At or beyond that price already: it stays.
    const beyond = { ...plan, commands: [amend(0, { stopLoss: '100' })] };
    expect(exitsOf(beyond, [entered, flat(1, 100.5), flat(2, 106), flat(3, 100)])[0]).toBe(
      'stop_loss 2 x 100 @0o',
    );
    const above = { ...plan, stopLoss: '90', commands: [amend(90_000, { stopLoss: '102' })] };
    expect(exitsOf(above, [entered, flat(1, 104), flat(2, 106), bar(3, 106, 106, 98, 98)])[1]).toBe(
      'stop_loss 1 x 102 @3c',
    );
  });

  it('9.2.4 armed at the very point of that fill; without a stop loss none is made; new targets begin again', () => {
    // (A target below the entry, after an amendment: at 98 the stop at 100 fires at once.)
    const low = {
      ...two,
      stopLoss: '90',
      breakEven: true as const,
      commands: [amend(0, targets(['98', '1']))],
    };
    expect(exitsOf(low)).toEqual(['target 1 x 100 @0o', 'stop_loss 1 x 100 @0o']);
    const none = { ...two, ...targets(['105', '1']), breakEven: true as const };
    expect(exitsOf(none, [entered, flat(1, 105), flat(2, 90)])).toEqual(['target 1 x 105 @1o']);
    const again = {
      ...two,
      ...targets(['105', '1']),
      stopLoss: '90',
      breakEven: true as const,
      commands: [amend(90_000, { ...targets(['107', '0.5']), stopLoss: '91' })],
    };
    expect(exitsOf(again, [entered, flat(1, 105), flat(2, 107), flat(3, 99)])).toEqual([
      'target 1 x 105 @1o',
      'target 0.5 x 107 @2o',
      'stop_loss 0.5 x 99 @3o',
    ]);
  });

  it('9.2.5 a stop-limit exit becomes a limit for all, and disarms the others', () => {
    const plan = { stopLoss: '95', stopLimit: '94', takeProfit: '110' };
    // Reached on a move: marketable at 95, taker, no slippage.
    expect(run({ ...plan, slippageBps: 100 }, [entered, bar(1, 100, 100, 94, 94)]).fills[1]).toMatchObject({
      leg: 'stop_loss',
      price: '95',
      liquidity: 'taker',
    });
    // A jump over both: it rests at 94, the take profit is gone; back at 94 it fills as maker.
    const jumped = [entered, flat(1, 93), flat(2, 93.5)];
    expect(notes(plan, jumped)).toEqual(['exit_triggered @1o']);
    expect(exitsOf(plan, [...jumped, flat(3, 120)])).toEqual(['stop_loss 1 x 94 @3o']);
    expect(run(plan, [...jumped, flat(3, 120)]).fills[1]?.liquidity).toBe('maker');
    // New parts are superseded, a close of the whole takes over.
    const part: OracleCommand = { kind: 'close', at: 90_000, part: { id: 'p', quantity: '0.5' } };
    expect(run({ ...plan, commands: [part] }, jumped)).toMatchObject({ status: 'open', superseded: 1 });
    expect(exitsOf({ ...plan, commands: [{ kind: 'close', at: 90_000 }] }, jumped)).toEqual([
      'close 1 x 93 @1c',
    ]);
    expect(exitsOf({ ...plan, timeOut: 90_000 }, jumped)).toEqual(['close 1 x 93 @1c']);
  });

  it('9.2.6 time-out and daily close', () => {
    const later = [entered, bar(1, 100, 102, 98, 101), flat(2, 103)];
    // 0 + 90 s: of minute 1 only the close.
    expect(exitsOf({ timeOut: 90_000 }, later)).toEqual(['close 1 x 101 @1c']);
    expect(run({ timeOut: 90_000 }, later)).toMatchObject({ closeReason: 'timeout', endedAt: 119_999 });
    expect(exitsOf({ timeOut: 60_000 }, later)).toEqual(['close 1 x 100 @1o']);
    // Entered at 00:00: 00:02 today, and 00:00 tomorrow.
    expect(exitsOf({ dailyClose: 2 }, later)).toEqual(['close 1 x 103 @2o']);
    expect(run({ dailyClose: 2 }, later)).toMatchObject({ closeReason: 'daily_close' });
    expect(exitsOf({ dailyClose: 0 }, [...later, flat(1439, 104), flat(1440, 105)])).toEqual([
      'close 1 x 105 @1440o',
    ]);
    // At one moment: a command first, the time-out before the daily close.
    expect(run({ dailyClose: 2, timeOut: 120_000 }, later).closeReason).toBe('timeout');
    const close: OracleCommand = { kind: 'close', at: 120_000 };
    expect(run({ timeOut: 120_000, commands: [close] }, later)).toMatchObject({
      closeReason: 'manual',
      superseded: 0,
    });
    // An exit that fires first closes it first.
    expect(run({ timeOut: 90_000, takeProfit: '100' }, later).closeReason).toBe('take_profit');
  });

  it('9.2.7 an amendment into the past acts at its moment; of daily closes the next one', () => {
    const bars = [entered, flat(1, 101), flat(2, 102), flat(3, 103)];
    expect(exitsOf({ commands: [amend(120_000, { timeOut: 1_000 })] }, bars)).toEqual(['close 1 x 102 @2o']);
    expect(exitsOf({ commands: [amend(120_000, { dailyClose: 3 })] }, bars)).toEqual(['close 1 x 103 @3o']);
    expect(exitsOf({ commands: [amend(120_000, { dailyClose: 2 })] }, bars)).toEqual([]);
    // Another amendment at the very moment of a daily close does not put it off.
    const same = { dailyClose: 2, commands: [amend(120_000, { takeProfit: '150' })] };
    expect(exitsOf(same, bars)).toEqual(['close 1 x 102 @2o']);
    expect(exitsOf({ timeOut: 90_000, commands: [amend(60_000, { timeOut: null })] }, bars)).toEqual([]);
  });

  it('9.2.7 arms what it names, the targets with their full quantities', () => {
    const plan = { ...two, ...targets(['105', '1']), takeProfit: '101' };
    // Inside minute 1 the new target sees the close of 106 only: taker, there. The take profit fills at 101 on the way.
    const fresh = {
      ...plan,
      takeProfit: '150',
      commands: [amend(90_000, targets(['105', '0.4'], ['106', '0.4']))],
    };
    expect(exitsOf(fresh, [entered, bar(1, 100, 106, 100, 106)])).toEqual([
      'target 0.4 x 106 @1c',
      'target 0.4 x 106 @1c',
    ]);
    expect(
      exitsOf({ ...plan, commands: [amend(90_000, { targets: null })] }, [
        entered,
        flat(1, 100),
        flat(2, 105),
      ]),
    ).toEqual(['take_profit 2 x 101 @2o']);
    // A new stop loss keeps the planned stop limit; a stop limit of null makes it a stop.
    const limited = { stopLoss: '90', stopLimit: '89' };
    expect(
      notes(
        { ...limited, commands: [amend(60_000, { stopLoss: '95' })] },
        [entered, entered, flat(2, 88)].slice(1),
      ),
    ).toEqual(['exit_triggered @2o']);
    expect(
      exitsOf({ ...limited, commands: [amend(60_000, { stopLimit: null })] }, [entered, flat(2, 88)]),
    ).toEqual(['stop_loss 1 x 88 @2o']);
    const off = {
      ...limited,
      commands: [amend(60_000, { stopLoss: null }), amend(61_000, { stopLoss: '95' })],
    };
    expect(exitsOf(off, [entered, flat(2, 88)])).toEqual(['stop_loss 1 x 88 @2o']);
  });

  it('9.2.7 takes a triggered limit back, and arms the planned exits anew', () => {
    const plan = { stopLoss: '95', stopLimit: '94', takeProfit: '110', ...targets(['105', '0.5']) };
    const bars = [entered, flat(1, 93), flat(2, 96), flat(3, 106), flat(4, 111)];
    // Without it the limit fills at 94 in minute 2.
    const triggered = ['stop_loss 1 x 94 @2o'];
    expect(exitsOf(plan, bars)).toEqual(triggered);
    // Taken back inside minute 1: the new stop at 90 does not fire. The take profit is armed again, the target is not.
    const back = { ...plan, commands: [amend(90_000, { stopLoss: '90', stopLimit: '89' })] };
    expect(exitsOf(back, bars)).toEqual(['take_profit 1 x 110 @4o']);
    // A stop loss that is not named is armed again at its price, and triggers again at the close of 93.
    const again = { ...plan, commands: [amend(90_000, { takeProfit: '120' })] };
    expect(exitsOf(again, bars)).toEqual(triggered);
    expect(notes(again, bars)).toEqual(['exit_triggered @1o', 'exit_triggered @1c']);
    // What arms nothing does not take it back.
    const other = { ...plan, commands: [amend(90_000, { timeOut: 3_600_000 })] };
    expect(exitsOf(other, bars)).toEqual(triggered);
    expect(notes(other, bars)).toEqual(['exit_triggered @1o']);
    // Removed, the stop loss is gone with its limit.
    const off = { ...plan, commands: [amend(90_000, { stopLoss: null })] };
    expect(exitsOf(off, bars)).toEqual(['take_profit 1 x 110 @4o']);
  });

  it('9.2.7 covers counts from the amendment that sets it; used up it is forgotten with what it bounded', () => {
    const plan = { ...two, takeProfit: '105', stopLoss: '90', covers: '0.5' };
    const raised = { ...plan, commands: [amend(30_000, { covers: '1.5' })] };
    expect(exitsOf(raised, [entered, flat(1, 105)])).toEqual(['take_profit 1.5 x 105 @1o']);
    const bars = [entered, flat(1, 105), flat(2, 105), flat(3, 80), flat(4, 111)];
    expect(exitsOf(plan, bars)).toEqual(['take_profit 0.5 x 105 @1o']);
    const named = { ...plan, commands: [amend(90_000, { takeProfit: '110' })] };
    expect(exitsOf(named, bars)).toEqual(['take_profit 0.5 x 105 @1o', 'take_profit 1.5 x 110 @4o']);
  });

  it('9.2.8 a short is liquidated where loss and fee reach its collateral', () => {
    // 2 x 100 / (1 x 1.002) = 199.6007...: 199.60
    const short = { direction: 'short' as const };
    expect(exitsOf(short, [entered, bar(1, 100, 200, 100, 200)])).toEqual(['liquidation 1 x 199.6 @1c']);
    expect(run(short, [entered, flat(1, 250)])).toMatchObject({
      closeReason: 'liquidation',
      grossPnl: '-150',
    });
    // Beside a triggered stop-limit it stays.
    const stopped = { ...short, stopLoss: '110', stopLimit: '111' };
    expect(exitsOf(stopped, [entered, flat(1, 120), flat(2, 200)])).toEqual(['liquidation 1 x 200 @2o']);
  });
});
