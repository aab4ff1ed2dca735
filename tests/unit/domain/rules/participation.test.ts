import { describe, expect, test } from 'vitest';
import { accountDelta } from '../../../../shared/domain/accounts/funds.ts';
import { money, price, quantity, rate } from '../../../../shared/domain/money/decimal.ts';
import { walk } from '../../../../shared/domain/trades/advance.ts';
import { journalOf } from '../../../../shared/domain/trades/journal.ts';
import { lotOf } from '../../../../shared/domain/trades/lot.ts';
import type { Command, Exits, OpenTrade, PendingTrade } from '../../../../shared/domain/trades/trade.ts';
import {
  bar,
  exits,
  limit,
  partsOf,
  pending,
  print,
  run,
  sample,
  stop,
  stopLimit,
  TERMS,
  traded,
  typesOf,
  windowOf,
  withCommands,
} from '../../../fixtures/trades.ts';

const share = (of: string) => ({ execution: { participation: rate(of) } });
/** Takes half of what is traded. */
const half = (changes: Partial<PendingTrade> = {}) => pending({ ...share('0.5'), ...changes });
/** Two units bought (sold) at 100, at 0. */
const holding = (plan: Exits, changes: Partial<PendingTrade> = {}): OpenTrade => {
  const { trade } = run(half({ exits: plan, ...changes }), [traded(print(0, 100), 100)]);
  if (trade.status !== 'open') throw new Error(trade.status);
  return trade;
};
const later = { before: 0 };
const close = (at: number, changes = {}): Command => ({ kind: 'close', at, ...changes });

describe('9.4.1 what an element gives', () => {
  test('its share of the volume, rounded down to the lot', () => {
    // 0.3 of 1.25 is 0.375: three lots of 0.1.
    const trade = pending({ ...share('0.3'), terms: { ...TERMS, lotSize: quantity('0.1') } });
    expect(partsOf(run(trade, [traded(print(1, 100), 1.25)]))).toEqual(['entry 0.3 at 100 @1 taker']);
  });

  test('a bar gives of its volume, at its open', () => {
    expect(partsOf(run(half(), [traded(bar(0, 100, 101, 99, 100), 3)]))).toEqual([
      'entry 1.5 at 100 @0 taker',
    ]);
  });

  test('samples bound nothing', () => {
    expect(partsOf(run(half(), [sample(1, 100)]))).toEqual(['entry 2 at 100 @1 taker']);
  });

  test('without a bound a leg fills whole, whatever was traded', () => {
    expect(partsOf(run(pending(), [traded(print(1, 100), 0)]))).toEqual(['entry 2 at 100 @1 taker']);
  });
});

describe('9.4.2 the allowance', () => {
  test('is shared by the legs in the order in which they fire', () => {
    // 0.5 of 3 is 1.5: the first target takes 1, the second what is left of it.
    const targets = [
      { price: price(105), quantity: quantity(1) },
      { price: price(110), quantity: quantity(1) },
    ];
    const ran = run(holding({ targets }), [traded(print(1, 111), 3), traded(print(2, 111), 3)], later);
    expect(partsOf(ran)).toEqual([
      'target 1 at 105 @1 maker',
      'target 0.5 at 110 @1 maker',
      'target 0.5 at 110 @2 maker',
    ]);
  });

  test('is the element’s, at its open, in a reading and at its close together', () => {
    // Of 2 the entry takes 0.5 at the open, which leaves 0.5: the stop, reached in the bar, gets no more.
    const trade = half({ quantity: quantity('0.5'), exits: exits(undefined, 95) });
    const ran = run(trade, [traded(bar(0, 100, 101, 90, 91), 1.5), traded(print(60_000, 92), 4)]);
    expect(partsOf(ran)).toEqual([
      'entry 0.5 at 100 @0 taker',
      'stop_loss 0.25 at 95 @59999 taker',
      'stop_loss 0.25 at 92 @60000 taker',
    ]);
  });

  test('of a bar that began before a leg was armed it is the whole bar’s', () => {
    const asked = withCommands(holding({}), close(90_000));
    expect(partsOf(run(asked, [traded(bar(60_000, 100, 101, 99, 98), 3)], later))).toEqual([
      'close 1.5 at 98 @119999 taker',
    ]);
  });

  test('zero: nothing fills', () => {
    expect(run(half({ entry: limit(100) }), [traded(print(1, 99), 0)]).events).toEqual([]);
  });

  test('after a part the leg sees no more of the element', () => {
    const trade = half({
      entry: limit(100),
      execution: { participation: rate(1), visible: quantity('0.5') },
    });
    expect(partsOf(run(trade, [traded(bar(0, 101, 102, 98, 99), 10)]))).toEqual([
      'entry 0.5 at 100 @59999 maker',
    ]);
  });
});

