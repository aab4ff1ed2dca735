import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../../../shared/domain/market/instrument.ts';
import type { MarketSymbol } from '../../../../shared/domain/market/symbol.ts';
import { money, price, quantity, rate } from '../../../../shared/domain/money/decimal.ts';
import type { TradePlan } from '../../../../shared/domain/trades/plan.ts';
import { checkExitPrices, checkPlan, exitBounds } from '../../../../shared/domain/trades/rules.ts';
import type { EntryPlan, Exits, Target } from '../../../../shared/domain/trades/trade.ts';
import { limit } from '../../../fixtures/trades.ts';

/** Tick 0.01, lot 0.001, at least 5 of the quote currency; the last price is 100. */
const instrument: Instrument = {
  venue: 'binance',
  symbol: 'BTC/USDT' as MarketSymbol,
  tickSize: price('0.01'),
  lotSize: quantity('0.001'),
  minQuantity: quantity('0.002'),
  maxQuantity: quantity('10'),
  minNotional: money('5'),
};
const plan = (changes: Partial<TradePlan> = {}): TradePlan => ({
  symbol: instrument.symbol,
  direction: 'long',
  quantity: quantity(1),
  entry: { type: 'market' },
  exits: {},
  ...changes,
});
const broken = (changes: Partial<TradePlan>, of = instrument, last: number | undefined = 100) =>
  checkPlan(plan(changes), of, last).map(({ field, code }) => `${field} ${code}`);
const ofExits = (exits: Exits, changes: Partial<TradePlan> = {}) => broken({ ...changes, exits });

const targets = (...pairs: [number | string, number | string][]): Target[] =>
  pairs.map(([at, amount]) => ({ price: price(at), quantity: quantity(amount) }));
const oco = (at: number | string, stop: number | string, then?: number | string): EntryPlan => ({
  type: 'oco',
  limit: price(at),
  stop: price(stop),
  ...(then === undefined ? {} : { stopLimit: price(then) }),
});

describe('valid plans', () => {
  test.each<[string, Partial<TradePlan>]>([
    ['a trailing stop by amount', { exits: { trailing: { amount: price('2.5') } } }],
    ['by percent, at the least and the finest', { exits: { trailing: { percent: rate('0.0001') } } }],
    ['by percent, at the most', { exits: { trailing: { percent: rate(50) } } }],
    [
      'with an activation price, beside a stop loss',
      { exits: { trailing: { percent: rate(1), activation: price(105) }, stopLoss: price(90) } },
    ],
    [
      'a short’s, activated below its entry',
      { direction: 'short', exits: { trailing: { percent: rate(1), activation: price(95) } } },
    ],
    // A short's level lies above its mark: any amount will do.
    ['a short’s by more than the price', { direction: 'short', exits: { trailing: { amount: price(200) } } }],
    [
      'four targets that are the whole',
      { exits: { targets: targets([101, '0.1'], [102, '0.2'], [103, '0.3'], [104, '0.4']) } },
    ],
    [
      'two targets, a take profit beyond, a stop that moves to break-even',
      {
        exits: {
          targets: targets([105, '0.5'], [110, '0.25']),
          takeProfit: price(120),
          stopLoss: price(95),
          breakEven: true,
        },
      },
    ],
    [
      'a short’s targets, downwards',
      { direction: 'short', exits: { targets: targets([95, '0.5'], [90, '0.5']), stopLoss: price(105) } },
    ],
    ['a stop-limit exit below its stop', { exits: { stopLoss: price(95), stopLimit: price('94.5') } }],
    ['a stop-limit exit above its stop', { exits: { stopLoss: price(95), stopLimit: price('95.5') } }],
    ['exits that cover all', { exits: { stopLoss: price(95), covers: quantity(1) } }],
    ['exits that cover a part', { exits: { targets: targets([105, '0.5']), covers: quantity('0.5') } }],
    ['a second', { exits: { timeOut: 1_000 } }],
    ['a year', { exits: { timeOut: 31_536_000_000 } }],
    ['the first minute of a day', { exits: { dailyClose: 0 } }],
    ['the last minute of a day', { exits: { dailyClose: 1439 } }],
    ['all of the volume', { execution: { participation: rate(1) } }],
    ['an iceberg', { entry: limit(95), execution: { visible: quantity('0.1') } }],
    ['an iceberg of a hundred parts', { entry: limit(95), execution: { visible: quantity('0.01') } }],
    ['an iceberg that shows all', { entry: limit(95), execution: { visible: quantity(1) } }],
    [
      'an iceberg on the way out',
      { exits: { takeProfit: price(110) }, execution: { visible: quantity('0.1') } },
    ],
    ['a post-only limit that would take', { entry: { type: 'limit', limit: price(101), postOnly: true } }],
    ['two entries around the market', { entry: oco(95, 105) }],
    [
      'two entries, the stop a limit',
      { entry: oco(95, 105, 106), exits: { takeProfit: price(107), stopLoss: price(94) } },
    ],
    [
      'a short’s, mirrored',
      { direction: 'short', entry: oco(105, 95), exits: { takeProfit: price(94), stopLoss: price(106) } },
    ],
  ])('%s', (_, changes) => {
    expect(broken(changes)).toEqual([]);
  });
});

