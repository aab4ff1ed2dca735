import { describe, expect, test } from 'vitest';
import {
  bar,
  briefs,
  exits,
  limit,
  opened,
  pending,
  print,
  run,
  sample,
  stop,
} from '../../../fixtures/trades.ts';

describe('1 the path (design rules 0 and 2)', () => {
  test('0: the path is the venue’s record alone: the same elements give the same events, whenever they are read', () => {
    const trade = pending({ entry: limit(95), exits: exits(105, 90) });
    const minutes = [bar(0, 100, 101, 94, 96), bar(60_000, 96, 106, 95, 100)];
    const live = run(trade, minutes, { previousCursor: -1, completeTo: 119_999 });
    const later = run(trade, minutes, { previousCursor: 900_000, completeTo: 900_000 });
    expect(later.fills.map((fill) => ({ ...fill, late: false }))).toEqual(live.fills);
    expect(briefs(live)).toEqual(['entry 95 @59999 maker', 'take_profit 105 @119999 maker']);
  });

  test('0: each fill carries the source and the resolution of its record', () => {
    const { fills } = run(pending(), [sample(5, 100)], { venue: 'coingecko' });
    expect(fills[0]?.evidence).toMatchObject({ source: 'coingecko', resolution: 'sampled' });
  });

  test('1.1: bars, prints and samples fire', () => {
    const trade = pending({ entry: limit(95) });
    expect(briefs(run(trade, [bar(0, 95, 95, 95, 95)]))).toEqual(['entry 95 @0 taker']);
    expect(briefs(run(trade, [print(7, 95)]))).toEqual(['entry 95 @7 taker']);
    expect(briefs(run(trade, [sample(9, 95)]))).toEqual(['entry 95 @9 taker']);
  });

  test('1.2: a fill at the open bears openTime, any other closeTime = openTime + interval - 1', () => {
    const trade = pending({ entry: { type: 'market' }, exits: exits(105) });
    expect(briefs(run(trade, [bar(60_000, 100, 106, 99, 101)]))).toEqual([
      'entry 100 @60000 taker',
      'take_profit 105 @119999 maker',
    ]);
  });

  test('1.2: a print happens at its own time', () => {
    expect(briefs(run(pending(), [print(1_234, 100)]))).toEqual(['entry 100 @1234 taker']);
  });

  test('1.3: between prints the price jumps: a stop fills at the first price beyond it', () => {
    const trade = opened(100, { exits: exits(undefined, 95) });
    expect(briefs(run(trade, [print(1, 97), print(2, 91)]))).toEqual(['stop_loss 91 @2 taker']);
  });

  test('1.3: between bars the price jumps too', () => {
    const trade = opened(100, { exits: exits(undefined, 95) });
    const minutes = [bar(60_000, 100, 101, 97, 98), bar(120_000, 92, 93, 91, 92)];
    expect(briefs(run(trade, minutes))).toEqual(['stop_loss 92 @120000 taker']);
  });

  test('1.3: inside a bar the price is continuous: a stop fills at its trigger', () => {
    const trade = opened(100, { exits: exits(undefined, 95) });
    expect(briefs(run(trade, [bar(60_000, 100, 101, 91, 92)]))).toEqual(['stop_loss 95 @119999 taker']);
  });

  test('1.3: a bar without volume is a bar like any other', () => {
    const trade = pending({ entry: stop(105) });
    const still = { ...bar(60_000, 100, 106, 99, 100), volume: 0 };
    expect(briefs(run(trade, [print(1, 100), still]))).toEqual(['entry 105 @119999 taker']);
  });

  test('1.4: a bar ends with a move to its close, whichever extreme came first', () => {
    const trade = pending({ direction: 'short', entry: stop(96), exits: exits(undefined, 108) });
    // Open 100, high 109, low 95, close 100. Low first: sold at 96, stopped at 108 on the way up. High first: sold at
    // 96 and still open at the close of 100. Both hold the move from the second extreme to the close.
    const { fills } = run(trade, [print(1, 100), bar(60_000, 100, 109, 95, 100)]);
    expect(fills.map(({ leg, price }) => `${leg} ${price}`)).toEqual(['entry 96', 'stop_loss 108']);
  });
});
