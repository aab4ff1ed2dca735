import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../../../shared/domain/market/instrument.ts';
import type { MarketSymbol } from '../../../../shared/domain/market/symbol.ts';
import { money, price, quantity } from '../../../../shared/domain/money/decimal.ts';
import type { TradePlan } from '../../../../shared/domain/trades/plan.ts';
import { checkExitPrices, checkExits, checkPlan } from '../../../../shared/domain/trades/rules.ts';
import { exits, limit, stop, stopLimit } from '../../../fixtures/trades.ts';

const instrument: Instrument = {
  venue: 'binance',
  symbol: 'BTC/USDT' as MarketSymbol,
  tickSize: price('0.01'),
  lotSize: quantity('0.001'),
  minQuantity: quantity('0.002'),
  maxQuantity: quantity('10'),
  minNotional: money('5'),
};
const LAST = 100;

const plan = (changes: Partial<TradePlan> = {}): TradePlan => ({
  symbol: instrument.symbol,
  direction: 'long',
  quantity: quantity(1),
  entry: limit(95),
  exits: exits(105, 90),
  ...changes,
});
const broken = (changes: Partial<TradePlan>, last: number | undefined = LAST) =>
  checkPlan(plan(changes), instrument, last).map(({ field, code }) => `${field} ${code}`);

describe('valid plans', () => {
  test.each<[string, Partial<TradePlan>]>([
    ['a long bracket at a limit', {}],
    ['a short bracket', { direction: 'short', exits: exits(90, 105) }],
    ['without exits', { exits: {} }],
    ['only a stop loss', { exits: exits(undefined, 90) }],
    ['at the market', { entry: { type: 'market' } }],
    ['a buy stop above the market', { entry: stop(101), exits: exits(110, 100) }],
    ['a sell stop below the market', { direction: 'short', entry: stop(99), exits: exits(90, 100) }],
    ['a stop-limit', { entry: stopLimit(101, 102), exits: exits(110, 95) }],
    ['the smallest quantity whose notional suffices', { quantity: quantity('0.053') }],
    ['the largest quantity', { quantity: quantity('10') }],
    ['the highest price', { entry: limit('1000000000000'), exits: {} }],
  ])('%s', (_, changes) => {
    expect(broken(changes)).toEqual([]);
  });
});

describe('quantity', () => {
  test.each([
    ['0', 'quantity_not_positive'],
    ['-1', 'quantity_not_positive'],
    ['0.001', 'quantity_too_small'],
    ['10.001', 'quantity_too_large'],
    ['1.0005', 'quantity_off_lot'],
    ['0.052', 'below_min_notional'],
  ])('%s: %s', (amount, code) => {
    // 0.052 x 95 = 4.94 is below 5; 0.053 x 95 = 5.035 is not.
    expect(broken({ quantity: quantity(amount) })).toEqual([`quantity ${code}`]);
  });
});

describe('prices', () => {
  test.each<[string, Partial<TradePlan>, string]>([
    ['limit of zero', { entry: limit(0) }, 'entry.limit price_not_positive'],
    ['negative stop', { entry: stop(-5) }, 'entry.stop price_not_positive'],
    ['limit off the tick', { entry: limit('95.005') }, 'entry.limit price_off_tick'],
    ['stop off the tick', { entry: stopLimit('101.001', 102) }, 'entry.stop price_off_tick'],
    ['target off the tick', { exits: exits('105.001', 90) }, 'takeProfit price_off_tick'],
    ['stop loss of zero', { exits: exits(105, 0) }, 'stopLoss price_not_positive'],
    ['target too high', { exits: exits('1000000000000.01', 90) }, 'takeProfit price_too_high'],
  ])('%s', (_, changes, violation) => {
    expect(broken(changes)).toEqual([violation]);
  });

  test('every broken field is named at once', () => {
    expect(broken({ quantity: quantity(0), entry: stopLimit(0, '1.005'), exits: exits(-1, -2) })).toEqual([
      'quantity quantity_not_positive',
      'entry.stop price_not_positive',
      'entry.limit price_off_tick',
      'takeProfit price_not_positive',
      'stopLoss price_not_positive',
    ]);
  });
});

