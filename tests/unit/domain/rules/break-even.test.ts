import { describe, expect, test } from 'vitest';
import { price, quantity, rate } from '../../../../shared/domain/money/decimal.ts';
import type { Command, Exits, Trade } from '../../../../shared/domain/trades/trade.ts';
import {
  bar,
  briefs,
  exits,
  opened,
  partsOf,
  pending,
  print,
  run,
  traded,
  withCommands,
} from '../../../fixtures/trades.ts';

const target = (at: number, amount: number | string = 1) => ({
  price: price(at),
  quantity: quantity(amount),
});
const plan: Exits = { ...exits(120, 90), targets: [target(105)], breakEven: true };
const mirrored: Exits = { ...exits(80, 110), targets: [target(95)], breakEven: true };
const stopOf = (trade: Trade) =>
  trade.status === 'open' && trade.stopLoss ? `${trade.stopLoss.price} since ${trade.stopLoss.armedAt}` : '';

describe('9.2.4 break-even', () => {
  test('the first target moves the stop loss to the price of the entry', () => {
    const ran = run(opened(100, { exits: plan }), [print(1, 106)]);
    expect(stopOf(ran.trade)).toBe('100 since 1');
    expect(ran.trade.exits.stopLoss).toBe('100');
    expect(briefs(run(ran.trade, [bar(60_000, 101, 102, 99, 101)], { before: 1 }))).toEqual([
      'stop_loss 100 @119999 taker',
    ]);
  });

  test('so for a short', () => {
    const ran = run(opened(100, { direction: 'short', exits: mirrored }), [print(1, 94), print(2, 100.5)]);
    expect(briefs(ran)).toEqual(['target 95 @1 maker', 'stop_loss 100.5 @2 taker']);
  });

  test('the price is the average of the entry’s fills, rounded to the tick against an early stop', () => {
    // 1 at 100 and 2 at 100.01: 300.02 / 3 = 100.00666...: a long's up, a short's down.
    const thin = { quantity: quantity(3), execution: { participation: rate(1) } };
    const path = [print(0, 100), traded(print(1, 100.01), 2)];
    const long = run(pending({ ...thin, exits: plan }), [...path, print(2, 106)]);
    expect(partsOf(long)).toEqual([
      'entry 1 at 100 @0 taker',
      'entry 2 at 100.01 @1 taker',
      'target 1 at 105 @2 maker',
    ]);
    expect(stopOf(long.trade)).toBe('100.01 since 2');
    const short = run(pending({ ...thin, direction: 'short', exits: mirrored }), [...path, print(2, 94)]);
    expect(stopOf(short.trade)).toBe('100 since 2');
  });

  test('a stop loss that is beyond it already stays as it was', () => {
    const raised: Command = { kind: 'amend', at: 1, changes: { stopLoss: price(102) } };
    const ran = run(withCommands(opened(100, { exits: plan }), raised), [print(2, 104), print(3, 106)]);
    expect(stopOf(ran.trade)).toBe('102 since 1');
  });

  test('a part of the first target does not move it, the last part does', () => {
    const thin = { quantity: quantity(2), execution: { participation: rate('0.5') } };
    const lot = run(pending({ ...thin, exits: plan }), [traded(print(0, 100), 4)]).trade;
    const half = run(lot, [print(1, 106)], { before: 0 });
    expect(partsOf(half)).toEqual(['target 0.5 at 105 @1 maker']);
    expect(stopOf(half.trade)).toBe('90 since 0');
    const whole = run(half.trade, [print(2, 106)], { before: 1 });
    expect(stopOf(whole.trade)).toBe('100 since 2');
  });

  test('in a bar it is armed at the very point of the fill, and sees the rest', () => {
    // High first: target 105, then back through 100: 105 - 0.525 + 100 - 1 - 202 = 1.475.
    // Low first: 98 does not reach 90, then the target; 101 is above 100: 105 - 0.525 + 101 - 202 = 3.475.
    const ran = run(opened(100, { exits: plan }), [bar(60_000, 104, 106, 98, 101)]);
    expect(partsOf(ran)).toEqual(['target 1 at 105 @119999 maker', 'stop_loss 1 at 100 @119999 taker']);
    expect(ran.fills[1]?.evidence.better).toMatchObject({ value: '3.475', takenValue: '1.475' });
  });

  test('a gap at which it fires at once: the target fills, then the stop', () => {
    // Entry at the average of 110; target 105 lies below it: at 106 the stop loss of 110 is reached at once.
    const lot = opened(110, { exits: { ...exits(undefined, 90), breakEven: true } });
    const asked = withCommands(lot, { kind: 'amend', at: 1, changes: { targets: [target(105)] } });
    expect(partsOf(run(asked, [print(2, 106)]))).toEqual([
      'target 1 at 106 @2 taker',
      'stop_loss 1 at 106 @2 taker',
    ]);
  });

  test('the second target moves nothing', () => {
    const two: Exits = {
      ...exits(undefined, 90),
      targets: [target(105, '0.5'), target(110, '0.5')],
      breakEven: true,
    };
    const ran = run(opened(100, { exits: two }), [print(1, 106), print(2, 111)]);
    expect(stopOf(ran.trade)).toBe('100 since 1');
  });

  test('where no stop loss is planned none is made', () => {
    const { stopLoss: _, ...without } = plan;
    const ran = run(opened(100, { exits: without }), [print(1, 106), print(2, 99)]);
    expect(briefs(ran)).toEqual(['target 105 @1 maker']);
  });

  test('asked for after the first target it moves nothing', () => {
    const { breakEven: _, ...without } = plan;
    const lot = withCommands(opened(100, { exits: without }), {
      kind: 'amend',
      at: 2,
      changes: { breakEven: true },
    });
    expect(stopOf(run(lot, [print(1, 106), print(3, 104)]).trade)).toBe('90 since 0');
  });

  test('the targets of an amendment begin again', () => {
    const { breakEven: _, ...without } = plan;
    const lot = withCommands(opened(100, { exits: without }), {
      kind: 'amend',
      at: 2,
      changes: { breakEven: true, targets: [target(110, '0.5')] },
    });
    expect(stopOf(run(lot, [print(1, 106), print(3, 104), print(4, 111)]).trade)).toBe('100 since 4');
  });

  test('the stop keeps its limit', () => {
    const limited: Exits = { ...plan, stopLimit: price(89) };
    const ran = run(opened(100, { exits: limited }), [print(1, 106), print(2, 88)]);
    expect(ran.trade).toMatchObject({ exiting: { leg: 'stop_loss', limit: '89' } });
  });
});