describe('trailing stop', () => {
  test.each<[Exits['trailing'], string]>([
    [{ amount: price(0) }, 'trailing.amount price_not_positive'],
    [{ amount: price('0.005') }, 'trailing.amount price_off_tick'],
    [{ amount: price(100) }, 'trailing.amount trailing_amount_too_large'],
    [{ percent: rate(0) }, 'trailing.percent percent_out_of_range'],
    [{ percent: rate(-1) }, 'trailing.percent percent_out_of_range'],
    [{ percent: rate('50.0001') }, 'trailing.percent percent_out_of_range'],
    [{ percent: rate('1.00001') }, 'trailing.percent percent_too_fine'],
    [{ percent: rate(1), activation: price('100.001') }, 'trailing.activation price_off_tick'],
    [{ percent: rate(1), activation: price(100) }, 'trailing.activation activation_not_above_entry'],
  ])('%j: %s', (trailing, violation) => {
    expect(ofExits({ ...(trailing ? { trailing } : {}) })).toEqual([violation]);
  });

  test('a short is activated below its entry', () => {
    const trailing = { percent: rate(1), activation: price(101) };
    expect(ofExits({ trailing }, { direction: 'short' })).toEqual([
      'trailing.activation activation_not_below_entry',
    ]);
  });
});

describe('targets', () => {
  test.each<[string, Exits, string[]]>([
    ['none', { targets: [] }, ['targets targets_out_of_range']],
    [
      'five',
      { targets: targets([101, '0.1'], [102, '0.1'], [103, '0.1'], [104, '0.1'], [105, '0.1']) },
      ['targets targets_out_of_range'],
    ],
    ['below the entry', { targets: targets([99, '0.5']) }, ['targets.0.price target_not_above_entry']],
    ['at the entry', { targets: targets([100, '0.5']) }, ['targets.0.price target_not_above_entry']],
    [
      'in the wrong order',
      { targets: targets([105, '0.5'], [104, '0.5']) },
      ['targets.1.price targets_out_of_order'],
    ],
    [
      'two at one price',
      { targets: targets([105, '0.5'], [105, '0.5']) },
      ['targets.1.price targets_out_of_order'],
    ],
    [
      'at the take profit',
      { targets: targets([105, '0.5'], [110, '0.5']), takeProfit: price(110) },
      ['targets.1.price target_beyond_take_profit'],
    ],
    ['off the tick', { targets: targets(['105.001', '0.5']) }, ['targets.0.price price_off_tick']],
    ['of nothing', { targets: targets([105, 0]) }, ['targets.0.quantity target_quantity_not_positive']],
    ['off the lot', { targets: targets([105, '0.0005']) }, ['targets.0.quantity target_quantity_off_lot']],
    [
      'more than there is',
      { targets: targets([105, '0.6'], [106, '0.401']) },
      ['targets targets_exceed_quantity'],
    ],
    [
      'more than is covered',
      { targets: targets([105, '0.6']), covers: quantity('0.5') },
      ['targets targets_exceed_quantity'],
    ],
    // 110 x 0.045 = 4.95 is below 5.
    ['worth too little', { targets: targets([110, '0.045']) }, ['targets.0.quantity below_min_notional']],
    [
      'break-even without any',
      { breakEven: true, stopLoss: price(95) },
      ['breakEven break_even_without_targets'],
    ],
    [
      'break-even without a stop that it could move',
      { breakEven: true, targets: targets([105, '0.5']) },
      ['breakEven break_even_without_stop_loss'],
    ],
  ])('%s', (_, exits, violations) => {
    expect(ofExits(exits)).toEqual(violations);
  });

  test('a short’s go down', () => {
    expect(ofExits({ targets: targets([90, '0.5'], [95, '0.5']) }, { direction: 'short' })).toEqual([
      'targets.1.price targets_out_of_order',
    ]);
  });

  test('without a reference the stop loss is held against the first', () => {
    const exits = { targets: targets([105, '0.5']), stopLoss: price(106) };
    const codes = checkPlan(plan({ exits }), instrument, undefined).map(({ code }) => code);
    expect(codes).toEqual(['stop_loss_beyond_target']);
  });
});