describe('9.4.3 what is left of a limit', () => {
  test.each([
    ['long', limit(100), 99],
    ['short', limit(100), 101],
  ] as const)('of a %s rests, and fills at its limit as maker', (direction, entry, beyond) => {
    const ran = run(half({ direction, entry }), [
      print(1, beyond),
      print(2, beyond),
      traded(print(3, 100), 9),
    ]);
    expect(partsOf(ran)).toEqual([
      `entry 0.5 at ${beyond} @1 taker`,
      'entry 0.5 at 100 @2 maker',
      'entry 1 at 100 @3 maker',
    ]);
  });

  test('also where a bar opens beyond it, at the open', () => {
    const trade = half({ entry: limit(100) });
    const ran = run(trade, [traded(bar(0, 101, 102, 99, 101), 2), traded(bar(60_000, 98, 99, 97, 98), 9)]);
    expect(partsOf(ran)).toEqual(['entry 1 at 100 @59999 maker', 'entry 1 at 100 @60000 maker']);
  });

  test('marketable at its first point, and without volume there, it rests as well', () => {
    const ran = run(half({ entry: limit(100) }), [traded(print(1, 99), 0), print(2, 98)]);
    expect(partsOf(ran)).toEqual(['entry 0.5 at 100 @2 maker']);
  });
});

describe('9.4.4 what is left at the market', () => {
  test('fills at the first point of each later element', () => {
    const path = [
      traded(bar(0, 100, 101, 99, 100), 1),
      traded(bar(60_000, 103, 104, 99, 100), 0),
      traded(bar(120_000, 104, 105, 99, 100), 2),
      traded(bar(180_000, 106, 107, 99, 100), 9),
    ];
    expect(partsOf(run(half(), path))).toEqual([
      'entry 0.5 at 100 @0 taker',
      'entry 1 at 104 @120000 taker',
      'entry 0.5 at 106 @180000 taker',
    ]);
  });

  test('so of a stop that has fired, with slippage', () => {
    const slipping = { terms: { ...TERMS, slippageBps: 100 } };
    const ran = run(half({ entry: stop(105), ...slipping }), [
      print(1, 100),
      print(2, 106),
      traded(print(3, 104), 9),
    ]);
    // 106 and 104 and 1 %
    expect(partsOf(ran)).toEqual(['entry 0.5 at 107.06 @2 taker', 'entry 1.5 at 105.04 @3 taker']);
  });

  test('a stop that gets nothing has triggered', () => {
    const ran = run(half({ entry: stop(105) }), [print(1, 100), traded(print(2, 106), 0), print(3, 101)]);
    expect(typesOf(ran)).toEqual(['entry_triggered', 'entry_filled']);
    expect(partsOf(ran)).toEqual(['entry 0.5 at 101 @3 taker']);
    const out = run(holding(exits(120, 90)), [traded(print(2, 89), 0), traded(print(3, 125), 9)], later);
    expect(typesOf(out)).toEqual(['exit_triggered', 'exit_filled']);
    // The take profit is disarmed: what is sold at 125 is the stop's.
    expect(partsOf(out)).toEqual(['stop_loss 2 at 125 @3 taker']);
  });

  test('a stop-limit’s limit takes its part where it is armed', () => {
    const ran = run(half({ entry: stopLimit(105, 107) }), [print(1, 100), print(2, 106), print(3, 90)]);
    expect(typesOf(ran)).toEqual(['entry_triggered', 'entry_filled', 'entry_filled']);
    expect(partsOf(ran)).toEqual(['entry 0.5 at 106 @2 taker', 'entry 0.5 at 107 @3 maker']);
  });
});

