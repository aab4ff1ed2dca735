import { describe, expect, test } from 'vitest';
import { price, quantity, rate } from '../../../../shared/domain/money/decimal.ts';
import {
  closableQuantity,
  decidePartialClose,
  decideWithdraw,
} from '../../../../shared/domain/trades/decide.ts';
import { lotOf } from '../../../../shared/domain/trades/lot.ts';
import { feesOf, openQuantity, realizedGross, realizedNet } from '../../../../shared/domain/trades/pnl.ts';
import type { Command } from '../../../../shared/domain/trades/trade.ts';
import {
  bar,
  briefs,
  exits,
  opened,
  pending,
  print,
  run,
  typesOf,
  withCommands,
} from '../../../fixtures/trades.ts';

const part = (at: number, amount: number | string, id = 'S1', limit?: number): Command => ({
  kind: 'close',
  at,
  part: { id, quantity: quantity(amount), ...(limit === undefined ? {} : { limit: price(limit) }) },
});

describe('5.5 a trade is closed in parts', () => {
  test('at the market: the part fills at the next point, the rest stays open under its exits', () => {
    const lot = withCommands(opened(100, { exits: exits(120, 90) }), part(2, '0.5'));
    const ran = run(lot, [print(1, 100), print(3, 104), print(4, 89)]);
    expect(briefs(ran)).toEqual(['close 104 @3 taker', 'stop_loss 89 @4 taker']);
    expect(ran.fills.map(({ quantity: amount }) => amount)).toEqual(['0.5', '1.5']);
    // 0.5 x (104 - 100) + 1.5 x (89 - 100) = 2 - 16.5; fees 2 + 0.52 + 1.335
    expect([realizedGross(ran.trade), feesOf(ran.trade), realizedNet(ran.trade)]).toEqual([
      '-14.5',
      '3.855',
      '-18.355',
    ]);
    expect(ran.trade).toMatchObject({ status: 'closed', closeReason: 'stop_loss' });
  });

  test('at a limit: rests as maker while the exits stay armed', () => {
    const lot = withCommands(opened(100, { exits: exits(120, 90) }), part(2, 1, 'S1', 110));
    const armed = run(lot, [print(1, 100), print(3, 104)]).trade;
    expect(armed).toMatchObject({
      status: 'open',
      partialCloses: [{ id: 'S1', quantity: '1', limit: '110', armedAt: 2 }],
    });
    const ran = run(armed, [print(5, 111)], { before: 3 });
    expect(briefs(ran)).toEqual(['close 110 @5 maker']);
    expect(ran.trade).toMatchObject({ status: 'open' });
    expect([openQuantity(ran.trade), realizedGross(ran.trade)]).toEqual(['1', '10']);
  });

  test('an exit that fires closes all that is open, what waits at a limit too', () => {
    const lot = run(withCommands(opened(100, { exits: exits(120, 90) }), part(2, 1, 'S1', 110)), [
      print(3, 104),
    ]).trade;
    const ran = run(lot, [print(5, 89)]);
    expect(ran.fills.map(({ leg, quantity: amount }) => [leg, amount])).toEqual([['stop_loss', '2']]);
    expect(ran.trade.status).toBe('closed');
  });

  test('the last part closes the trade', () => {
    const lot = withCommands(opened(100), part(2, '0.5', 'S1'), part(2, '1.5', 'S2'));
    const ran = run(lot, [print(3, 104)]);
    expect(ran.fills.map(({ id, quantity: amount }) => [id, amount])).toEqual([
      ['T1#close#0', '0.5'],
      ['T1#close#1', '1.5'],
    ]);
    expect(ran.trade).toMatchObject({ status: 'closed', closeReason: 'manual', commands: [] });
  });

  test('inside a bar: all parts at its close, each with its own row', () => {
    const lot = withCommands(opened(100), part(90_000, '0.5', 'S1'), part(91_000, '0.25', 'S2'));
    const ran = run(lot, [bar(60_000, 100, 106, 94, 98)]);
    expect(briefs(ran)).toEqual(['close 98 @119999 taker', 'close 98 @119999 taker']);
    expect(ran.trade).toMatchObject({ status: 'open', commands: [] });
    expect(openQuantity(ran.trade)).toBe('1.25');
  });

  test('a part of more than what is left by then is what is left', () => {
    const lot = withCommands(opened(100), part(2, '1.5', 'S1', 110), part(3, 1, 'S2'));
    const ran = run(lot, [print(4, 104)]);
    expect(ran.fills.map(({ orderId, quantity: amount }) => [orderId, amount])).toEqual([['S2', '0.5']]);
  });

  test('a part that was cut to what was left is done once that has filled', () => {
    // S2 asks for 1 where 0.5 is left: without a bound that is its end, and S1 fills whole.
    const lot = withCommands(opened(100), part(2, '1.5', 'S1', 110), part(3, 1, 'S2'));
    const ran = run(run(lot, [print(4, 104)]).trade, [print(5, 105), print(6, 111)], { before: 4 });
    expect(ran.fills.map(({ orderId, quantity: amount }) => [orderId, amount])).toEqual([['S1', '1.5']]);
    expect(ran.trade).toMatchObject({ status: 'closed', closeReason: 'manual' });
  });

  test('parts keep the order in which they were given, also where one has filled in part', () => {
    // Half a unit of each print.
    const slow = { ...opened(100), execution: { participation: rate('0.5') } };
    const lot = withCommands(slow, part(2, '0.8', 'S1'), part(3, '0.8', 'S2'));
    const ran = run(lot, [print(4, 104), print(5, 105), print(6, 106), print(7, 107)]);
    expect(ran.fills.map(({ orderId, time, quantity: amount }) => [orderId, time, amount])).toEqual([
      ['S1', 4, '0.5'],
      ['S1', 5, '0.3'],
      ['S2', 5, '0.2'],
      ['S2', 6, '0.5'],
      ['S2', 7, '0.1'],
    ]);
  });

  test('a whole close takes what waited at a limit with it', () => {
    const lot = withCommands(opened(100), part(2, 1, 'S1', 110), { kind: 'close', at: 3 });
    const ran = run(lot, [print(4, 104)]);
    expect(ran.fills.map(({ leg, quantity: amount }) => [leg, amount])).toEqual([['close', '2']]);
    expect(ran.trade.status).toBe('closed');
  });

  test('what waits can be withdrawn; what has gone is superseded', () => {
    const lot = run(withCommands(opened(100), part(2, 1, 'S1', 110)), [print(3, 104)]).trade;
    const withdraw: Command = { kind: 'withdraw', at: 4, orderId: 'S1' };
    expect(typesOf(run(withCommands(lot, withdraw), [print(5, 111)]))).toEqual(['close_withdrawn']);
    expect(typesOf(run(withCommands(lot, withdraw), [print(3.5, 111), print(5, 111)]))).toEqual([
      'exit_filled',
      'command_superseded',
    ]);
  });

  test('read again, a part fills once', () => {
    const lot = withCommands(opened(100), part(2, '0.5'));
    const first = run(lot, [print(3, 104), print(4, 105)]);
    expect(run(first.trade, [print(3, 104), print(4, 105), print(5, 106)]).events).toEqual([]);
  });
});

