import { describe, expect, it } from 'vitest';
import type { OracleCommand } from '../../oracle/oracle.ts';
import { runOracle } from '../../oracle/oracle.ts';
import { bar, fills, flat, MINUTE, order, run } from './cases.ts';

const limit95 = { entry: { type: 'limit' as const, limit: '95' } };
const cancel = (at: number): OracleCommand => ({ kind: 'cancel', at });
const close = (at: number): OracleCommand => ({ kind: 'close', at });
const amend = (at: number, takeProfit?: string | null, stopLoss?: string | null): OracleCommand => ({
  kind: 'amend',
  at,
  changes: {
    ...(takeProfit !== undefined && { takeProfit }),
    ...(stopLoss !== undefined && { stopLoss }),
  },
});
const entered = flat(0, 100);
const wide = bar(1, 100, 110, 90, 101);
const OPEN = MINUTE;
const MID = MINUTE + 30_000;
const CLOSE = 2 * MINUTE - 1;

describe('oracle: commands and time (fill rules 5)', () => {
  it('5.1 acts after the open and before the rest of the bar around it', () => {
    const atOpen = [flat(0, 100), bar(1, 94, 110, 90, 101)];
    expect(run({ ...limit95, commands: [cancel(OPEN - 1)] }, atOpen).status).toBe('cancelled');
    expect(run({ ...limit95, commands: [cancel(OPEN)] }, atOpen).status).toBe('open');
    for (const at of [OPEN, MID, CLOSE - 1]) {
      const result = run({ ...limit95, commands: [cancel(at)] }, [entered, wide]);
      expect(result).toEqual({
        status: 'cancelled',
        endedAt: at,
        fills: [],
        notes: [],
        superseded: 0,
        upside: '0',
      });
    }
    expect(run({ ...limit95, commands: [cancel(CLOSE)] }, [entered, wide])).toMatchObject({
      status: 'open',
      superseded: 1,
    });
  });

  it('5.1 acts in a hole, and not after the last evaluated bar', () => {
    expect(run({ ...limit95, commands: [cancel(MID)] }, [entered, flat(5, 94)])).toMatchObject({
      status: 'cancelled',
      endedAt: MID,
    });
    const late = order({
      ...limit95,
      commands: [cancel(CLOSE + 1)],
      goodTill: CLOSE + 1,
    });
    expect(runOracle(late, [flat(0, 100), flat(1, 100)], 9 * MINUTE).status).toBe('pending');
    expect(() => run({ createdAt: 5, commands: [cancel(4)] }, [entered])).toThrow();
  });

  it('5.2 a close sees the price of exactly its moment, else the close of its bar, else the next open', () => {
    const closed = (at: number, bars = [entered, wide]) => fills({ commands: [close(at)] }, bars)[1];
    expect(closed(OPEN)).toBe('close 100 taker @1o');
    expect(closed(OPEN + 1)).toBe('close 101 taker @1c');
    expect(closed(CLOSE)).toBe('close 101 taker @1c');
    expect(closed(OPEN - 1, [flat(0, 99), wide])).toBe('close 99 taker @0c');
    expect(closed(MID, [entered, flat(5, 104)])).toBe('close 104 taker @5o');
    expect(run({ commands: [close(OPEN)] }, [entered, wide])).toMatchObject({
      status: 'closed',
      closeReason: 'manual',
      endedAt: OPEN,
    });
    expect(fills({ commands: [close(OPEN)], slippageBps: 100 }, [entered, wide])[1]).toBe(
      'close 99 taker @1o',
    );
  });

  it('5.2 an amended exit: the open of exactly its moment and the bar; of a bar around it only the close', () => {
    const target = (at: number, to: string) => fills({ commands: [amend(at, to)] }, [entered, wide])[1];
    expect(target(OPEN, '99')).toBe('take_profit 100 taker @1o');
    expect(target(OPEN, '105')).toBe('take_profit 105 maker @1c');
    expect(target(MID, '105')).toBeUndefined();
    expect(target(MID, '100.5')).toBe('take_profit 101 taker @1c');
    expect(target(CLOSE, '100.5')).toBe('take_profit 101 taker @1c');
    const stop = (at: number, to: string) =>
      fills({ commands: [amend(at, undefined, to)] }, [entered, wide])[1];
    expect(stop(OPEN, '95')).toBe('stop_loss 95 taker @1c');
    expect(stop(MID, '95')).toBeUndefined();
    expect(stop(MID, '102')).toBe('stop_loss 101 taker @1c');
  });

  it('5.3 cancel of an open trade, close of a pending one, anything at an ended one: superseded', () => {
    expect(run({ commands: [cancel(MID)] }, [entered, wide])).toMatchObject({
      status: 'open',
      superseded: 1,
    });
    const pending = { entry: { type: 'limit' as const, limit: '50' } };
    expect(run({ ...pending, commands: [close(MID)] }, [entered, wide])).toMatchObject({
      status: 'pending',
      superseded: 1,
    });
    const ended = [close(MID), close(MID + 1), amend(MID + 2, '120'), cancel(MID + 3)];
    expect(run({ commands: ended }, [entered, wide])).toMatchObject({
      status: 'closed',
      superseded: 3,
    });
  });

  it('5.3 a close disarms the exits from its moment on', () => {
    const exits = { stopLoss: '95', takeProfit: '105' };
    expect(fills({ ...exits, commands: [close(MID)] }, [entered, wide])[1]).toBe('close 101 taker @1c');
    expect(fills({ ...exits, commands: [close(CLOSE)] }, [entered, wide])[1]).toBe('stop_loss 95 taker @1c?');
  });

  it('5.3 amend re-arms only what it names, also with the same price; null removes', () => {
    const exits = { stopLoss: '95', takeProfit: '120' };
    expect(fills({ ...exits, commands: [amend(MID, '119')] }, [entered, wide])[1]).toBe(
      'stop_loss 95 taker @1c',
    );
    expect(fills({ ...exits, commands: [amend(MID, undefined, '95')] }, [entered, wide])).toHaveLength(1);
    expect(
      fills({ ...exits, commands: [amend(MID, undefined, null)] }, [entered, wide, flat(2, 94)]),
    ).toHaveLength(1);
  });

  it('5.3 amend of a pending trade changes the plan: the exits are armed by the fill', () => {
    const plan = { ...limit95, commands: [amend(MID, '97')] };
    expect(fills(plan, [entered, bar(1, 100, 100, 94, 98)])).toEqual([
      'entry 95 maker @1c',
      'take_profit 97 maker @1c',
    ]);
  });

  it('5.3 what an amendment replaces, or only plans, fires nothing', () => {
    const replaced = { takeProfit: '105', commands: [amend(MID, '120')] };
    expect(fills(replaced, [entered, flat(1, 100), bar(2, 100, 110, 100, 100)])).toHaveLength(1);
    const planned = { ...limit95, commands: [amend(MID, '99', '90')] };
    expect(fills(planned, [entered, flat(1, 100), bar(2, 100, 110, 96, 100)])).toEqual([]);
  });

  it('5.3 good-till ends what is pending, after the commands of its moment', () => {
    expect(run({ ...limit95, goodTill: MID }, [entered, wide])).toMatchObject({
      status: 'expired',
      endedAt: MID,
    });
    expect(run({ ...limit95, goodTill: CLOSE }, [entered, wide]).status).toBe('open');
    expect(run({ goodTill: MID }, [entered, wide])).toMatchObject({
      status: 'open',
      superseded: 0,
    });
    expect(run({ ...limit95, goodTill: MID, commands: [cancel(MID)] }, [entered, wide]).status).toBe(
      'cancelled',
    );
  });

  it('5.3 at one moment as given', () => {
    const both = (commands: OracleCommand[]) => run({ commands }, [entered, wide]);
    expect(both([amend(OPEN, '99'), close(OPEN)])).toMatchObject({
      closeReason: 'take_profit',
      superseded: 1,
    });
    expect(both([close(OPEN), amend(OPEN, '99')])).toMatchObject({
      closeReason: 'manual',
      superseded: 1,
    });
  });

  it('5.4 a triggered stop-limit is pending until its limit fills', () => {
    const entry = { type: 'stop_limit' as const, stop: '105', limit: '103' };
    const bars = [entered, bar(1, 100, 106, 100, 106), flat(2, 106)];
    expect(run({ entry, commands: [cancel(2 * MINUTE)] }, bars)).toMatchObject({
      status: 'cancelled',
      notes: [{ type: 'entry_triggered', at: CLOSE }],
    });
    expect(run({ entry, goodTill: 2 * MINUTE }, bars).status).toBe('expired');
  });
});