describe('9.4.5 parts of an entry', () => {
  test('the first opens the trade and arms its exits for what is filled; they grow with it', () => {
    const trade = half({ entry: limit(100), exits: exits(110, 90) });
    const once = run(trade, [print(1, 101), print(2, 99)]);
    expect(once.trade).toMatchObject({ status: 'open', entering: { quantity: '1.5', limit: '100' } });
    expect(partsOf(run(once.trade, [traded(print(3, 89), 9)], { before: 2 }))).toEqual([
      // The rest of the entry comes first at a point: 1.5 at its limit, then the stop closes all.
      'entry 1.5 at 100 @3 maker',
      'stop_loss 2 at 89 @3 taker',
    ]);
    expect(partsOf(run(once.trade, [traded(print(3, 111), 9)], { before: 2 }))).toEqual([
      'take_profit 0.5 at 110 @3 maker',
    ]);
  });

  test('the average of its parts is the price of the entry', () => {
    const ran = run(half(), [print(1, 100), traded(print(2, 102), 9)]);
    // (0.5 x 100 + 1.5 x 102) / 2 = 101.5
    expect(lotOf(ran.trade).cost.toFixed()).toBe('203');
  });

  test('the first fill of any other leg ends the rest of it', () => {
    const targets = [{ price: price(105), quantity: quantity('0.1') }];
    const ran = run(half({ entry: limit(100), exits: { targets } }), [
      print(1, 101),
      print(2, 99),
      print(3, 106),
      print(4, 99),
    ]);
    expect(partsOf(ran)).toEqual(['entry 0.5 at 100 @2 maker', 'target 0.1 at 105 @3 maker']);
    expect(ran.trade).not.toHaveProperty('entering');
  });

  test('a partial close too', () => {
    const part = { id: 'S1', quantity: quantity('0.1') };
    const asked = withCommands(half({ entry: limit(100) }), close(3, { part }));
    const ran = run(asked, [print(1, 101), print(2, 99), print(4, 101), print(5, 99)]);
    expect(partsOf(ran)).toEqual(['entry 0.5 at 100 @2 maker', 'close 0.1 at 101 @4 taker']);
  });

  test('and so does a stop that has triggered', () => {
    // In a bar without volume the limit gets nothing, and the stop of 95 triggers; after that 100 buys no more.
    const trade = half({ entry: limit(100), exits: exits(undefined, 95) });
    const ran = run(trade, [print(1, 101), print(2, 99), traded(print(3, 94), 0), print(4, 96)]);
    expect(partsOf(ran)).toEqual(['entry 0.5 at 100 @2 maker', 'stop_loss 0.5 at 96 @4 taker']);
  });
});

