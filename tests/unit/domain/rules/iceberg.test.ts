import { describe, expect, test } from 'vitest';
import { price, quantity, rate } from '../../../../shared/domain/money/decimal.ts';
import type { PendingTrade } from '../../../../shared/domain/trades/trade.ts';
import {
  bar,
  exits,
  limit,
  opened,
  partsOf,
  pending,
  print,
  run,
  stop,
  traded,
  withCommands,
} from '../../../fixtures/trades.ts';

const iceberg = (changes: Partial<PendingTrade> = {}) =>
  pending({ entry: limit(100), execution: { visible: quantity('0.8') }, ...changes });

describe('9.4.1 iceberg: the visible size', () => {
  test('a limit fills at most that much in one element, whatever was traded', () => {
    const ran = run(iceberg(), [
      traded(bar(0, 101, 102, 98, 99), 1000),
      traded(bar(60_000, 99, 100, 98, 99), 1000),
      traded(bar(120_000, 99, 100, 98, 99), 1000),
    ]);
    expect(partsOf(ran)).toEqual([
      'entry 0.8 at 100 @59999 maker',
      'entry 0.8 at 100 @60000 maker',
      'entry 0.4 at 100 @120000 maker',
    ]);
  });

  test('of a short likewise', () => {
    const ran = run(iceberg({ direction: 'short' }), [
      print(1, 99),
      print(2, 103),
      print(3, 103),
      print(4, 103),
    ]);
    expect(partsOf(ran).map((part) => part.replace(/@.*/, ''))).toEqual([
      'entry 0.8 at 100 ',
      'entry 0.8 at 100 ',
      'entry 0.4 at 100 ',
    ]);
  });

  test('what was marketable at its first point takes there once, and rests', () => {
    expect(partsOf(run(iceberg(), [print(1, 97), print(2, 97)]))).toEqual([
      'entry 0.8 at 97 @1 taker',
      'entry 0.8 at 100 @2 maker',
    ]);
  });

  test('an element between that does not touch gives nothing', () => {
    const ran = run(iceberg(), [print(1, 101), print(2, 100), print(3, 101), print(4, 99)]);
    expect(partsOf(ran)).toEqual(['entry 0.8 at 100 @2 maker', 'entry 0.8 at 100 @4 maker']);
  });

  test('it binds the take profit, the targets and a part at a limit', () => {
    const visible = { execution: { visible: quantity('0.8') } };
    const long = opened(100, { ...visible, exits: exits(110) });
    expect(partsOf(run(long, [print(1, 111), print(2, 111), print(3, 111)], { before: 0 }))).toEqual([
      'take_profit 0.8 at 110 @1 maker',
      'take_profit 0.8 at 110 @2 maker',
      'take_profit 0.4 at 110 @3 maker',
    ]);
    const targets = [{ price: price(110), quantity: quantity(1) }];
    const scaled = opened(100, { ...visible, exits: { targets } });
    expect(partsOf(run(scaled, [print(1, 111), print(2, 111), print(3, 111)]))).toEqual([
      'target 0.8 at 110 @1 maker',
      'target 0.2 at 110 @2 maker',
    ]);
    const part = { id: 'S1', quantity: quantity(1), limit: price(105) };
    const parted = withCommands(opened(100, visible), { kind: 'close', at: 1, part });
    expect(partsOf(run(parted, [print(2, 101), print(3, 106), print(4, 106)]))).toEqual([
      'close 0.8 at 105 @3 maker',
      'close 0.2 at 105 @4 maker',
    ]);
  });

  test('it does not bind stops and market legs', () => {
    const visible = { execution: { visible: quantity('0.8') } };
    expect(partsOf(run(pending({ ...visible, entry: stop(105) }), [print(1, 100), print(2, 106)]))).toEqual([
      'entry 2 at 106 @2 taker',
    ]);
    const lot = opened(100, { ...visible, exits: exits(undefined, 90) });
    expect(partsOf(run(lot, [print(1, 89)]))).toEqual(['stop_loss 2 at 89 @1 taker']);
  });

  test('with a participation limit the lesser of the two', () => {
    const both = iceberg({ execution: { visible: quantity('0.8'), participation: rate('0.5') } });
    const ran = run(both, [print(1, 101), traded(print(2, 99), 1), traded(print(3, 99), 10)]);
    expect(partsOf(ran)).toEqual(['entry 0.5 at 100 @2 maker', 'entry 0.8 at 100 @3 maker']);
  });

  test('9.4.2: each leg has a slice of its own in an element', () => {
    const targets = [
      { price: price(105), quantity: quantity(1) },
      { price: price(110), quantity: quantity(1) },
    ];
    const lot = opened(100, { execution: { visible: quantity('0.8') }, exits: { targets } });
    expect(partsOf(run(lot, [print(1, 111)]))).toEqual([
      'target 0.8 at 105 @1 maker',
      'target 0.8 at 110 @1 maker',
    ]);
  });
});
