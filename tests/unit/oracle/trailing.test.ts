import { describe, expect, it } from 'vitest';
import type { OracleCommand, OracleOrder, OracleTrailing } from '../../oracle/oracle.ts';
import { bar, fills, flat, MINUTE, notes, run } from './cases.ts';

const trail = (trailing: OracleTrailing, more: Partial<OracleOrder> = {}): Partial<OracleOrder> => ({
  trailing,
  ...more,
});
const by5 = trail({ amount: '5' });
const entered = flat(0, 100);

describe('oracle: trailing stop (fill rules 9.3)', () => {
  it('9.3.1 by an amount, or a percentage of the mark, on the tick away from it', () => {
    // Marks 110: level 105. 3 % of 110.01 = 3.3003: 106.7097 -> 106.7
    expect(fills(by5, [entered, flat(1, 110), bar(2, 110, 110, 100, 100)])[1]).toBe(
      'trailing_stop 105 taker @2c',
    );
    const percent = trail({ percent: '3' });
    expect(fills(percent, [entered, flat(1, 110.01), bar(2, 110, 110, 100, 100)])[1]).toBe(
      'trailing_stop 106.7 taker @2c',
    );
    // A short: 90 + 3 % of 90 = 92.7; 90.01 x 1.03 = 92.7103 -> up
    expect(
      fills({ ...percent, direction: 'short' }, [entered, flat(1, 90.01), bar(2, 90.01, 100, 90.01, 100)])[1],
    ).toBe('trailing_stop 92.72 taker @2c');
    // A level at zero never fires.
    const far = trail({ amount: '100' });
    expect(run(far, [entered, flat(1, 0.01)])).toMatchObject({ status: 'open', mark: '100' });
  });

  it('9.3.2 its first point marks and does not fire; later points fire, or raise the mark', () => {
    expect(run(by5, [entered])).toMatchObject({ status: 'open', mark: '100' });
    // 96 > 95: nothing; 94 <= 95: fires as a stop does at a gap, at 94.
    expect(fills(by5, [entered, flat(1, 96), flat(2, 94)])[1]).toBe('trailing_stop 94 taker @2o');
    expect(fills(by5, [entered, flat(1, 95)])[1]).toBe('trailing_stop 95 taker @1o');
    expect(run(by5, [entered, flat(1, 104), flat(2, 101)])).toMatchObject({ status: 'open', mark: '104' });
    expect(run({ ...by5, direction: 'short' }, [entered, flat(1, 96)])).toMatchObject({ mark: '96' });
    // Slippage: 95 x 0.99 = 94.05
    expect(fills({ ...by5, slippageBps: 100 }, [entered, bar(1, 100, 100, 94, 94)])[1]).toBe(
      'trailing_stop 94.05 taker @1c',
    );
  });

  it('9.3.2 inside a bar the mark rises on moves upwards, and it fires at its level on moves downwards', () => {
    // OHLC: up to 108, level 103, down to 97: fires at 103. OLHC: 97 first (95 not reached), then 108, then 99: 103 too.
    expect(fills(by5, [entered, bar(1, 100, 108, 97, 99)])[1]).toBe('trailing_stop 103 taker @1c');
    // Closing at 104 OLHC does not fire: open at 104, against 103 less fees: the sale is worse, and flagged.
    expect(fills(by5, [entered, bar(1, 100, 108, 97, 104)])[1]).toBe('trailing_stop 103 taker @1c?');
    // OLHC: 95 first: fires there. OHLC: fires at 103. Worse: 95.
    expect(fills(by5, [entered, bar(1, 100, 108, 94, 104)])[1]).toBe('trailing_stop 95 taker @1c?');
  });

  it('9.3.2 armed inside a bar it sees the rest of the reading; the readings agree, and OLHC gives the mark', () => {
    // Bought at 98 on the way down. OLHC: then up to 102: the mark. OHLC: then only up to the close of 99.
    const limit = { ...by5, entry: { type: 'limit' as const, limit: '98' } };
    expect(run(limit, [entered, bar(1, 100, 102, 97, 99)])).toMatchObject({
      mark: '102',
      fills: [{ price: '98', ambiguous: false }],
    });
  });

  it('9.3.2 amended: a new trailing stop, whose mark begins there', () => {
    const amend: OracleCommand = { kind: 'amend', at: 90_000, changes: { trailing: { amount: '2' } } };
    // Inside minute 1 it sees the close of 103 only.
    const bars = [entered, bar(1, 106, 110, 103, 103)];
    expect(run({ commands: [amend] }, bars)).toMatchObject({ mark: '103' });
    expect(fills({ commands: [amend] }, [...bars, flat(2, 101)])[1]).toBe('trailing_stop 101 taker @2o');
    // Removed.
    const off: OracleCommand = { kind: 'amend', at: MINUTE, changes: { trailing: null } };
    expect(run({ ...by5, commands: [off] }, [entered, flat(1, 100), flat(2, 50)]).status).toBe('open');
  });

  it('9.3.3 with an activation price it waits for that, and marks there', () => {
    const later = trail({ amount: '6', activation: '104' });
    expect(run(later, [entered, flat(1, 90)])).toMatchObject({ status: 'open', notes: [] });
    // At a point beyond it: marks the point. On a move: there, and what comes after.
    expect(notes(later, [entered, flat(1, 106)])).toEqual(['trailing_activated @1o']);
    expect(run(later, [entered, flat(1, 106)]).mark).toBe('106');
    expect(run(later, [entered, bar(1, 100, 105, 100, 103)]).mark).toBe('105');
    expect(notes(later, [entered, bar(1, 100, 105, 100, 103)])).toEqual(['trailing_activated @1c']);
    // Its first point may be beyond it already.
    expect(run(trail({ amount: '5', activation: '99' }), [entered])).toMatchObject({ mark: '100' });
    expect(notes(trail({ amount: '5', activation: '99' }), [entered])).toEqual(['trailing_activated @0o']);
    const short = trail({ amount: '6', activation: '96' }, { direction: 'short' });
    expect(fills(short, [entered, bar(1, 100, 100, 95, 95), flat(2, 101)])[1]).toBe(
      'trailing_stop 101 taker @2o',
    );
  });

  it('9.3.3 an activation in one reading alone is a difference', () => {
    // Bought at 98. OLHC: then up to 104: activated. OHLC: 104 was before. Equal values: OLHC, all of it flagged.
    const limit = trail({ amount: '9', activation: '104' }, { entry: { type: 'limit', limit: '98' } });
    const bars = [entered, bar(1, 100, 104, 97, 99)];
    expect(notes(limit, bars)).toEqual(['trailing_activated @1c?']);
    expect(fills(limit, bars)).toEqual(['entry 98 maker @1c?']);
  });
});
