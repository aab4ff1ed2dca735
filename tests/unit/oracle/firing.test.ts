import { describe, expect, it } from 'vitest';
import type { OracleEntry } from '../../oracle/oracle.ts';
import { bar, fills, flat, MINUTE, run } from './cases.ts';

const buy = (entry: OracleEntry) => ({ entry });
const sell = (entry: OracleEntry) => ({ entry, direction: 'short' as const });
const later = (n: number) => ({ createdAt: n * MINUTE });

describe('oracle: when a leg fires (fill rules 3)', () => {
  it('market: at the first point, taker', () => {
    expect(fills({}, [bar(0, 100, 101, 99, 100)])).toEqual(['entry 100 taker @0o']);
  });

  it('limit: first point, later gap, move; and the mirror image', () => {
    const at95 = buy({ type: 'limit', limit: '95' });
    expect(fills({ ...at95, ...later(0) }, [flat(0, 94)])).toEqual(['entry 94 taker @0o']);
    expect(fills(at95, [flat(0, 96), flat(1, 94)])).toEqual(['entry 95 maker @1o']);
    expect(fills(at95, [bar(0, 96, 96, 94, 94)])).toEqual(['entry 95 maker @0c']);
    const at105 = sell({ type: 'limit', limit: '105' });
    expect(fills(at105, [flat(0, 106)])).toEqual(['entry 106 taker @0o']);
    expect(fills(at105, [flat(0, 104), flat(1, 106)])).toEqual(['entry 105 maker @1o']);
    expect(fills(at105, [bar(0, 104, 106, 104, 106)])).toEqual(['entry 105 maker @0c']);
  });

  it('stop: first point and gap at the price, move at the trigger; and the mirror image', () => {
    const at105 = buy({ type: 'stop', stop: '105' });
    expect(fills(at105, [flat(0, 106)])).toEqual(['entry 106 taker @0o']);
    expect(fills(at105, [flat(0, 104), flat(1, 106)])).toEqual(['entry 106 taker @1o']);
    expect(fills(at105, [bar(0, 104, 106, 104, 106)])).toEqual(['entry 105 taker @0c']);
    const at95 = sell({ type: 'stop', stop: '95' });
    expect(fills(at95, [flat(0, 94)])).toEqual(['entry 94 taker @0o']);
    expect(fills(at95, [flat(0, 96), flat(1, 94)])).toEqual(['entry 94 taker @1o']);
    expect(fills(at95, [bar(0, 96, 96, 94, 94)])).toEqual(['entry 95 taker @0c']);
  });

  it('stop-limit, limit beyond the stop: fills where it triggers, taker, no slippage', () => {
    const both = {
      ...buy({ type: 'stop_limit', stop: '105', limit: '107' }),
      slippageBps: 100,
    };
    expect(fills(both, [flat(0, 106)])).toEqual(['entry 106 taker @0o']);
    expect(fills(both, [flat(0, 104), flat(1, 106)])).toEqual(['entry 106 taker @1o']);
    expect(fills(both, [bar(0, 104, 110, 104, 110)])).toEqual(['entry 105 taker @0c']);
    // A jump over both: waits at 107 as maker.
    const jumped = [flat(0, 104), flat(1, 110)];
    expect(fills(both, jumped)).toEqual([]);
    expect(run(both, jumped).notes).toMatchObject([{ type: 'entry_triggered', at: MINUTE }]);
    expect(fills(both, [...jumped, bar(2, 110, 110, 106, 106)])).toEqual(['entry 107 maker @2c']);
    expect(fills(both, [...jumped, flat(2, 106)])).toEqual(['entry 107 maker @2o']);
  });

  it('stop-limit, limit before the stop: rests after the trigger', () => {
    const both = buy({ type: 'stop_limit', stop: '105', limit: '103' });
    expect(fills(both, [bar(0, 102, 106, 102, 104)])).toEqual([]);
    expect(run(both, [bar(0, 102, 106, 102, 104)]).notes).toMatchObject([
      { type: 'entry_triggered', at: MINUTE - 1 },
    ]);
    expect(fills(both, [bar(0, 102, 106, 102, 102.5)])).toEqual(['entry 103 maker @0c']);
    const short = sell({ type: 'stop_limit', stop: '95', limit: '97' });
    expect(fills(short, [bar(0, 98, 98, 94, 97.5)])).toEqual(['entry 97 maker @0c']);
  });

  it('3.1 a resting limit is never filled better, nor a target', () => {
    const bars = [flat(0, 100), flat(1, 120)];
    expect(fills({ takeProfit: '105' }, bars)).toEqual(['entry 100 taker @0o', 'take_profit 105 maker @1o']);
  });

  it('3.2 armed inside a move at q: marketable there fills at q, then the rest of the move', () => {
    // A short sold at 105 on the way up: the move goes on to the stop at 107.
    // (Below: a target or stop on the wrong side, to have one that is marketable, or passed, at 105.)
    const entry = { ...sell({ type: 'limit', limit: '105' }), stopLoss: '107' };
    expect(fills(entry, [bar(0, 104, 108, 104, 108)])).toEqual([
      'entry 105 maker @0c',
      'stop_loss 107 taker @0c',
    ]);
    const target = {
      ...sell({ type: 'limit', limit: '105' }),
      takeProfit: '106',
    };
    expect(fills(target, [bar(0, 104, 108, 104, 108)])).toEqual([
      'entry 105 maker @0c',
      'take_profit 105 taker @0c',
    ]);
    const passed = {
      ...sell({ type: 'limit', limit: '105' }),
      stopLoss: '104',
    };
    expect(fills(passed, [bar(0, 103, 108, 103, 108)])).toEqual([
      'entry 105 maker @0c',
      'stop_loss 105 taker @0c',
    ]);
  });

  it('3.3 slippage is adverse and rounded to the tick against the trader', () => {
    // 100.01 x 1.0005 = 100.060005 -> 100.07; 100.01 x 0.9995 = 99.959995 -> 99.95
    expect(fills({ slippageBps: 5 }, [flat(0, 100.01)])).toEqual(['entry 100.07 taker @0o']);
    expect(fills({ slippageBps: 5, direction: 'short' }, [flat(0, 100.01)])).toEqual([
      'entry 99.95 taker @0o',
    ]);
    // Already on the tick: 100 x 1.01 = 101
    expect(fills({ slippageBps: 100 }, [flat(0, 100)])).toEqual(['entry 101 taker @0o']);
    // Never below one tick: 0.01 x 0.99 -> 0.01
    expect(fills({ slippageBps: 100, direction: 'short' }, [flat(0, 0.01)])).toEqual([
      'entry 0.01 taker @0o',
    ]);
    // None: as it is, also off the tick.
    expect(fills({}, [flat(0, 100.005)])).toEqual(['entry 100.005 taker @0o']);
    // A limit does not slip, also as taker. Exits see the point, not the slipped price.
    const limit = { ...buy({ type: 'limit', limit: '101' }), slippageBps: 100 };
    expect(fills(limit, [flat(0, 100)])).toEqual(['entry 100 taker @0o']);
    expect(fills({ slippageBps: 100, takeProfit: '100.5' }, [flat(0, 100)])).toEqual(['entry 101 taker @0o']);
  });

  it('3.4 equality touches', () => {
    expect(fills(buy({ type: 'limit', limit: '95' }), [bar(0, 96, 96, 95, 96)])).toEqual([
      'entry 95 maker @0c',
    ]);
    expect(fills(buy({ type: 'stop', stop: '97' }), [bar(0, 96, 97, 96, 96)])).toEqual([
      'entry 97 taker @0c',
    ]);
    expect(fills(buy({ type: 'limit', limit: '95' }), [flat(0, 95)])).toEqual(['entry 95 taker @0o']);
    expect(fills(buy({ type: 'limit', limit: '95' }), [bar(0, 96, 96, 95.01, 96)])).toEqual([]);
  });
});
