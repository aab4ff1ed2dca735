import { describe, expect, test } from 'vitest';
import { quantity } from '../../../../shared/domain/money/decimal.ts';
import {
  feesOf,
  openQuantity,
  realizedGross,
  realizedNet,
  unrealized,
} from '../../../../shared/domain/trades/pnl.ts';
import { exits, opened, pending, print, run } from '../../../fixtures/trades.ts';

describe('unrealized', () => {
  test('a long at 103: 2 x 3 = 6, less the fee of 2 paid on entry; 3 % of 200', () => {
    expect(unrealized(opened(100), 103)).toEqual({ gross: '6', net: '4', percent: '3' });
  });

  test('a short at 103 loses what a long gains', () => {
    expect(unrealized(opened(100, { direction: 'short' }), 103)).toEqual({
      gross: '-6',
      net: '-8',
      percent: '-3',
    });
  });

  test('percent has 4 decimals: 1 of 300 is 0.3333', () => {
    expect(unrealized(opened(300, { quantity: quantity(1) }), 301)?.percent).toBe('0.3333');
  });

  test('the gross rounds half to even at 8 decimals: 0.00000001 x 0.5 = 0.000000005', () => {
    const trade = opened(1, { quantity: quantity('0.00000001') });
    expect(unrealized(trade, 1.5)?.gross).toBe('0');
    expect(unrealized(trade, 2.5)?.gross).toBe('0.00000002');
  });

  test('what cost nothing has no percent', () => {
    expect(unrealized(opened(0.1, { quantity: quantity('0.00000001') }), 1)?.percent).toBe('0');
  });

  test('only of an open trade', () => {
    expect(unrealized(pending(), 100)).toBeUndefined();
    expect(unrealized(run(opened(100, { exits: exits(105) }), [print(1, 105)]).trade, 100)).toBeUndefined();
  });
});

describe('realized', () => {
  test('nothing while pending', () => {
    expect([realizedGross(pending()), feesOf(pending()), realizedNet(pending())]).toEqual(['0', '0', '0']);
    expect(openQuantity(pending())).toBe('0');
  });

  test('while open the fee of the entry is all there is', () => {
    const trade = opened(100);
    expect([realizedGross(trade), feesOf(trade), realizedNet(trade), openQuantity(trade)]).toEqual([
      '0',
      '2',
      '-2',
      '2',
    ]);
  });

  test('closed: nothing is held any more', () => {
    const { trade } = run(opened(100, { exits: exits(undefined, 95) }), [print(1, 95)]);
    // 190 - 200 = -10; fees 2 + 1.9
    expect([realizedGross(trade), feesOf(trade), realizedNet(trade), openQuantity(trade)]).toEqual([
      '-10',
      '3.9',
      '-13.9',
      '0',
    ]);
  });
});