describe('what belongs to another exit', () => {
  test.each<[string, Exits, string]>([
    ['a stop limit without a stop', { stopLimit: price(95) }, 'stopLimit stop_limit_without_stop_loss'],
    ['covers without an exit', { covers: quantity('0.5') }, 'covers covers_without_exit'],
    [
      'covers with a time-out alone',
      { covers: quantity('0.5'), timeOut: 60_000 },
      'covers covers_without_exit',
    ],
    ['covers of nothing', { covers: quantity(0), stopLoss: price(95) }, 'covers covers_not_positive'],
    ['covers off the lot', { covers: quantity('0.0005'), stopLoss: price(95) }, 'covers covers_off_lot'],
    [
      'covers more than there is',
      { covers: quantity('1.001'), stopLoss: price(95) },
      'covers covers_too_large',
    ],
  ])('%s', (_, exits, violation) => {
    expect(ofExits(exits)).toEqual([violation]);
  });
});

describe('times', () => {
  test.each<[Exits, string]>([
    [{ timeOut: 999 }, 'timeOutSeconds time_out_out_of_range'],
    [{ timeOut: 31_536_001_000 }, 'timeOutSeconds time_out_out_of_range'],
    [{ timeOut: Number.NaN }, 'timeOutSeconds time_out_out_of_range'],
    [{ dailyClose: -1 }, 'dailyClose daily_close_out_of_range'],
    [{ dailyClose: 1440 }, 'dailyClose daily_close_out_of_range'],
    [{ dailyClose: 0.5 }, 'dailyClose daily_close_out_of_range'],
  ])('%j', (exits, violation) => {
    expect(ofExits(exits)).toEqual([violation]);
  });
});

describe('parts', () => {
  test.each<[Partial<TradePlan>, string]>([
    [{ execution: { participation: rate(0) } }, 'participation participation_out_of_range'],
    [{ execution: { participation: rate('1.01') } }, 'participation participation_out_of_range'],
    [{ entry: limit(95), execution: { visible: quantity(0) } }, 'visible visible_not_positive'],
    [{ entry: limit(95), execution: { visible: quantity('0.0001') } }, 'visible visible_off_lot'],
    [{ entry: limit(95), execution: { visible: quantity(2) } }, 'visible visible_too_large'],
    [{ entry: limit(95), execution: { visible: quantity('0.009') } }, 'visible visible_too_small'],
    [{ execution: { visible: quantity('0.1') } }, 'visible visible_without_limit'],
    [
      { exits: { stopLoss: price(95) }, execution: { visible: quantity('0.1') } },
      'visible visible_without_limit',
    ],
  ])('%j', (changes, violation) => {
    expect(broken(changes)).toEqual([violation]);
  });

  test('a venue that gives prices only has no volume to take a share of', () => {
    const coins: Instrument = { ...instrument, venue: 'coingecko' };
    expect(broken({ execution: { participation: rate('0.1') } }, coins)).toEqual([
      'participation participation_needs_volume',
    ]);
    expect(broken({ entry: limit(95), execution: { visible: quantity('0.1') } }, coins)).toEqual([]);
  });
});

