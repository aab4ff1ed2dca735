import { describe, expect, test } from 'vitest';
import { price } from '../../../../shared/domain/money/decimal.ts';
import {
  bar,
  briefs,
  exits,
  limit,
  opened,
  pending,
  print,
  run,
  stop,
  TERMS,
} from '../../../fixtures/trades.ts';

const slippage = (slippageBps: number) => ({ terms: { ...TERMS, slippageBps } });

describe('3 stop and market legs (design rule 4)', () => {
  test('a market order fills at its first point, as taker', () => {
    expect(briefs(run(pending({ createdAt: 5 }), [print(4, 90), print(6, 100), print(7, 80)]))).toEqual([
      'entry 100 @6 taker',
    ]);
  });

  test('a stop already reached at its first point fills at that price', () => {
    expect(briefs(run(pending({ entry: stop(105) }), [print(1, 107)]))).toEqual(['entry 107 @1 taker']);
    expect(briefs(run(pending({ direction: 'short', entry: stop(95) }), [print(1, 93)]))).toEqual([
      'entry 93 @1 taker',
    ]);
  });

  test('on a gap it fills at the first price at or beyond its trigger', () => {
    const buy = pending({ entry: stop(105) });
    expect(briefs(run(buy, [print(1, 100), print(2, 104.99), print(3, 108), print(4, 105)]))).toEqual([
      'entry 108 @3 taker',
    ]);
    expect(briefs(run(buy, [print(1, 100), print(2, 105)]))).toEqual(['entry 105 @2 taker']);
  });

  test('on a move it fills at its trigger', () => {
    const long = opened(100, { exits: exits(undefined, 95) });
    const short = opened(100, { direction: 'short', exits: exits(undefined, 105) });
    expect(briefs(run(long, [bar(60_000, 99, 100, 90, 98)]))).toEqual(['stop_loss 95 @119999 taker']);
    expect(briefs(run(short, [bar(60_000, 99, 109, 98, 98)]))).toEqual(['stop_loss 105 @119999 taker']);
  });

  test('3.4: a low exactly at the stop touches it, a tick above does not', () => {
    const trade = opened(100, { exits: exits(undefined, 95) });
    expect(briefs(run(trade, [bar(60_000, 99, 100, 95, 98)]))).toEqual(['stop_loss 95 @119999 taker']);
    expect(briefs(run(trade, [bar(60_000, 99, 100, 95.01, 98)]))).toEqual([]);
  });

  test('3.2: a stop loss armed inside a move at a price already past it fills there', () => {
    // Bought by the stop at 105 on the way up; a stop loss of 106 is past already.
    const trade = pending({ entry: stop(105), exits: exits(120, 106) });
    expect(briefs(run(trade, [print(1, 100), bar(60_000, 100, 108, 100, 107)]))).toEqual([
      'entry 105 @119999 taker',
      'stop_loss 105 @119999 taker',
    ]);
  });

  test('3.2: then the rest of the move is followed', () => {
    // Falls only, 100 to 90: bought at 97 by the limit, stopped at 94.
    const trade = pending({ entry: limit(97), exits: exits(undefined, 94) });
    expect(briefs(run(trade, [bar(0, 100, 100, 90, 90)]))).toEqual([
      'entry 97 @59999 maker',
      'stop_loss 94 @59999 taker',
    ]);
  });

  test('3.3: a buy pays 7 basis points more, rounded up to the tick', () => {
    // 100.03 x 1.0007 = 100.100021
    expect(briefs(run(pending(slippage(7)), [print(1, 100.03)]))).toEqual(['entry 100.11 @1 taker']);
  });

  test('3.3: a sell gets 7 basis points less, rounded down to the tick', () => {
    // 100.03 x 0.9993 = 99.959979
    const short = pending({ direction: 'short', ...slippage(7) });
    expect(briefs(run(short, [print(1, 100.03)]))).toEqual(['entry 99.95 @1 taker']);
  });

  test('3.3: a slipped price that lies on the tick stays', () => {
    // 100 x 1.0005 = 100.05
    expect(briefs(run(pending(slippage(5)), [print(1, 100)]))).toEqual(['entry 100.05 @1 taker']);
  });

  test('3.3: a stop slips from its trigger on a move and from the price found on a gap', () => {
    const trade = opened(100, { exits: exits(undefined, 95), ...slippage(100) });
    // 95 x 0.99 = 94.05; 90 x 0.99 = 89.1
    expect(briefs(run(trade, [bar(60_000, 100, 101, 91, 92)]))).toEqual(['stop_loss 94.05 @119999 taker']);
    expect(briefs(run(trade, [print(1, 90)]))).toEqual(['stop_loss 89.1 @1 taker']);
  });

  test('3.3: a sell never falls below one tick', () => {
    const short = pending({ direction: 'short', ...slippage(5_000) });
    expect(briefs(run(short, [print(1, 0.01)]))).toEqual(['entry 0.01 @1 taker']);
  });

  test('3.3: with slippage 0 the price is taken as it is, on the tick or not', () => {
    const trade = pending({ terms: { ...TERMS, tickSize: price('0.5') } });
    expect(briefs(run(trade, [print(1, 100.123)]))).toEqual(['entry 100.123 @1 taker']);
  });
});
