import { describe, expect, test } from 'vitest';
import { price, quantity } from '../../../../shared/domain/money/decimal.ts';
import { openQuantity } from '../../../../shared/domain/trades/pnl.ts';
import type { Command, Exits } from '../../../../shared/domain/trades/trade.ts';
import { exits, opened, partsOf, print, run, withCommands } from '../../../fixtures/trades.ts';

const covers = (amount: number | string, plan: Exits = exits(110, 90)): Exits => ({
  ...plan,
  covers: quantity(amount),
});
const long = (plan: Exits) => opened(100, { exits: plan });
const short = (plan: Exits) => opened(100, { direction: 'short', exits: plan });
const part = (at: number, amount: number | string, limit?: number): Command => ({
  kind: 'close',
  at,
  part: { id: `S${at}`, quantity: quantity(amount), ...(limit === undefined ? {} : { limit: price(limit) }) },
});

describe('9.2.3 exits that cover a part', () => {
  test('the take profit closes that much, and the rest stays open without exits', () => {
    const ran = run(long(covers('1.5')), [print(1, 101), print(2, 111), print(3, 80), print(4, 120)]);
    expect(partsOf(ran)).toEqual(['take_profit 1.5 at 110 @2 maker']);
    expect([ran.trade.status, openQuantity(ran.trade)]).toEqual(['open', '0.5']);
    expect(ran.trade.exits).toEqual({});
  });

  test('so does the stop loss, and for a short both the other way round', () => {
    expect(partsOf(run(long(covers('1.5')), [print(1, 89), print(2, 80), print(3, 120)]))).toEqual([
      'stop_loss 1.5 at 89 @1 taker',
    ]);
    const mirror = short(covers('1.5', exits(90, 110)));
    expect(partsOf(run(mirror, [print(1, 111), print(2, 120)]))).toEqual(['stop_loss 1.5 at 111 @1 taker']);
    expect(partsOf(run(mirror, [print(1, 99), print(2, 89), print(3, 80)]))).toEqual([
      'take_profit 1.5 at 90 @2 maker',
    ]);
  });

  test('each takes at most what is left of it', () => {
    const targets = [{ price: price(105), quantity: quantity('0.5') }];
    const lot = long(covers('1.25', { ...exits(undefined, 90), targets }));
    const ran = run(lot, [print(1, 106), print(2, 89), print(3, 50)]);
    expect(partsOf(ran)).toEqual(['target 0.5 at 105 @1 maker', 'stop_loss 0.75 at 89 @2 taker']);
    expect(openQuantity(ran.trade)).toBe('0.75');
  });

  test('a target of more than what is left of it uses it up', () => {
    const targets = [{ price: price(105), quantity: quantity(1) }];
    const ran = run(long(covers('0.5', { ...exits(undefined, 90), targets })), [print(1, 106), print(2, 80)]);
    expect(partsOf(ran)).toEqual(['target 0.5 at 105 @1 maker']);
  });

  test('partial closes do not count', () => {
    const ran = run(withCommands(long(covers('1.5')), part(1, '0.25')), [print(2, 101), print(3, 111)]);
    expect(partsOf(ran)).toEqual(['close 0.25 at 101 @2 taker', 'take_profit 1.5 at 110 @3 maker']);
    expect(openQuantity(ran.trade)).toBe('0.25');
  });

  test('and stay armed when it is used up', () => {
    const lot = withCommands(long(covers('1.5')), part(1, '0.25', 130));
    const ran = run(lot, [print(2, 101), print(3, 111), print(4, 131)]);
    expect(partsOf(ran)).toEqual(['take_profit 1.5 at 110 @3 maker', 'close 0.25 at 130 @4 maker']);
  });

  test('where less is open, less is closed, and the trade with it', () => {
    const ran = run(withCommands(long(covers('1.5')), part(1, 1)), [print(2, 101), print(3, 89)]);
    expect(partsOf(ran)).toEqual(['close 1 at 101 @2 taker', 'stop_loss 1 at 89 @3 taker']);
    expect(ran.trade).toMatchObject({ status: 'closed', closeReason: 'stop_loss' });
  });

  test('the liquidation takes all', () => {
    // 198.0198... rounded down to 198.01.
    const ran = run(short(covers('0.5', exits(50, undefined))), [print(1, 198.5)]);
    expect(partsOf(ran)).toEqual(['liquidation 2 at 198.5 @1 taker']);
  });

  test('a time-out closes all', () => {
    const ran = run(long(covers('0.5', { ...exits(110), timeOut: 50 })), [print(60, 101)]);
    expect(partsOf(ran)).toEqual(['close 2 at 101 @60 taker']);
  });

  test('a trailing stop, and a stop that becomes a limit, take as much as it', () => {
    const trails = long(covers('0.5', { trailing: { amount: price(5) } }));
    expect(partsOf(run(trails, [print(1, 110), print(2, 105), print(3, 50)]))).toEqual([
      'trailing_stop 0.5 at 105 @2 taker',
    ]);
    const limits = long(covers('0.5', { ...exits(undefined, 90), stopLimit: price(89) }));
    const ran = run(limits, [print(1, 88), print(2, 95), print(3, 50)]);
    expect(partsOf(ran)).toEqual(['stop_loss 0.5 at 89 @2 maker']);
    expect(openQuantity(ran.trade)).toBe('1.5');
  });
});

describe('9.2.7 an amendment of what they cover', () => {
  test('counts from the amendment on', () => {
    const targets = [{ price: price(105), quantity: quantity('0.5') }];
    const lot = run(long(covers(1, { ...exits(undefined, 90), targets })), [print(1, 106)]).trade;
    const asked = withCommands(lot, { kind: 'amend', at: 2, changes: { covers: quantity(1) } });
    const ran = run(asked, [print(3, 89)], { before: 1 });
    // Half was used up; from 2 on it is one again, of 1.5 that are open.
    expect(partsOf(ran)).toEqual(['stop_loss 1 at 89 @3 taker']);
    expect(openQuantity(ran.trade)).toBe('0.5');
  });

  test('null bounds nothing from then on', () => {
    const asked = withCommands(long(covers(1)), { kind: 'amend', at: 1, changes: { covers: null } });
    expect(partsOf(run(asked, [print(2, 89)]))).toEqual(['stop_loss 2 at 89 @2 taker']);
  });

  test('once used up it is forgotten: exits named later close everything', () => {
    const lot = run(long(covers('1.5')), [print(1, 111)]).trade;
    const asked = withCommands(lot, { kind: 'amend', at: 2, changes: { stopLoss: price(95) } });
    const ran = run(asked, [print(3, 100), print(4, 94)], { before: 1 });
    expect(partsOf(ran)).toEqual(['stop_loss 0.5 at 94 @4 taker']);
    expect(ran.trade.status).toBe('closed');
    // The take profit of 110 is forgotten, too.
    expect(run(asked, [print(3, 100), print(4, 111)], { before: 1 }).fills).toEqual([]);
  });
});