describe('two entries', () => {
  test.each<[string, Partial<TradePlan>, string[]]>([
    ['a limit above the market', { entry: oco(101, 105) }, ['entry.limit oco_limit_not_below_market']],
    ['a limit at the market', { entry: oco(100, 105) }, ['entry.limit oco_limit_not_below_market']],
    ['a stop below the market', { entry: oco(95, 99) }, ['entry.stop stop_not_above_market']],
    [
      'the wrong way round',
      { entry: oco(105, 95) },
      [
        'entry.stop stop_not_above_market',
        'entry.stop oco_stop_not_above_limit',
        'entry.limit oco_limit_not_below_market',
      ],
    ],
    [
      'a short’s limit below the market',
      { direction: 'short', entry: oco(99, 95) },
      ['entry.limit oco_limit_not_above_market'],
    ],
    ['a stop limit off the tick', { entry: oco(95, 105, '105.001') }, ['entry.stopLimit price_off_tick']],
    [
      'a target between them',
      { entry: oco(95, 105), exits: { takeProfit: price(100) } },
      ['takeProfit take_profit_not_above_entry'],
    ],
    [
      'a stop loss between them',
      { entry: oco(95, 105), exits: { stopLoss: price(100) } },
      ['stopLoss stop_loss_not_below_entry'],
    ],
    // 0.052 x 95 = 4.94 is below 5, 0.052 x 105 = 5.46 is not.
    [
      'worth too little at the lower',
      { entry: oco(95, 105), quantity: quantity('0.052') },
      ['quantity below_min_notional'],
    ],
  ])('%s', (_, changes, violations) => {
    expect(broken(changes)).toEqual(violations);
  });
});

describe('exits that change', () => {
  const tick = price('0.01');
  const codes = (exits: Exits, reference?: ReturnType<typeof price>) =>
    checkExitPrices('long', exits, tick, reference, { quantity: quantity(1) }).map(
      ({ field, code }) => `${field} ${code}`,
    );

  test('a change alone is held against the market, not for what belongs to it', () => {
    const change = (exits: Exits) => codes(exits, price(100));
    expect(change({ breakEven: true, stopLimit: price(94), covers: quantity(1) })).toEqual([]);
    expect(change({ targets: targets([99, 1]) })).toEqual(['targets.0.price target_not_above_entry']);
    expect(change({ trailing: { amount: price('0.001') } })).toEqual(['trailing.amount price_off_tick']);
    expect(change({ trailing: { percent: rate(60) } })).toEqual(['trailing.percent percent_out_of_range']);
  });

  test('all of them, as they will be, are held against how much there is to close', () => {
    expect(codes({ breakEven: true, stopLoss: price(95) })).toEqual(['breakEven break_even_without_targets']);
    expect(codes({ targets: targets([105, 2]) })).toEqual(['targets targets_exceed_quantity']);
  });

  test('a stop may rise above a target that is done', () => {
    expect(codes({ targets: targets([105, 1]), stopLoss: price(107) })).toEqual([]);
  });

  test('of two entries that wait, against both', () => {
    const bounds = exitBounds(oco(95, 105), 'long', 100);
    expect(bounds).toEqual({ profit: '105', loss: '95' });
    const held = checkExitPrices('long', { takeProfit: price(101), stopLoss: price(99) }, tick, bounds);
    expect(held.map(({ code }) => code)).toEqual([
      'take_profit_not_above_entry',
      'stop_loss_not_below_entry',
    ]);
  });
});
