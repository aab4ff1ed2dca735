import { describe, expect, it } from 'vitest';
import type { OracleCommand, OracleEntry, OracleEntryChanges } from '../../oracle/oracle.ts';
import { bar, fills, flat, MINUTE, notes, parts, run } from './cases.ts';

const postOnly = (limit: string): { entry: OracleEntry } => ({
  entry: { type: 'limit', limit, postOnly: true },
});
const oco = (limit: string, stop: string, stopLimit?: string): { entry: OracleEntry } => ({
  entry: { type: 'oco', limit, stop, ...(stopLimit !== undefined && { stopLimit }) },
});
const change = (at: number, entry: OracleEntryChanges): OracleCommand => ({
  kind: 'amend',
  at,
  changes: {},
  entry,
});

describe('oracle: entries (fill rules 9.1)', () => {
  it('9.1.1 post-only: rejected at its first point where it would take, a maker later', () => {
    expect(run(postOnly('100'), [flat(0, 100)])).toMatchObject({ status: 'rejected', endedAt: 0, fills: [] });
    expect(fills(postOnly('95'), [flat(0, 100), flat(1, 94)])).toEqual(['entry 95 maker @1o']);
    // Inside a bar its first point is the close.
    const inside = { ...postOnly('95'), createdAt: 1 };
    expect(run(inside, [bar(0, 90, 110, 90, 95)])).toMatchObject({ status: 'rejected', endedAt: MINUTE - 1 });
    expect(run({ ...postOnly('105'), direction: 'short' }, [flat(0, 106)]).status).toBe('rejected');
    // Whatever volume that point had.
    const slow = { ...postOnly('100'), participation: '0.1', lotSize: '0.01' };
    expect(run(slow, [flat(0, 99, 0)]).status).toBe('rejected');
  });

  it('9.1.2 OCO: the one that fires first is the entry', () => {
    const down = [flat(0, 100), bar(1, 100, 100, 94, 94), bar(2, 94, 110, 94, 110)];
    expect(fills(oco('95', '105'), down)).toEqual(['entry 95 maker @1c']);
    const up = [flat(0, 100), bar(1, 100, 106, 100, 106), bar(2, 106, 106, 90, 90)];
    expect(fills(oco('95', '105'), up)).toEqual(['entry 105 taker @1c']);
    const short = { ...oco('105', '95'), direction: 'short' as const };
    expect(fills(short, up)).toEqual(['entry 105 maker @1c']);
    expect(fills(short, down)).toEqual(['entry 95 taker @1c']);
    // Both in one bar: bought at 95 or at 105, valued at 100. Worse: at 105 (OHLC).
    expect(fills(oco('95', '105'), [flat(0, 100), bar(1, 100, 106, 94, 100)])).toEqual([
      'entry 105 taker @1c?',
    ]);
  });

  it('9.1.2 at a point the limit comes first; a stop that triggers ends the limit', () => {
    // (A stop below its limit, to have a point at which both fire.)
    expect(fills(oco('105', '95'), [flat(0, 100)])).toEqual(['entry 100 taker @0o']);
    const both = oco('95', '105', '103');
    const up = [flat(0, 100), flat(1, 106)];
    expect(notes(both, up)).toEqual(['entry_triggered @1o']);
    // Now a limit at 103; the one at 95 is gone: it would have filled at 95 as well, but lower.
    expect(fills(both, [...up, bar(2, 106, 106, 94, 94)])).toEqual(['entry 103 maker @2c']);
  });

  it('9.1.2 a limit that is touched and gets nothing leaves both', () => {
    const slow = { ...oco('95', '105'), participation: '0.1', lotSize: '0.01' };
    const touched = [flat(0, 100), bar(1, 100, 100, 94, 100, 0)];
    expect(parts(slow, [...touched, bar(2, 100, 106, 100, 106)])).toEqual(['entry 1 x 105 @2c']);
  });

  it('9.1.3 good-till and cancel end what of an entry has not filled', () => {
    const half = { quantity: '2', participation: '0.1', lotSize: '0.01' };
    const bars = [flat(0, 100, 10), flat(1, 100, 10), flat(2, 100, 10)];
    const filled = ['entry 1 x 100 @0o'];
    for (const how of [{ goodTill: 30_000 }, { commands: [{ kind: 'cancel' as const, at: 30_000 }] }]) {
      expect(parts({ ...half, ...how }, bars)).toEqual(filled);
      expect(run({ ...half, ...how }, bars)).toMatchObject({ status: 'open', superseded: 0 });
    }
    expect(parts(half, bars)).toEqual([...filled, 'entry 1 x 100 @1o']);
    // A second cancel finds nothing.
    const twice = [30_000, 31_000].map((at) => ({ kind: 'cancel' as const, at }));
    expect(run({ ...half, commands: twice }, bars).superseded).toBe(1);
    // A close ends the rest with all that is open.
    expect(parts({ ...half, commands: [{ kind: 'close', at: 30_000 }] }, bars)).toEqual([
      ...filled,
      'close 1 x 100 @1o',
    ]);
  });

  it('9.1.4 an amended entry is armed anew, with its new quantity', () => {
    const limit = { entry: { type: 'limit' as const, limit: '90' } };
    // Marketable at its new first point: the open of minute 1.
    const raised = change(MINUTE, { entry: { type: 'limit', limit: '101' }, quantity: '3' });
    expect(parts({ ...limit, commands: [raised] }, [flat(0, 100), flat(1, 99)])).toEqual([
      'entry 3 x 99 @1o',
    ]);
    // A stop that had triggered waits for its trigger again: at 103 nothing happens any more.
    const stop: OracleEntry = { type: 'stop_limit', stop: '105', limit: '103' };
    const bars = [flat(0, 100), flat(1, 106), flat(2, 104), flat(3, 103)];
    expect(parts({ entry: stop }, bars)).toEqual(['entry 1 x 103 @3o']);
    expect(parts({ entry: stop, commands: [change(2 * MINUTE, { quantity: '2' })] }, bars)).toEqual([]);
    // A new good-till date arms nothing, and counts.
    const till = { entry: stop, goodTill: 90_000, commands: [change(30_000, { goodTill: null })] };
    expect(parts(till, bars)).toEqual(['entry 1 x 103 @3o']);
    const soon = { entry: stop, commands: [change(30_000, { goodTill: 150_000 })] };
    expect(run(soon, bars)).toMatchObject({ status: 'expired', endedAt: 150_000 });
  });

  it('9.1.4 on an open trade it is superseded with all that it names', () => {
    const both: OracleCommand = {
      ...change(MINUTE, { quantity: '2' }),
      kind: 'amend',
      changes: { takeProfit: '105' },
    };
    const result = run({ commands: [both] }, [flat(0, 100), flat(1, 100), flat(2, 106)]);
    expect(result).toMatchObject({ status: 'open', superseded: 1 });
  });
});
