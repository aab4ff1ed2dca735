import { describe, expect, it } from 'vitest';
import { runOracle } from '../../oracle/oracle.ts';
import { bar, fills, flat, MINUTE, order, run } from './cases.ts';

const limit = (at: number) => ({
  entry: { type: 'limit' as const, limit: String(at) },
});

describe('oracle: the path (fill rules 1)', () => {
  it('1.1 evaluates no bar that is not closed by `until`', () => {
    const bars = [flat(0, 100), flat(1, 90)];
    expect(runOracle(order(limit(95)), bars, 2 * MINUTE - 2).status).toBe('pending');
    expect(runOracle(order(limit(95)), bars, 2 * MINUTE - 1).status).toBe('open');
  });

  it('1.2 a fill at the open bears openTime, any other closeTime', () => {
    expect(fills({ ...limit(95) }, [flat(0, 100), flat(1, 94)])).toEqual(['entry 95 maker @1o']);
    expect(fills({ ...limit(95) }, [flat(0, 100), bar(1, 100, 101, 94, 99)])).toEqual(['entry 95 maker @1c']);
  });

  it('1.3 jumps between bars, also between neighbours, and moves inside them', () => {
    const stop = { entry: { type: 'stop' as const, stop: '105' } };
    expect(fills(stop, [flat(0, 100), flat(1, 107)])).toEqual(['entry 107 taker @1o']);
    expect(fills(stop, [flat(0, 100), bar(1, 100, 107, 100, 107)])).toEqual(['entry 105 taker @1c']);
    // A hole of nine minutes is a gap like any other.
    expect(fills(stop, [flat(0, 100), flat(10, 107)])).toEqual(['entry 107 taker @10o']);
  });

  it('1.4 reads both extremes of a bar', () => {
    const both = { ...limit(95), takeProfit: '105' };
    // OLHC: buys at 95 and sells at 105. OHLC: buys at 95 only, 96 at the close: worse.
    expect(fills(both, [flat(0, 100), bar(1, 100, 106, 94, 96)])).toEqual(['entry 95 maker @1c?']);
  });
});

describe('oracle: what legs see (fill rules 2)', () => {
  it('2.1 a long buys in and sells out, a short the reverse', () => {
    const bars = [flat(0, 100), bar(1, 100, 106, 100, 106)];
    expect(fills({ takeProfit: '105' }, bars)).toEqual(['entry 100 taker @0o', 'take_profit 105 maker @1c']);
    const short = { direction: 'short' as const, stopLoss: '105' };
    expect(fills(short, bars)).toEqual(['entry 100 taker @0o', 'stop_loss 105 taker @1c']);
  });

  it('2.2 exits are armed at the very point of the entry', () => {
    // Bought by the jump down through 100; the stop sees the same 97.
    const result = fills({ ...limit(100), stopLoss: '98' }, [flat(0, 101), flat(1, 97)]);
    expect(result).toEqual(['entry 100 maker @1o', 'stop_loss 97 taker @1o']);
  });

  it('2.3 of a bar that began before the arming only the close counts', () => {
    const inside = bar(0, 100, 110, 90, 101);
    expect(fills({ ...limit(95), createdAt: 1 }, [inside])).toEqual([]);
    expect(fills({ ...limit(101), createdAt: 1 }, [inside])).toEqual(['entry 101 taker @0c']);
    expect(fills({ createdAt: MINUTE - 1 }, [inside, flat(1, 99)])).toEqual(['entry 101 taker @0c']);
    expect(fills({ createdAt: MINUTE }, [inside, flat(1, 99)])).toEqual(['entry 99 taker @1o']);
    expect(fills({ ...limit(95), createdAt: 0 }, [inside])).toEqual(['entry 95 maker @0c']);
  });

  it('2.3 exits armed by a fill in a bar see the rest of its reading, not what was before', () => {
    // Entry at 105 on the way up. OLHC: low before. OHLC: 98 comes after the entry: stopped, worse.
    const stop = {
      entry: { type: 'stop' as const, stop: '105' },
      stopLoss: '99',
    };
    expect(fills(stop, [flat(0, 100), bar(1, 100, 106, 98, 104)])).toEqual([
      'entry 105 taker @1c?',
      'stop_loss 99 taker @1c?',
    ]);
    // Opening at its low it comes back there in OHLC only; never below 100 it stops in neither.
    expect(fills(stop, [flat(0, 100), bar(1, 98, 106, 98, 104)])).toEqual([
      'entry 105 taker @1c?',
      'stop_loss 99 taker @1c?',
    ]);
    expect(fills(stop, [flat(0, 100), bar(1, 100, 106, 100, 104)])).toEqual(['entry 105 taker @1c']);
  });

  it('2.4 marketable or not is judged at the first point', () => {
    // The older 100 does not make this limit wait: its first point is 94.
    expect(fills({ ...limit(95), createdAt: MINUTE }, [flat(0, 100), flat(1, 94)])).toEqual([
      'entry 94 taker @1o',
    ]);
  });

  it('2.5 entry and exit at one point', () => {
    const stop = {
      entry: { type: 'stop' as const, stop: '105' },
      takeProfit: '108',
    };
    expect(fills(stop, [flat(0, 100), flat(1, 109)])).toEqual([
      'entry 109 taker @1o',
      'take_profit 109 taker @1o',
    ]);
    expect(run(stop, [flat(0, 100), flat(1, 109)]).closeReason).toBe('take_profit');
  });
});