describe('9.4.6 what is left of a way out', () => {
  test.each([
    ['a stop loss', exits(120, 90), 89, 'stop_loss'],
    ['a trailing stop', { ...exits(120), trailing: { amount: price(10) } }, 89, 'trailing_stop'],
  ] as const)('%s goes on until all is closed, the take profit is disarmed', (_, plan, at, leg) => {
    const path = [traded(print(0, 100), 100), print(1, at), print(2, 125), traded(print(3, 88), 9)];
    const ran = run(half({ exits: plan }), path);
    expect(partsOf(ran).slice(1)).toEqual([
      `${leg} 0.5 at ${at} @1 taker`,
      `${leg} 0.5 at 125 @2 taker`,
      `${leg} 1 at 88 @3 taker`,
    ]);
    expect(ran.trade).toMatchObject({ status: 'closed', closeReason: leg });
  });

  test('a close goes on, and keeps its reason', () => {
    const asked = withCommands(holding({ ...exits(120, 90) }), close(1));
    const ran = run(asked, [print(2, 101), print(3, 89), traded(print(4, 121), 9)], later);
    expect(partsOf(ran)).toEqual([
      'close 0.5 at 101 @2 taker',
      'close 0.5 at 89 @3 taker',
      'close 1 at 121 @4 taker',
    ]);
    expect(ran.trade).toMatchObject({ closeReason: 'manual' });
  });

  test('the liquidation stays beside a short’s stop that goes on', () => {
    // Sold 2 at 100; 0.5 bought back at 191. Liquidation of 1.5: 2 x 150 / (1.5 x 1.01) = 198.01...
    const lot = holding(exits(50, 190), { direction: 'short' });
    const ran = run(lot, [print(1, 191), traded(print(2, 199), 0), traded(print(3, 180), 9)], later);
    expect(ran.events.map((event) => `${event.type} ${'leg' in event ? event.leg : ''}`.trim())).toEqual([
      'exit_filled',
      'exit_triggered liquidation',
      'exit_filled',
    ]);
    expect(partsOf(ran)).toEqual(['stop_loss 0.5 at 191 @1 taker', 'liquidation 1.5 at 180 @3 taker']);
  });

  test('a part at the market that waits for volume leaves the exits armed, and can be withdrawn', () => {
    const part = { id: 'S1', quantity: quantity(1) };
    const asked = withCommands(holding(exits(120, 90)), close(1, { part }));
    const waits = run(asked, [print(2, 101)], later).trade;
    expect(waits).toMatchObject({ partialCloses: [{ quantity: '0.5' }], stopLoss: { price: '90' } });
    expect(partsOf(run(waits, [traded(print(3, 89), 9)], { before: 2 }))).toEqual([
      'stop_loss 1.5 at 89 @3 taker',
    ]);
    const back = withCommands(waits, { kind: 'withdraw', at: 3, orderId: 'S1' });
    expect(typesOf(run(back, [traded(print(4, 101), 9)], { before: 2 }))).toEqual(['close_withdrawn']);
  });

  test('an amendment of a stop that goes on at the market is superseded', () => {
    const asked = withCommands(holding(exits(120, 90)), {
      kind: 'amend',
      at: 2,
      changes: { stopLoss: price(50) },
    });
    expect(typesOf(run(asked, [print(1, 89), print(3, 60)], later))).toEqual([
      'exit_filled',
      'command_superseded',
      'exit_filled',
    ]);
  });
});

describe('9.4.7 the money of parts', () => {
  test('each is rounded by itself; the reservation is released in proportion, rounded down, the last releases the rest', () => {
    // 3 units, 303.00000001 held. A third is 101.00000000333...: 101 released, then half of 202.00000001, then the rest.
    const trade = half({ quantity: quantity(3), entry: limit(100), reservation: money('303.00000001') });
    const held = [1, 2, 3].map((count) => {
      const path = Array.from({ length: count }, (_, index) => traded(print(index + 1, 99.99), 2));
      const { trade: after } = run(trade, [print(0, 101), ...path]);
      return after.status === 'open' && after.entering ? after.reservation : 'none';
    });
    expect(held).toEqual(['202.00000001', '101.00000001', 'none']);
  });

  test('a part that costs more than its release takes it from free cash', () => {
    // Half of 220 is released; 1 at 120 and 1 % costs 121.2: 11.2 more.
    const trade = half({ reservation: money(220) });
    const { trade: after } = run(trade, [traded(print(1, 120), 2)]);
    expect(accountDelta(trade, after)).toMatchObject({ cash: '-11.2', reserved: '-110', needs: '11.2' });
  });

  test('without it the rest of the entry ends, and the trade goes on with what it has', () => {
    const trade = half({ exits: exits(110) });
    const path = [print(1, 100), print(2, 101), print(3, 102), print(4, 111)];
    const paid = journalOf(trade, walk(trade, windowOf(path), undefined, 2).events);
    expect(paid.rows.map(({ event }) => `${event.type} @${event.at}`)).toEqual([
      'entry_filled @1',
      'entry_filled @2',
      'entry_ended @3',
      'exit_filled @4',
    ]);
    const none = journalOf(trade, walk(trade, windowOf(path), undefined, 0).events);
    expect(none.trade).toMatchObject({ status: 'rejected', endedAt: 1 });
  });
});
