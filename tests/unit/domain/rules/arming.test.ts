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
  typesOf,
  withCommands,
} from '../../../fixtures/trades.ts';

describe('2 legs and what they see (design rule 1)', () => {
  test('2.1: a long buys in and sells out, a short sells in and buys out', () => {
    const falling = [print(1, 100), print(2, 89)];
    const long = run(pending({ createdAt: 1, exits: exits(110, 90) }), falling);
    const short = run(pending({ createdAt: 1, direction: 'short', exits: exits(90, 110) }), falling);
    expect(briefs(long)).toEqual(['entry 100 @1 taker', 'stop_loss 89 @2 taker']);
    expect(briefs(short)).toEqual(['entry 100 @1 taker', 'take_profit 90 @2 maker']);
  });

  test('2.2: exits are armed at the very point of the entry’s fill', () => {
    const { trade } = run(pending({ entry: limit(95), exits: exits(120, 80) }), [bar(0, 100, 101, 94, 96)]);
    expect(trade).toMatchObject({
      status: 'open',
      takeProfit: { price: '120', armedAt: 59_999 },
      stopLoss: { price: '80', armedAt: 59_999 },
    });
  });

  test('2.2: an amendment arms only the exit that it changes', () => {
    const trade = withCommands(opened(100, { exits: exits(120, 80) }), {
      kind: 'amend',
      at: 70,
      changes: { takeProfit: price(115) },
    });
    expect(run(trade, [print(100, 100)]).trade).toMatchObject({
      takeProfit: { price: '115', armedAt: 70 },
      stopLoss: { price: '80', armedAt: 0 },
    });
  });

  test('2.3: what came before the arming is not seen', () => {
    const trade = pending({ createdAt: 10, entry: limit(95) });
    expect(briefs(run(trade, [print(9, 90), print(11, 100), print(12, 94)]))).toEqual(['entry 95 @12 maker']);
  });

  test('2.3: a price at the very moment of arming is seen', () => {
    expect(briefs(run(pending({ createdAt: 10 }), [print(10, 100)]))).toEqual(['entry 100 @10 taker']);
  });

  test('2.3: of a bar that began before, only the close is seen: a dip in it fires nothing', () => {
    const trade = pending({ createdAt: 30_000, entry: limit(95) });
    expect(briefs(run(trade, [bar(0, 100, 101, 90, 99)]))).toEqual([]);
  });

  test('2.3: that close is a gap point at closeTime: a market order fills there', () => {
    const trade = pending({ createdAt: 30_000 });
    expect(briefs(run(trade, [bar(0, 100, 101, 90, 99)]))).toEqual(['entry 99 @59999 taker']);
  });

  test('2.3: a leg armed at openTime sees the whole bar, one armed at closeTime its close', () => {
    const atOpen = pending({ createdAt: 60_000, entry: limit(95) });
    const atClose = pending({ createdAt: 119_999, entry: limit(95) });
    const minute = bar(60_000, 100, 101, 90, 94);
    expect(briefs(run(atOpen, [minute]))).toEqual(['entry 95 @119999 maker']);
    expect(briefs(run(atClose, [minute]))).toEqual(['entry 94 @119999 taker']);
  });

  test('2.3: exits armed by a fill inside a bar see the rest of that bar, and nothing of it before the fill', () => {
    // Rises only: 100 to 112. Bought by the stop at 105, the target at 110 comes after, the stop loss at 101 before.
    const trade = pending({ entry: stop(105), exits: exits(110, 101) });
    const { fills } = run(trade, [print(1, 100), bar(60_000, 100, 112, 100, 112)]);
    expect(fills.map(({ leg, price, ambiguous }) => `${leg} ${price} ${ambiguous}`)).toEqual([
      'entry 105 false',
      'take_profit 110 false',
    ]);
  });

  test('2.4: marketable or not is judged at the first point, whatever was quoted before', () => {
    // The limit of 100 was far above the market of 90 when given; the first price is 101.
    const trade = pending({ createdAt: 10, entry: limit(100) });
    const ran = run(trade, [print(5, 90), print(11, 101), print(12, 99)]);
    expect(briefs(ran)).toEqual(['entry 100 @12 maker']);
  });

  test('2.4: a leg armed by the end of what lies before the window has had its first point', () => {
    const trade = pending({ createdAt: 10, entry: limit(100) });
    const window = [print(50, 99)];
    expect(briefs(run(trade, window, { before: 9 }))).toEqual(['entry 99 @50 taker']);
    expect(briefs(run(trade, window, { before: 10 }))).toEqual(['entry 100 @50 maker']);
  });

  test('2.5: at one point the entry comes first, then the exits it armed, at the same point', () => {
    const ran = run(pending({ exits: exits(99) }), [print(5, 100)]);
    expect(typesOf(ran)).toEqual(['entry_filled', 'exit_filled']);
    expect(briefs(ran)).toEqual(['entry 100 @5 taker', 'take_profit 100 @5 taker']);
  });

  test('design rule 5: an entry and its exit within one pass, at a later point', () => {
    const ran = run(pending({ exits: exits(undefined, 95) }), [print(5, 100), print(6, 95)]);
    expect(briefs(ran)).toEqual(['entry 100 @5 taker', 'stop_loss 95 @6 taker']);
  });
});
