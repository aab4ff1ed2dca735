import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accountDelta,
  heldFor,
  imbalanceOf,
  reservationFor,
} from '../../../../shared/domain/accounts/funds.ts';
import { add, money, quantity } from '../../../../shared/domain/money/decimal.ts';
import { liquidationPrice } from '../../../../shared/domain/trades/leg.ts';
import type { PendingTrade, Trade } from '../../../../shared/domain/trades/trade.ts';
import {
  exits,
  limit,
  opened,
  pending,
  print,
  run,
  stop,
  stopLimit,
  TERMS,
} from '../../../fixtures/trades.ts';

const plan = (changes: Partial<PendingTrade> = {}) => ({ ...pending(changes), terms: TERMS });

describe('what opening a trade can cost: 2 BTC, taker 1 %', () => {
  test.each([
    ['its limit', limit(100), undefined, '202'],
    ['a marketable limit still costs its limit at most', limit(100), 90, '202'],
    ['the trigger plus 2 %', stop(100), 90, '206.04'],
    ['the limit of a stop-limit', stopLimit(100, 103), 90, '208.06'],
    ['the last price plus 2 %', { type: 'market' } as const, 50, '103.02'],
  ])('%s', (_, entry, last, expected) => {
    expect(reservationFor(plan({ entry }), last)).toBe(expected);
  });
  test('a market entry without any price cannot be reckoned', () => {
    expect(reservationFor(plan(), undefined)).toBeUndefined();
  });
  test('a short whose limit the market beats holds what it will sell for', () => {
    // 110 x 1.02 x 2 x 1.01
    expect(reservationFor(plan({ direction: 'short', entry: limit(100) }), 110)).toBe('226.644');
  });
  test('rounded up to 8 decimals', () => {
    expect(reservationFor(plan({ quantity: quantity('0.00000001'), entry: limit('0.01') }), 1)).toBe(
      '0.00000001',
    );
  });
});

describe('a long in cash', () => {
  const waiting = pending({ entry: limit(100), exits: exits(120), reservation: money(202) });

  test('an entry gives back what it did not cost', () => {
    const { trade } = run(waiting, [print(1, 105), print(2, 100)]);
    // Costs 200 and 1 fee as maker of 202 held.
    expect(accountDelta(waiting, trade)).toEqual({
      cash: '1',
      reserved: '-202',
      realizedPnl: '0',
      fees: '1',
      fillCount: 1,
      needs: '0',
    });
  });
  test('entry and exit in one pass', () => {
    const { trade } = run(waiting, [print(1, 105), print(2, 100), print(3, 120)]);
    // - 200 - 1 + 240 - 1.2 + 202 released
    expect(accountDelta(waiting, trade)).toMatchObject({
      cash: '239.8',
      reserved: '-202',
      realizedPnl: '40',
      fees: '2.2',
      fillCount: 2,
    });
  });
  test('an entry beyond its reservation needs free cash', () => {
    const market = pending({ reservation: money(202) });
    const { trade } = run(market, [print(1, 110)]);
    // 220 + 2.2 fee - 202
    expect(accountDelta(market, trade)).toMatchObject({ cash: '-20.2', needs: '20.2' });
  });
  test('a cancel releases to the last digit', () => {
    const asked = { ...waiting, commands: [{ kind: 'cancel', at: 1 }] } as PendingTrade;
    const { trade } = run(asked, [print(2, 105)]);
    expect(accountDelta(waiting, trade)).toMatchObject({ cash: '202', reserved: '-202', fillCount: 0 });
  });
  test('so does the good-till time', () => {
    const until = { ...waiting, goodTill: 1 };
    const { trade } = run(until, [print(2, 105)]);
    expect(trade.status).toBe('expired');
    expect(accountDelta(until, trade)).toMatchObject({ cash: '202', reserved: '-202', fillCount: 0 });
  });
  test('what moves no money changes no account', () => {
    expect(accountDelta(waiting, { ...waiting, version: 2 })).toBeUndefined();
  });
});

describe('a short in cash', () => {
  test('its collateral is held, and counts no cost', () => {
    const waiting = pending({ direction: 'short', entry: limit(100), reservation: money(202) });
    const { trade } = run(waiting, [print(1, 95), print(2, 100)]);
    expect(heldFor(trade)).toBe('200');
    // Of 202 held 200 stay, 1 is the fee, 1 comes back.
    expect(accountDelta(waiting, trade)).toMatchObject({ cash: '1', reserved: '-2', fees: '1' });
  });
  test('buying back releases the collateral with the result', () => {
    const open = opened(100, { direction: 'short', exits: exits(80), reservation: money(202) });
    const { trade } = run(open, [print(1, 90), print(2, 80)], { before: 0 });
    // 200 back, + 40 gained, - 0.8 fee
    expect(accountDelta(open, trade)).toMatchObject({
      cash: '239.2',
      reserved: '-200',
      realizedPnl: '40',
      fees: '0.8',
      needs: '0',
    });
  });
  test('is liquidated where loss and fee reach the collateral', () => {
    const open = opened(100, { direction: 'short' });
    // 2 x 200 / (2 x 1.01) = 198.0198..., down to the tick
    expect(liquidationPrice(open)).toBe('198.01');
    const { trade, fills } = run(open, [print(1, 150), print(2, 199)], { before: 0 });
    expect(trade).toMatchObject({ status: 'closed', closeReason: 'liquidation' });
    expect(fills).toMatchObject([{ leg: 'liquidation', price: '199', fee: '3.98' }]);
    // 200 collateral - 198 loss - 3.98 fee: the gap costs the account 1.98 beyond it.
    expect(accountDelta(open, trade)).toMatchObject({ cash: '-1.98', reserved: '-200', needs: '0' });
  });
  test('a stop loss nearer than that closes it first', () => {
    const open = opened(100, { direction: 'short', exits: exits(undefined, 120) });
    const { trade } = run(open, [print(1, 110), print(2, 150)], { before: 0 });
    expect(trade).toMatchObject({ closeReason: 'stop_loss' });
  });
});

describe('the books balance, whatever the path', () => {
  const price = fc.integer({ min: 60, max: 160 });
  const entry = fc.constantFrom(limit(100), stop(105), stopLimit(104, 106), { type: 'market' } as const);
  test('cash + reserved + longs at cost = deposits - withdrawals + gross - fees', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('long' as const, 'short' as const),
        entry,
        fc.array(price, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 40 }),
        (direction, plan, prices, closeAt) => {
          const start: Trade = {
            ...pending({
              direction,
              entry: plan,
              exits: direction === 'long' ? exits(140, 80) : exits(80, 140),
            }),
            quantity: quantity('0.333'),
            reservation: money('70'),
            commands: [{ kind: 'close', at: closeAt }],
          };
          let trade: Trade = start;
          let [cash, reserved, realizedPnl, fees] = [money('930'), money('70'), money('0'), money('0')];
          prices.forEach((at, index) => {
            const next = run(trade, [print(index + 1, at)], { before: index }).trade;
            const delta = accountDelta(trade, next);
            if (delta) {
              cash = add(cash, delta.cash);
              reserved = add(reserved, delta.reserved);
              realizedPnl = add(realizedPnl, delta.realizedPnl);
              fees = add(fees, delta.fees);
            }
            trade = next;
          });
          const account = {
            cash,
            reserved,
            realizedPnl,
            fees,
            deposits: money('1000'),
            withdrawals: money('0'),
          };
          expect(imbalanceOf(account, [trade])).toBe('0');
          expect(reserved).toBe(heldFor(trade));
        },
      ),
      { numRuns: 500 },
    );
  });
});
