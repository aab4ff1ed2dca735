import { describe, expect, it } from 'vitest';
import { presentTrade } from '../../../shared/contract/present/trade.ts';
import { type LegJson, tradeSchema } from '../../../shared/contract/schemas/trade.ts';
import { money, price, quantity, rate } from '../../../shared/domain/money/decimal.ts';
import type { FillRecord } from '../../../shared/domain/trades/fill.ts';
import type { EntryPlan, OpenTrade, Trade } from '../../../shared/domain/trades/trade.ts';
import { CREATED, closed, ENDED, entryFill, OPENED, open, pending } from './trades.ts';

/** As the schema says; only what is asked about. */
const legsOf = (trade: Trade): LegJson[] => {
  const json = presentTrade(trade, 64_000);
  expect(tradeSchema.safeParse(json).error).toBeUndefined();
  return json.legs;
};
const brief = (trade: Trade): string[] =>
  legsOf(trade).map(
    ({ leg, type, price: at, quantity: all, filledQuantity, state }) =>
      `${leg} ${type} ${at} ${filledQuantity}/${all ?? 'all'} ${state}`,
  );
const fill = (
  leg: FillRecord['leg'],
  at: number,
  amount: string,
  more: Partial<FillRecord> = {},
): FillRecord => ({
  ...entryFill,
  id: `${leg}#${at}`,
  leg,
  price: price(at),
  quantity: quantity(amount),
  ...more,
});
const bare = (changes: Partial<OpenTrade> = {}): OpenTrade => {
  const { takeProfit: _, stopLoss: __, ...rest } = open;
  return { ...rest, exits: {}, ...changes };
};
const ISO = {
  created: '2026-11-20T09:30:00.000Z',
  opened: '2026-11-20T09:31:04.999Z',
  ended: '2026-11-20T10:30:00.000Z',
};

describe('entries', () => {
  const oco: EntryPlan = { type: 'oco', limit: price(60_000), stop: price(65_000), stopLimit: price(65_010) };

  it('two of them wait', () => {
    expect(brief({ ...pending, exits: {}, entry: oco })).toEqual([
      'entry limit 60000 0/0.05 armed',
      'entry stop_limit 65000 0/0.05 armed',
    ]);
    expect(legsOf({ ...pending, entry: oco })[1]).toMatchObject({ limit: '65010' });
  });

  it('the stop has fired, its limit waits', () => {
    const trade: Trade = { ...pending, exits: {}, entry: oco, triggeredAt: OPENED };
    expect(brief(trade)).toEqual([
      'entry limit 60000 0/0.05 disarmed',
      'entry stop_limit 65000 0/0.05 triggered',
    ]);
    expect(legsOf(trade)[1]?.armedAt).toBe(ISO.opened);
  });

  it.each<['long' | 'short', number, string[]]>([
    ['long', 59_990, ['filled', 'disarmed']],
    ['long', 60_000, ['filled', 'disarmed']],
    ['long', 65_005, ['disarmed', 'filled']],
    ['short', 70_000, ['filled', 'disarmed']],
    ['short', 64_990, ['disarmed', 'filled']],
  ])('of a %s that filled at %d', (direction, at, states) => {
    const entry: EntryPlan =
      direction === 'long'
        ? { type: 'oco', limit: price(60_000), stop: price(65_000) }
        : { type: 'oco', limit: price(70_000), stop: price(65_000) };
    const trade = bare({ direction, entry, fills: [fill('entry', at, '0.05')] });
    expect(
      legsOf(trade)
        .slice(0, 2)
        .map(({ state }) => state),
    ).toEqual(states);
  });

  it('a part has filled: the rest waits, or has ended', () => {
    const part = bare({ fills: [fill('entry', 64_000, '0.02')] });
    const entering = { quantity: quantity('0.03'), armedAt: CREATED, limit: price(64_000) };
    expect(brief({ ...part, entering })).toEqual(['entry limit 64000 0.02/0.05 armed']);
    expect(brief(part)).toEqual(['entry limit 64000 0.02/0.05 disarmed']);
    expect(presentTrade(part)).toMatchObject({ filledQuantity: '0.02', openQuantity: '0.02' });
  });

  it('one that was changed is armed since then', () => {
    expect(legsOf({ ...pending, entryArmedAt: OPENED })[0]?.armedAt).toBe(ISO.opened);
  });
});

describe('trailing stop', () => {
  const exits = { trailing: { percent: rate(2), activation: price(65_000) } };

  it('planned', () => {
    expect(legsOf({ ...pending, exits })[1]).toMatchObject({
      leg: 'trailing_stop',
      type: 'trailing',
      price: null,
      state: 'planned',
      trailing: { percent: '2', amount: null, activation: '65000', activatedAt: null, mark: null },
    });
  });

  it('waits for its activation, then follows: 66000 x 0.98 = 64680', () => {
    const armed = { armedAt: OPENED };
    expect(legsOf(bare({ exits, trailing: armed }))[1]).toMatchObject({ price: null, state: 'armed' });
    const trailing = {
      ...armed,
      activatedAt: ENDED,
      mark: price(66_000),
      markAt: ENDED,
      bound: price(66_330),
    };
    expect(legsOf(bare({ exits, trailing }))[1]).toMatchObject({
      price: '64680',
      state: 'armed',
      armedAt: ISO.opened,
      trailing: { activatedAt: ISO.ended, mark: '66000', markAt: ISO.ended },
    });
  });

  it('fires, and has fired', () => {
    const firing = bare({
      exits,
      fills: [entryFill, fill('trailing_stop', 64_680, '0.01')],
      exiting: { leg: 'trailing_stop', armedAt: ENDED },
    });
    expect(brief(firing)[1]).toBe('trailing_stop trailing null 0.01/all triggered');
    expect(presentTrade(firing).state).toBe('closing');
    const done: Trade = {
      ...closed,
      exits,
      closeReason: 'trailing_stop',
      fills: [entryFill, fill('trailing_stop', 64_680, '0.05')],
    };
    expect(brief(done)[1]).toBe('trailing_stop trailing null 0.05/all filled');
  });
});

