import { describe, expect, it } from 'vitest';
import { bar, fills, flat, run } from './cases.ts';

describe('oracle: money (fill rules 6)', () => {
  it('6.1 notional half-even, fee of the unrounded product, up', () => {
    const fill = (price: number, quantity: string) => run({ quantity }, [flat(0, price)]).fills[0];
    // 1.5 x 0.00000001 = 0.000000015 -> even 0.00000002; 2.5 x -> 0.000000025 -> even 0.00000002
    expect(fill(1.5, '0.00000001')?.notional).toBe('0.00000002');
    expect(fill(2.5, '0.00000001')?.notional).toBe('0.00000002');
    // 2.5 x 0.00000001 x 0.002 = 0.00000000005 -> up
    expect(fill(2.5, '0.00000001')?.fee).toBe('0.00000001');
    // 100 x 0.123456789 x 0.002 = 0.0246913578, exactly between: up to 0.02469136
    expect(fill(100, '0.123456789')).toMatchObject({
      notional: '12.3456789',
      fee: '0.02469136',
    });
    // The fee is of the unrounded product: 1.5 x 0.00000333 = 0.000004995 (notional 0.000005 by half-even 0.0000050).
    expect(fill(1.5, '0.00000333')).toMatchObject({
      notional: '0.000005',
      fee: '0.00000001',
    });
    expect(fill(100, '2.50')).toMatchObject({
      quantity: '2.5',
      notional: '250',
      fee: '0.5',
    });
  });

  it('6.1 maker or taker rate as the liquidity says', () => {
    const bars = [flat(0, 100), bar(1, 100, 106, 100, 106)];
    expect(run({ takeProfit: '105' }, bars).fills.map((fill) => fill.fee)).toEqual(['0.2', '0.105']);
  });

  it('6.2 gross and net of a closed long and short', () => {
    const bars = [flat(0, 100), bar(1, 100, 106, 100, 106)];
    // 105 - 100 = 5; less 0.2 and 0.105
    expect(run({ takeProfit: '105' }, bars)).toMatchObject({
      grossPnl: '5',
      netPnl: '4.695',
    });
    // The short is stopped at 105 as taker: -5 - 0.2 - 0.21
    expect(run({ direction: 'short', stopLoss: '105' }, bars)).toMatchObject({
      grossPnl: '-5',
      netPnl: '-5.41',
    });
    expect(run({ direction: 'short', stopLoss: '100' }, bars)).toMatchObject({
      grossPnl: '0',
      netPnl: '-0.4',
    });
    expect(run({}, bars)).not.toHaveProperty('grossPnl');
  });
});

describe('oracle: prices that cannot be true (fill rules 7)', () => {
  it('7.1 a bar that cannot be is never used', () => {
    const limit = { entry: { type: 'limit' as const, limit: '95' } };
    expect(fills(limit, [flat(0, 100), bar(1, 100, 90, 94, 94), flat(2, 100)])).toEqual([]);
    expect(fills(limit, [flat(0, 100), bar(1, 100, 101, 0, 100), flat(2, 100)])).toEqual([]);
    expect(fills(limit, [flat(0, 100), bar(1, 100, Number.NaN, 94, 94), flat(2, 94)])).toEqual([
      'entry 95 maker @2o',
    ]);
    expect(fills({}, [bar(0, -1, 1, 1, 1), flat(1, 100)])).toEqual(['entry 100 taker @1o']);
  });

  it('7.2 a confirmed bar counts like any other, however far', () => {
    const limit = { entry: { type: 'limit' as const, limit: '95' } };
    expect(fills(limit, [flat(0, 100), bar(1, 100, 100, 1, 100)])).toEqual(['entry 95 maker @1c']);
  });
});
