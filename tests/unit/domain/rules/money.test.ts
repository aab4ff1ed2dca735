import { describe, expect, test } from 'vitest';
import { quantity, rate } from '../../../../shared/domain/money/decimal.ts';
import { feesOf, realizedGross, realizedNet } from '../../../../shared/domain/trades/pnl.ts';
import { exits, limit, opened, pending, print, run, TERMS } from '../../../fixtures/trades.ts';

describe('6 money', () => {
  test('6.1: notional is price x quantity, the fee is of the taker rate where the fill is a taker’s', () => {
    // 2 x 100.5 = 201; 1 % of it 2.01
    expect(run(pending(), [print(1, 100.5)]).fills).toMatchObject([
      { id: 'T1#entry#0', quantity: '2', notional: '201', fee: '2.01', liquidity: 'taker' },
    ]);
  });

  test('6.1: and of the maker rate where it is a maker’s', () => {
    // 2 x 95 = 190; 0.5 % of it 0.95
    const { fills } = run(pending({ entry: limit(95) }), [print(1, 100), print(2, 90)]);
    expect(fills).toMatchObject([{ notional: '190', fee: '0.95', liquidity: 'maker' }]);
  });

  test('6.1: notional rounds half to even at 8 decimals, the fee is of the unrounded product and rounds up', () => {
    // 0.5 x 0.00000003 = 0.000000015: half to even 0.00000002; x 0.01 = 0.00000000015: up to 0.00000001.
    // 0.5 x 0.00000001 = 0.000000005: half to even 0; its fee is of 0.000000005, not of 0: still 0.00000001.
    const of = (amount: string) => run(pending({ quantity: quantity(amount) }), [print(1, 0.5)]).fills;
    expect(of('0.00000003')).toMatchObject([{ notional: '0.00000002', fee: '0.00000001' }]);
    expect(of('0.00000001')).toMatchObject([{ notional: '0', fee: '0.00000001' }]);
  });

  test('6.1: money is of the slipped price', () => {
    // 100 x 1.01 = 101; 2 x 101 = 202; 1 %: 2.02
    const { fills } = run(pending({ terms: { ...TERMS, slippageBps: 100 } }), [print(1, 100)]);
    expect(fills).toMatchObject([{ price: '101', notional: '202', fee: '2.02' }]);
  });

  test('6.1: a rate of zero costs nothing', () => {
    expect(run(pending({ terms: { ...TERMS, takerRate: rate(0) } }), [print(1, 100)]).fills[0]?.fee).toBe(
      '0',
    );
  });

  test('6.2: a long gains what it sold for more than it bought for; net is less all fees', () => {
    // 200 in (fee 2), 210 out at the limit (fee 1.05)
    const { trade } = run(opened(100, { exits: exits(105) }), [print(1, 106)], { before: 0 });
    expect([realizedGross(trade), feesOf(trade), realizedNet(trade)]).toEqual(['10', '3.05', '6.95']);
  });

  test('6.2: a short gains where it buys back for less', () => {
    // 200 in (fee 2), 190 out (fee 0.95)
    const { trade } = run(opened(100, { direction: 'short', exits: exits(95) }), [print(1, 94)], {
      before: 0,
    });
    expect([realizedGross(trade), feesOf(trade), realizedNet(trade)]).toEqual(['10', '2.95', '7.05']);
  });

  test('6.2: a short that is stopped loses', () => {
    // 200 in (fee 2), 2 x 107 = 214 out (fee 2.14)
    const { trade } = run(opened(100, { direction: 'short', exits: exits(undefined, 105) }), [print(1, 107)]);
    expect([realizedGross(trade), feesOf(trade), realizedNet(trade)]).toEqual(['-14', '4.14', '-18.14']);
  });
});