describe('targets', () => {
  const targets = [
    { price: price(65_000), quantity: quantity('0.02') },
    { price: price(66_000), quantity: quantity('0.02') },
  ];
  const exits = { targets };
  const second = { price: price(66_000), quantity: quantity('0.015'), armedAt: OPENED };

  it('planned', () => {
    expect(brief({ ...pending, exits }).slice(1)).toEqual([
      'target limit 65000 0/0.02 planned',
      'target limit 66000 0/0.02 planned',
    ]);
  });

  it('the first is done, a part of the second', () => {
    const fills = [entryFill, fill('target', 65_000, '0.02'), fill('target', 66_000, '0.005')];
    expect(brief(bare({ exits, fills, targets: [second] })).slice(1)).toEqual([
      'target limit 65000 0.02/0.02 filled',
      'target limit 66000 0.005/0.02 armed',
    ]);
  });

  it('one that filled beyond its price, at its first point', () => {
    const fills = [entryFill, fill('target', 65_700, '0.02', { liquidity: 'taker' })];
    const armed = { ...second, quantity: quantity('0.02') };
    expect(brief(bare({ exits, fills, targets: [armed] })).slice(1)).toEqual([
      'target limit 65000 0.02/0.02 filled',
      'target limit 66000 0/0.02 armed',
    ]);
  });

  it('disarmed by a stop, one of them half done', () => {
    const fills = [entryFill, fill('target', 65_000, '0.01'), fill('stop_loss', 63_000, '0.04')];
    const trade: Trade = { ...closed, exits, closeReason: 'stop_loss', fills };
    expect(brief(trade).slice(1, 3)).toEqual([
      'target limit 65000 0.01/0.02 disarmed',
      'target limit 66000 0/0.02 disarmed',
    ]);
  });

  it('amended since: what an earlier target filled is not a later one’s', () => {
    const fills = [entryFill, fill('target', 64_500, '0.01'), fill('stop_loss', 63_000, '0.04')];
    const trade: Trade = { ...closed, exits, closeReason: 'stop_loss', fills };
    expect(brief(trade).slice(1, 3)).toEqual([
      'target limit 65000 0/0.02 disarmed',
      'target limit 66000 0/0.02 disarmed',
    ]);
  });

  it('forgotten with what they covered: what they filled is told', () => {
    const fills = [entryFill, fill('target', 65_000, '0.01'), fill('take_profit', 66_000, '0.01')];
    expect(brief(bare({ fills })).slice(1)).toEqual([
      'target limit 65000 0.01/0.01 filled',
      'take_profit limit null 0.01/all filled',
    ]);
  });
});

describe('other ways out', () => {
  it('a stop-limit exit that has triggered', () => {
    const exits = { stopLoss: price(63_000), stopLimit: price(62_990), takeProfit: price(66_000) };
    const exiting = { leg: 'stop_loss', armedAt: ENDED, limit: price(62_990) } as const;
    const legs = legsOf(bare({ exits, exiting }));
    expect(legs.slice(1)).toMatchObject([
      { leg: 'take_profit', state: 'disarmed' },
      {
        leg: 'stop_loss',
        type: 'stop_limit',
        price: '63000',
        limit: '62990',
        state: 'triggered',
        armedAt: ISO.ended,
      },
    ]);
  });

  it('a short shows where it is liquidated: 2 x 3200 / (0.05 x 1.006) = 127236.58, down to the tick', () => {
    const short = bare({ direction: 'short', entry: { type: 'market' } });
    expect(legsOf(short)[1]).toMatchObject({ leg: 'liquidation', price: '127236.58', state: 'armed' });
  });

  it('a part that is half closed', () => {
    const fills = [entryFill, fill('close', 65_000, '0.01', { orderId: 'half' })];
    const part = { id: 'half', quantity: quantity('0.015'), limit: price(65_000), armedAt: OPENED };
    expect(brief(bare({ fills, partialCloses: [part] })).slice(1)).toEqual([
      'close limit 65000 0.01/0.025 armed',
    ]);
  });

  it('a close in time', () => {
    const trade: Trade = {
      ...closed,
      exits: {},
      closeReason: 'timeout',
      fills: [entryFill, fill('close', 65_000, '0.05')],
    };
    expect(brief(trade)[1]).toBe('close market null 0.05/all filled');
  });
});

describe('readings', () => {
  // 3300 - 3200 - 39 = 61.
  it('differ by what the better ones would have given', () => {
    expect(presentTrade({ ...closed, upside: money('12.5') }).readings).toEqual({
      pessimistic: { netPnl: '61' },
      optimistic: { netPnl: '73.5' },
    });
  });
  it('are rounded to 8 decimals, and null where none was in doubt', () => {
    const { readings } = presentTrade({ ...closed, upside: money('0.123456785') });
    expect(readings?.optimistic.netPnl).toBe('61.12345678');
    expect(presentTrade({ ...closed, upside: money(0) }).readings).toBeNull();
    expect(presentTrade({ ...open, upside: money(1) }).readings).toBeNull();
  });
});
