import { describe, expect, test } from 'vitest';
import {
  bar,
  briefs,
  exits,
  pending,
  print,
  run,
  stopLimit,
  TERMS,
  typesOf,
} from '../../../fixtures/trades.ts';

describe('3 stop-limit entries', () => {
  test('a gap to the stop or beyond arms the limit, whose first point is that one: marketable, it fills there', () => {
    const ran = run(pending({ entry: stopLimit(105, 107) }), [print(1, 100), print(2, 106)]);
    expect(typesOf(ran)).toEqual(['entry_triggered', 'entry_filled']);
    expect(briefs(ran)).toEqual(['entry 106 @2 taker']);
  });

  test('a gap beyond the limit arms it and leaves it resting; it fills at its price when the market is back', () => {
    const ran = run(pending({ entry: stopLimit(105, 107) }), [print(1, 100), print(2, 109), print(3, 106)]);
    expect(typesOf(ran)).toEqual(['entry_triggered', 'entry_filled']);
    expect(briefs(ran)).toEqual(['entry 107 @3 maker']);
  });

  test('on a move the first point of the limit is the stop’s price', () => {
    const ran = run(pending({ entry: stopLimit(105, 107) }), [
      print(1, 100),
      bar(60_000, 100, 110, 100, 109),
    ]);
    expect(briefs(ran)).toEqual(['entry 105 @119999 taker']);
  });

  test('a limit below the stop waits for the price to return in the same bar', () => {
    // A long: rises to the stop at 105 and on to 110, then falls to 101: the limit of 103 rests and is reached.
    const trade = pending({ entry: stopLimit(105, 103) });
    const ran = run(trade, [print(1, 102), bar(60_000, 102, 110, 101, 101)]);
    expect(ran.fills.map(({ price, liquidity }) => `${price} ${liquidity}`)).toEqual(['103 maker']);
  });

  test('mirror: a short sells at its limit or above', () => {
    const trade = pending({ direction: 'short', entry: stopLimit(95, 93) });
    expect(briefs(run(trade, [print(1, 100), print(2, 94)]))).toEqual(['entry 94 @2 taker']);
    expect(briefs(run(trade, [print(1, 100), print(2, 90), print(3, 96)]))).toEqual(['entry 93 @3 maker']);
  });

  test('it slips nowhere: the trigger does not fill, the limit does', () => {
    const trade = pending({ entry: stopLimit(105, 107), terms: { ...TERMS, slippageBps: 100 } });
    expect(briefs(run(trade, [print(1, 100), print(2, 106)]))).toEqual(['entry 106 @2 taker']);
  });

  test('its exits are armed by the limit’s fill, not by the trigger', () => {
    const trade = pending({ entry: stopLimit(105, 103), exits: exits(108) });
    // Triggered at 105; 109 is above the target of 108 but nothing is bought yet; 102 buys at 103; then 108 sells.
    const ran = run(trade, [print(1, 100), print(2, 105), print(3, 109), print(4, 102), print(5, 108)]);
    expect(briefs(ran)).toEqual(['entry 103 @4 maker', 'take_profit 108 @5 maker']);
  });

  test('the trigger keeps its evidence', () => {
    const [event] = run(pending({ entry: stopLimit(105, 103) }), [print(1, 100), print(2, 106)]).events;
    expect(event).toEqual({
      type: 'entry_triggered',
      at: 2,
      ambiguous: false,
      evidence: {
        rule: 'stop_gap',
        trigger: '105',
        point: { kind: 'print', time: 2, price: 106, id: 2 },
        source: 'binance',
        resolution: 'print',
      },
    });
  });
});