describe('6.3 what a part cost', () => {
  // 1 unit for 100.00000001 given back in three: 33.33333334 (of 33.333333336...), then half of the rest, then all.
  test('is shared out by quantity, rounded half-even to 8 decimals; the last part takes the rest', () => {
    const fill = (leg: 'entry' | 'close', amount: string, notional: string) =>
      ({ leg, quantity: amount, notional, price: '1', fee: '0' }) as never;
    const trade = {
      direction: 'long' as const,
      fills: [fill('entry', '3', '100.00000001'), fill('close', '1', '40')],
    };
    const once = lotOf(trade);
    expect([once.quantity.toFixed(), once.cost.toFixed(), once.realized.toFixed()]).toEqual([
      '2',
      '66.66666667',
      '6.66666666',
    ]);
    const all = lotOf({
      ...trade,
      fills: [...trade.fills, fill('close', '1', '30'), fill('close', '1', '30')],
    });
    // 100 brought in all, 100.00000001 paid in all.
    expect([all.quantity.toFixed(), all.cost.toFixed(), all.realized.toFixed()]).toEqual([
      '0',
      '0',
      '-0.00000001',
    ]);
  });

  test("a short's part gives back the collateral of that part", () => {
    const short = opened(100, { direction: 'short' });
    const ran = run(withCommands(short, part(2, '0.5')), [print(3, 96)]);
    // 0.5 x (100 - 96)
    expect([realizedGross(ran.trade), lotOf(ran.trade).cost.toFixed()]).toEqual(['2', '150']);
  });
});

describe('a partial close is asked for', () => {
  const lot = opened(100);
  const ask = (amount: string, id = 'S1', limit?: string) =>
    decidePartialClose(lot, { id, quantity: quantity(amount), ...(limit ? { limit: price(limit) } : {}) }, 5);

  test('of at most what is open and not being closed already', () => {
    expect(ask('2').ok).toBe(true);
    expect(ask('2.1')).toMatchObject({
      ok: false,
      problem: { violations: [{ field: 'quantity', code: 'quantity_too_large' }] },
    });
    const busy = withCommands(lot, part(2, '1.5'));
    expect(closableQuantity(busy)).toBe('0.5');
    expect(closableQuantity(withCommands(lot, { kind: 'close', at: 2 }))).toBe('0');
  });

  test('on the lot, and at a price on the tick', () => {
    const lots = { ...lot, terms: { ...lot.terms, lotSize: quantity('0.1') } };
    const wrong = decidePartialClose(
      lots,
      { id: 'S1', quantity: quantity('0.15'), limit: price('1.001') },
      5,
    );
    expect(wrong).toMatchObject({
      problem: { violations: [{ code: 'quantity_off_lot' }, { code: 'price_off_tick' }] },
    });
  });

  test('twice under one id: once', () => {
    expect(decidePartialClose(withCommands(lot, part(2, 1)), { id: 'S1', quantity: quantity(1) }, 5)).toEqual(
      {
        ok: true,
        value: [],
      },
    );
    expect(decideWithdraw(lot, 'S9', 5)).toEqual({ ok: true, value: [] });
  });

  test('not of a trade that is pending or has ended', () => {
    const wanted = { id: 'S1', quantity: quantity(1) };
    expect(decidePartialClose(pending(), wanted, 5)).toMatchObject({ problem: { code: 'trade_not_open' } });
    const closed = run(withCommands(lot, { kind: 'close', at: 2 }), [print(3, 100)]).trade;
    expect(decidePartialClose(closed, wanted, 5)).toMatchObject({ problem: { code: 'trade_ended' } });
  });
});
