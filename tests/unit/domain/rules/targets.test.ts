import { describe, expect, test } from 'vitest';
import { price, quantity } from '../../../../shared/domain/money/decimal.ts';
import { feesOf, openQuantity, realizedGross, realizedNet } from '../../../../shared/domain/trades/pnl.ts';
import type { Exits, Target } from '../../../../shared/domain/trades/trade.ts';
import { bar, exits, opened, partsOf, print, run, withCommands } from '../../../fixtures/trades.ts';

const targets = (...pairs: readonly [number, number | string][]): Target[] =>
  pairs.map(([at, amount]) => ({ price: price(at), quantity: quantity(amount) }));
const long = (plan: Exits) => opened(100, { exits: plan });
const short = (plan: Exits) => opened(100, { direction: 'short', exits: plan });

describe('9.2.1 and 9.2.2 targets', () => {
  const scaleOut: Exits = { ...exits(undefined, 95), targets: targets([105, 1], [110, 1]) };
  const mirror: Exits = { ...exits(undefined, 105), targets: targets([95, 1], [90, 1]) };

  test('each closes its own quantity at its price; the last closes the trade as a take profit', () => {
    const ran = run(long(scaleOut), [print(1, 106), print(2, 110)]);
    expect(partsOf(ran)).toEqual(['target 1 at 105 @1 maker', 'target 1 at 110 @2 maker']);
    // (105 - 100) + (110 - 100); fees 2 to enter, 0.525 and 0.55.
    expect([realizedGross(ran.trade), feesOf(ran.trade), realizedNet(ran.trade)]).toEqual([
      '15',
      '3.075',
      '11.925',
    ]);
    expect(ran.trade).toMatchObject({ status: 'closed', closeReason: 'take_profit', endedAt: 2 });
  });

  test('the stop loss closes what the targets have left', () => {
    const ran = run(long(scaleOut), [print(1, 106), print(2, 94)]);
    expect(partsOf(ran)).toEqual(['target 1 at 105 @1 maker', 'stop_loss 1 at 94 @2 taker']);
    expect(ran.trade).toMatchObject({ status: 'closed', closeReason: 'stop_loss' });
    expect(realizedGross(ran.trade)).toBe('-1');
  });

  test('a short’s lie below, the nearest first', () => {
    const ran = run(short(mirror), [print(1, 94), print(2, 106)]);
    expect(partsOf(ran)).toEqual(['target 1 at 95 @1 maker', 'stop_loss 1 at 106 @2 taker']);
    // (100 - 95) + (100 - 106)
    expect(realizedGross(ran.trade)).toBe('-1');
  });

  test('a gap through both fills both at their own prices, in their order', () => {
    expect(partsOf(run(long(scaleOut), [print(1, 120)]))).toEqual([
      'target 1 at 105 @1 maker',
      'target 1 at 110 @1 maker',
    ]);
    expect(partsOf(run(short(mirror), [print(1, 80)]))).toEqual([
      'target 1 at 95 @1 maker',
      'target 1 at 90 @1 maker',
    ]);
  });

  test('one bar reaches one after the other', () => {
    expect(partsOf(run(long(scaleOut), [bar(60_000, 100, 112, 99, 111)]))).toEqual([
      'target 1 at 105 @119999 maker',
      'target 1 at 110 @119999 maker',
    ]);
  });

  test('4.2: a target and the stop in one bar: the reading that stops out all is worse', () => {
    // Low first: 2 x 95 - 1.9 - 202 = -13.9. High first: 105 - 0.525 + 95 - 0.95 - 202 = -3.475.
    const ran = run(long(scaleOut), [bar(60_000, 100, 106, 94, 100)]);
    expect(partsOf(ran)).toEqual(['stop_loss 2 at 95 @119999 taker']);
    expect(ran.fills[0]?.evidence.better).toMatchObject({ value: '-3.475', takenValue: '-13.9' });
    // A short high first: -2 x 105 - 2.1 + 198 = -14.1; low first: -95 - 0.475 - 105 - 1.05 + 198 = -3.525.
    const other = run(short(mirror), [bar(60_000, 100, 106, 94, 100)]);
    expect(partsOf(other)).toEqual(['stop_loss 2 at 105 @119999 taker']);
    expect(other.fills[0]?.evidence.better).toMatchObject({ value: '-3.525', takenValue: '-14.1' });
  });

  test('the take profit closes all that is left', () => {
    const ran = run(long({ ...exits(108), targets: targets([105, '0.5']) }), [print(1, 109)]);
    expect(partsOf(ran)).toEqual(['target 0.5 at 105 @1 maker', 'take_profit 1.5 at 108 @1 maker']);
  });

  test('a target of more than what is open closes what is open', () => {
    const part = { id: 'S1', quantity: quantity('1.5') };
    const lot = withCommands(long({ targets: targets([105, 1]) }), { kind: 'close', at: 1, part });
    const ran = run(lot, [print(2, 101), print(3, 106)]);
    expect(partsOf(ran)).toEqual(['close 1.5 at 101 @2 taker', 'target 0.5 at 105 @3 maker']);
    expect(ran.trade).toMatchObject({ status: 'closed', closeReason: 'take_profit' });
  });

  test('a target that leaves something open leaves it without another', () => {
    const ran = run(long({ targets: targets([105, 1]) }), [print(1, 106), print(2, 200), print(3, 1)]);
    expect(ran.fills).toHaveLength(1);
    expect([ran.trade.status, openQuantity(ran.trade)]).toEqual(['open', '1']);
  });

  test('a partial close whose fill leaves nothing open is its reason', () => {
    const part = { id: 'S1', quantity: quantity(1), limit: price(110) };
    const lot = withCommands(long({ targets: targets([105, 1]) }), { kind: 'close', at: 1, part });
    const ran = run(lot, [print(2, 101), print(3, 111)]);
    expect(partsOf(ran)).toEqual(['target 1 at 105 @3 maker', 'close 1 at 110 @3 maker']);
    expect(ran.trade).toMatchObject({ closeReason: 'manual' });
  });

  test('9.2.7: named in an amendment they are all anew, with their full quantities', () => {
    const lot = run(long(scaleOut), [print(1, 106)]).trade;
    const changes = { targets: targets([105, '0.5'], [112, '0.5']) };
    const ran = run(withCommands(lot, { kind: 'amend', at: 2, changes }), [print(3, 106), print(4, 113)], {
      before: 1,
    });
    // The first point of the new targets is 106: the first is marketable there.
    expect(partsOf(ran)).toEqual(['target 0.5 at 106 @3 taker', 'target 0.5 at 112 @4 maker']);
  });
});
