import { describe, expect, test } from 'vitest';
import { rate } from '../../../../shared/domain/money/decimal.ts';
import {
  bar,
  exits,
  limit,
  opened,
  pending,
  print,
  type Ran,
  run,
  stop,
  stopLimit,
  TERMS,
} from '../../../fixtures/trades.ts';

const story = (ran: Ran) =>
  ran.fills.map(({ leg, price, ambiguous }) => `${leg} ${price}${ambiguous ? ' ambiguous' : ''}`);
const evidenceOf = (ran: Ran) => ran.fills.at(-1)?.evidence;

/** Quantity 2, taker 1 %, maker 0.5 %. */
describe('4 two readings of a bar (design rule 2)', () => {
  test('4.1: where both readings give the same events nothing is flagged', () => {
    const trade = opened(100, { exits: exits(110, 90) });
    const ran = run(trade, [bar(60_000, 100, 105, 88, 95)]);
    expect(story(ran)).toEqual(['stop_loss 90']);
    expect(evidenceOf(ran)).toEqual({
      rule: 'stop_touched',
      trigger: '90',
      point: { kind: 'bar', openTime: 60_000, closeTime: 119_999, open: 100, high: 105, low: 88, close: 95 },
      source: 'binance',
      resolution: '1m',
    });
  });

  test('4.2: stop and target in one bar: the stop is taken', () => {
    // Bought at 100: paid 200 + fee 2. Low first: 2 x 90 = 180, fee 1.8: -23.8. High first: 220, fee 1.1: +16.9.
    const ran = run(opened(100, { exits: exits(110, 90) }), [bar(60_000, 100, 112, 88, 100)]);
    expect(story(ran)).toEqual(['stop_loss 90 ambiguous']);
    expect(evidenceOf(ran)).toMatchObject({
      reading: 'OLHC',
      better: {
        reading: 'OHLC',
        value: '16.9',
        takenValue: '-23.8',
        events: [{ leg: 'take_profit', price: '110' }],
      },
    });
  });

  test('4.2: mirror: a short’s stop lies above, so the high comes first', () => {
    // Sold at 100: got 200 - fee 2. High first: buys back at 220, fee 2.2: -24.2. Low first: 180, fee 0.9: +17.1.
    const trade = opened(100, { direction: 'short', exits: exits(90, 110) });
    const ran = run(trade, [bar(60_000, 100, 112, 88, 100)]);
    expect(story(ran)).toEqual(['stop_loss 110 ambiguous']);
    expect(evidenceOf(ran)).toMatchObject({
      reading: 'OHLC',
      better: { value: '17.1', takenValue: '-24.2' },
    });
  });

  test('4.2: entry and target in one bar: what stays open is valued at the close', () => {
    // Buys at 92: 184 + fee 0.92. Low first: sells at 108: 216 - 1.08, in all +30. High first: open, 2 x 100: +15.08.
    const trade = pending({ entry: limit(92), exits: exits(108) });
    const ran = run(trade, [print(1, 100), bar(60_000, 100, 110, 90, 100)]);
    expect(ran.trade.status).toBe('open');
    expect(story(ran)).toEqual(['entry 92 ambiguous']);
    expect(evidenceOf(ran)).toMatchObject({
      reading: 'OHLC',
      better: {
        value: '30',
        takenValue: '15.08',
        events: [
          { leg: 'entry', price: '92' },
          { leg: 'take_profit', price: '108' },
        ],
      },
    });
  });

  test('4.2: entry and stop in one bar: every event of the bar is flagged', () => {
    // Buys by stop at 105, 210 + 2.1. Low first: the high comes last but the close of 98 is below the stop loss at
    // 99: sold at 198 - 1.98 in both. Both readings agree: nothing is ambiguous.
    const agreed = run(pending({ entry: stop(105), exits: exits(undefined, 99) }), [
      print(1, 100),
      bar(60_000, 100, 106, 95, 98),
    ]);
    expect(story(agreed)).toEqual(['entry 105', 'stop_loss 99']);
    // With a close of 103 only the high-first reading falls back to 99: -210 - 2.1 + 198 - 1.98 = -16.08, against
    // -210 - 2.1 + 206 = -6.1.
    const torn = run(pending({ entry: stop(105), exits: exits(undefined, 99) }), [
      print(1, 100),
      bar(60_000, 100, 106, 95, 103),
    ]);
    expect(story(torn)).toEqual(['entry 105 ambiguous', 'stop_loss 99 ambiguous']);
    expect(evidenceOf(torn)).toMatchObject({
      reading: 'OHLC',
      better: { reading: 'OLHC', value: '-6.1', takenValue: '-16.08' },
    });
  });

  test('4.2: on a tie the OLHC reading is taken', () => {
    // A short sold at 100 without fee. Low first: target 88, 176 + maker fee of 25 %, 44: 220. High first: stop loss at
    // 110 without fee: 220. Both leave -20.
    const terms = { ...TERMS, makerRate: rate('0.25'), takerRate: rate(0) };
    const trade = opened(100, { direction: 'short', exits: exits(88, 110), terms });
    const ran = run(trade, [bar(60_000, 100, 112, 87, 100)]);
    expect(story(ran)).toEqual(['take_profit 88 ambiguous']);
    expect(evidenceOf(ran)).toMatchObject({ reading: 'OLHC', better: { value: '-20', takenValue: '-20' } });
  });

  test('4.2: a trigger that fills nothing in the worse reading is flagged too', () => {
    // A short by stop-limit, stop 99, limit 101, no fees. Low first: triggered, sold at 101 on the way up, worth +2 at
    // the close of 100. High first: triggered at the end and not sold: worth 0.
    const terms = { ...TERMS, makerRate: rate(0), takerRate: rate(0) };
    const short = pending({ direction: 'short', entry: stopLimit(99, 101), terms });
    const ran = run(short, [print(1, 100), bar(60_000, 100, 103, 98, 100)]);
    expect(ran.events).toMatchObject([
      {
        type: 'entry_triggered',
        ambiguous: true,
        evidence: { reading: 'OHLC', better: { value: '2', takenValue: '0' } },
      },
    ]);
  });

  test('4.3: what fires at the open is not part of the two readings', () => {
    // Bought at the open of 100 in both; then the stop is taken.
    const ran = run(pending({ exits: exits(110, 90) }), [bar(0, 100, 112, 88, 100)]);
    expect(story(ran)).toEqual(['entry 100', 'stop_loss 90 ambiguous']);
  });

  test('the fills of the trade before this bar count in the comparison', () => {
    // The same bar values a trade bought dearer at 101 (202 + 2.02) at 180 - 1.8 - 204.02 = -25.82.
    const ran = run(opened(101, { exits: exits(110, 90) }), [bar(60_000, 100, 112, 88, 100)]);
    expect(evidenceOf(ran)?.better?.takenValue).toBe('-25.82');
  });
});