describe('sides', () => {
  test.each<[string, Partial<TradePlan>, string[]]>([
    ['a long’s target below its entry', { exits: exits(94, 90) }, ['takeProfit take_profit_not_above_entry']],
    ['a long’s target at its entry', { exits: exits(95, 90) }, ['takeProfit take_profit_not_above_entry']],
    ['a long’s stop above its entry', { exits: exits(105, 96) }, ['stopLoss stop_loss_not_below_entry']],
    ['a long’s stop at its entry', { exits: exits(105, 95) }, ['stopLoss stop_loss_not_below_entry']],
    [
      'a long with both on the wrong side',
      { exits: exits(90, 105) },
      ['takeProfit take_profit_not_above_entry', 'stopLoss stop_loss_not_below_entry'],
    ],
    [
      'a short’s target above its entry',
      { direction: 'short', exits: exits(96, 105) },
      ['takeProfit take_profit_not_below_entry'],
    ],
    [
      'a short’s stop below its entry',
      { direction: 'short', exits: exits(90, 94) },
      ['stopLoss stop_loss_not_above_entry'],
    ],
    [
      'a market order is held against the last price',
      { entry: { type: 'market' }, exits: exits(99, 90) },
      ['takeProfit take_profit_not_above_entry'],
    ],
    [
      'a stop order against its stop',
      { entry: stop(101), exits: exits(110, 101) },
      ['stopLoss stop_loss_not_below_entry'],
    ],
    ['a buy stop at the market', { entry: stop(100), exits: {} }, ['entry.stop stop_not_above_market']],
    [
      'a sell stop above the market',
      { direction: 'short', entry: stop(101), exits: {} },
      ['entry.stop stop_not_below_market'],
    ],
  ])('%s', (_, changes, violations) => {
    expect(broken(changes)).toEqual(violations);
  });

  test('without a reference the exits are still held against each other', () => {
    const market = { entry: { type: 'market' }, exits: exits(90, 95) } as const;
    expect(checkPlan(plan(market), instrument, undefined)).toEqual([
      {
        field: 'stopLoss',
        code: 'stop_loss_beyond_take_profit',
        message: 'stopLoss of a long must be below takeProfit',
      },
    ]);
  });

  test('without an instrument and a last price only what is wrong in itself is', () => {
    expect(
      checkPlan(
        plan({ quantity: quantity('0.0000001'), entry: stop('0.00001'), exits: {} }),
        undefined,
        undefined,
      ),
    ).toEqual([]);
    expect(checkPlan(plan({ quantity: quantity(0) }), undefined, undefined)).toHaveLength(1);
  });
});

describe('messages name the field and the rule', () => {
  test.each<[Partial<TradePlan>, string]>([
    [{ quantity: quantity('1.0005') }, 'quantity must be a multiple of the lot size 0.001'],
    [{ quantity: quantity('0.001') }, 'quantity must be at least 0.002'],
    [{ quantity: quantity('11') }, 'quantity must be at most 10'],
    [{ quantity: quantity('0.052') }, 'price x quantity must be at least 5'],
    [{ entry: limit('95.005') }, 'entry.limit must be a multiple of the tick size 0.01'],
    [{ exits: exits(94) }, 'takeProfit of a long must be above 95'],
    // The market beats the limit: it may sell at 100 as well as at 95.
    [{ direction: 'short', exits: exits(undefined, 94) }, 'stopLoss of a short must be above 100'],
    [
      { entry: stop(99), exits: {} },
      'entry.stop of a long must be above the last price 100: it would fire at once',
    ],
  ])('%j', (changes, message) => {
    expect(checkPlan(plan(changes), instrument, LAST).map((one) => one.message)).toEqual([message]);
  });
});

describe('exits that change', () => {
  const tick = price('0.01');

  test('on the tick and on their sides', () => {
    expect(checkExitPrices('long', exits(105, 95), tick, price(100))).toEqual([]);
    expect(checkExitPrices('long', exits('105.001', 0), tick, price(100))).toMatchObject([
      { field: 'takeProfit', code: 'price_off_tick' },
      { field: 'stopLoss', code: 'price_off_tick' },
    ]);
    expect(checkExitPrices('short', exits(105), tick, price(100))).toMatchObject([
      { code: 'take_profit_not_below_entry' },
    ]);
  });

  test('equal target and stop are beyond each other', () => {
    expect(checkExits('long', exits(100, 100), undefined)).toMatchObject([
      { code: 'stop_loss_beyond_take_profit' },
    ]);
    expect(checkExits('short', exits(100, 100), undefined)).toMatchObject([
      { code: 'stop_loss_beyond_take_profit' },
    ]);
  });
});
