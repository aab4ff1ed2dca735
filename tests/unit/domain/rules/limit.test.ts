import { describe, expect, test } from 'vitest';
import { bar, briefs, exits, limit, opened, pending, print, run, stop } from '../../../fixtures/trades.ts';

const buyAt = (at: number) => pending({ entry: limit(at) });
const sellAt = (at: number) => pending({ direction: 'short', entry: limit(at) });

describe('3 limit legs (design rule 3)', () => {
  test('at its first point a limit buy at or above the price fills at that price, as taker', () => {
    expect(briefs(run(buyAt(100), [print(1, 98)]))).toEqual(['entry 98 @1 taker']);
  });

  test('mirror: a limit sell at or below its first price fills at that price, as taker', () => {
    expect(briefs(run(sellAt(100), [print(1, 103)]))).toEqual(['entry 103 @1 taker']);
  });

  test('3.4: equality counts at the first point, at a later one and at the end of a move', () => {
    expect(briefs(run(buyAt(100), [print(1, 100)]))).toEqual(['entry 100 @1 taker']);
    expect(briefs(run(buyAt(100), [print(1, 101), print(2, 100)]))).toEqual(['entry 100 @2 maker']);
    expect(briefs(run(buyAt(100), [bar(0, 101, 102, 100, 101)]))).toEqual(['entry 100 @59999 maker']);
  });

  test('3.4: one tick short is no touch', () => {
    expect(briefs(run(buyAt(100), [print(1, 101), print(2, 100.01)]))).toEqual([]);
    expect(briefs(run(buyAt(100), [bar(0, 101, 102, 100.01, 101)]))).toEqual([]);
  });

  test('3.1: a resting limit fills at its own price, also where the price jumps through it', () => {
    expect(briefs(run(buyAt(100), [print(1, 101), print(2, 92)]))).toEqual(['entry 100 @2 maker']);
    expect(briefs(run(sellAt(100), [print(1, 99), print(2, 108)]))).toEqual(['entry 100 @2 maker']);
  });

  test('3.1: and where the next bar opens beyond it', () => {
    const minutes = [bar(0, 101, 102, 100.5, 101), bar(60_000, 95, 96, 94, 95)];
    expect(briefs(run(buyAt(100), minutes))).toEqual(['entry 100 @60000 maker']);
  });

  test('on a move it fills at its price, as maker', () => {
    expect(briefs(run(buyAt(100), [bar(0, 105, 106, 97, 104)]))).toEqual(['entry 100 @59999 maker']);
    expect(briefs(run(sellAt(100), [bar(0, 95, 103, 94, 96)]))).toEqual(['entry 100 @59999 maker']);
  });

  test('a take profit is a resting limit: it never fills better than its price', () => {
    const trade = opened(100, { exits: exits(105) });
    expect(briefs(run(trade, [print(1, 109)], { before: 0 }))).toEqual(['take_profit 105 @1 maker']);
  });

  test('3.2: a take profit armed inside a move at a price beyond it fills there, as taker', () => {
    // Bought by the stop at 105 on the way up; a target of 104 is marketable at 105.
    const trade = pending({ entry: stop(105), exits: exits(104) });
    expect(briefs(run(trade, [print(1, 100), bar(60_000, 100, 108, 100, 107)]))).toEqual([
      'entry 105 @119999 taker',
      'take_profit 105 @119999 taker',
    ]);
  });

  test('slippage is not for limits, neither resting nor marketable', () => {
    const terms = { ...pending().terms, slippageBps: 100 };
    expect(briefs(run({ ...buyAt(100), terms }, [print(1, 98)]))).toEqual(['entry 98 @1 taker']);
    expect(briefs(run({ ...buyAt(100), terms }, [print(1, 101), print(2, 98)]))).toEqual([
      'entry 100 @2 maker',
    ]);
  });
});
