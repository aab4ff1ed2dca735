import { describe, expect, test } from 'vitest';
import { openTrade } from '../../../shared/contract/examples/samples.ts';
import { legSchema, type TradeJson, tradeSchema } from '../../../shared/contract/schemas/trade.ts';
import { levelGroups, pnlOf } from '../../../web/src/features/chart/level-groups.ts';
import { sideBySide } from '../../../web/src/features/chart/level-places.ts';
import {
  changeFor,
  distanceAt,
  type Level,
  levelsOf,
  pnlAt,
  refusal,
  stepped,
  toTick,
} from '../../../web/src/features/chart/levels.ts';
import { linesOf } from '../../../web/src/features/chart/lines.ts';

const base = tradeSchema.parse(openTrade);
const long = {
  ...base,
  direction: 'long' as const,
  status: 'open' as const,
  state: 'open' as const,
  quantity: '0.2',
  openQuantity: '0.1',
  filledQuantity: '0.2',
  entryPrice: '60000',
  currentPrice: '61000',
  takeProfit: '65000',
  stopLoss: '55000',
  targets: null,
  legs: [],
};
const waiting = {
  ...long,
  status: 'pending' as const,
  state: 'pending' as const,
  entry: { type: 'limit' as const, limit: '58000', postOnly: true as const },
  entryPrice: null,
  filledQuantity: '0',
  openQuantity: '0',
};
/** 0.2 BTC bought; of the first target, 0.05, 0.01 has filled, the second waits for 0.1. */
const scaled = {
  ...long,
  openQuantity: '0.19',
  targets: [
    { price: '62000', quantity: '0.05' },
    { price: '64000', quantity: '0.1' },
  ],
  legs: [
    { leg: 'target', type: 'limit', price: '62000', quantity: '0.05', filledQuantity: '0.01' },
    { leg: 'target', type: 'limit', price: '64000', quantity: '0.1', filledQuantity: '0' },
  ].map((leg) => legSchema.parse({ ...leg, state: 'armed', armedAt: base.createdAt })),
};
const trailing = (distance: { amount: string | null; percent: string | null }, activation: string | null) => {
  const plan = { ...distance, activation };
  const leg = legSchema.parse({
    leg: 'trailing_stop',
    type: 'trailing',
    price: '60500',
    filledQuantity: '0',
    state: 'armed',
    armedAt: base.createdAt,
    trailing: { ...plan, activatedAt: base.createdAt, mark: '62500', markAt: base.createdAt },
  });
  return { ...long, trailing: plan, legs: [leg] };
};
const levelOf = (trade: TradeJson, kind: Level['kind'], nth = 0): Level => {
  const found = levelsOf(trade).filter((level) => level.kind === kind)[nth];
  if (!found) throw new Error(`no ${kind}`);
  return found;
};

describe('levels of a trade', () => {
  test('an open trade shows its entry, which stays, and its exits, which can be moved', () => {
    expect(levelsOf(long).map(({ kind, price, movable }) => [kind, price, movable])).toEqual([
      ['entry', '60000', false],
      ['take_profit', '65000', true],
      ['stop_loss', '55000', true],
    ]);
  });

  test('the entry of a pending trade can be moved, until it has begun to fill', () => {
    expect(levelOf(waiting, 'entry_limit').movable).toBe(true);
    expect(levelOf({ ...waiting, filledQuantity: '0.05' }, 'entry_limit').movable).toBe(false);
  });

  test('while a command waits nothing can be moved', () => {
    expect(levelsOf({ ...long, state: 'amending' }).some(({ movable }) => movable)).toBe(false);
  });

  test('the P&L at a level is that of what is open, exactly', () => {
    // (65000 - 60000) x 0.1; and of a short at the other side.
    expect(pnlAt(levelOf(long, 'take_profit'), '65000')).toBe('500');
    expect(pnlAt(levelOf({ ...long, direction: 'short' }, 'stop_loss'), '60000.01')).toBe('-0.001');
    // Nothing is open yet: all of it, from where it will enter.
    expect(pnlAt(levelOf(waiting, 'take_profit'), '59000')).toBe('200');
  });

  test('a height of the chart becomes the nearest tick, and at least one', () => {
    expect(toTick(61234.5678, '0.01')).toBe('61234.57');
    expect(toTick(0.30000000000000004, '0.1')).toBe('0.3');
    expect(toTick(0.0000001, '0.01')).toBe('0.01');
    expect(stepped('0.02', -5, '0.01')).toBe('0.01');
    expect(stepped('60000', 10, '0.5')).toBe('60005');
  });

  test('only what was moved is sent; a limit that must not take stays one', () => {
    expect(changeFor(levelOf(long, 'stop_loss'), '56000')).toEqual({ stopLoss: '56000' });
    expect(changeFor(levelOf(waiting, 'entry_limit'), '57000')).toEqual({
      entry: { type: 'limit', limit: '57000', postOnly: true },
    });
  });

  test('a stop of a long may not be above the market, nor an entry below its own stop', () => {
    expect(refusal(levelOf(long, 'stop_loss'), '60999')).toBeUndefined();
    expect(refusal(levelOf(long, 'stop_loss'), '61500')).toMatch(/below 61,000/);
    expect(refusal(levelOf(waiting, 'entry_limit'), '54000')).toBeDefined();
  });
});

describe('targets', () => {
  test('are levels with what is left of each; the take profit is of what they leave', () => {
    const shown = levelsOf(scaled).map(({ kind, price, quantity, movable }) => [
      kind,
      price,
      quantity,
      movable,
    ]);
    expect(shown).toEqual([
      ['entry', '60000', '0.19', false],
      ['take_profit', '65000', '0.05', true],
      ['target', '62000', '0.04', true],
      ['target', '64000', '0.1', true],
      ['stop_loss', '55000', '0.19', true],
    ]);
    // (62000 - 60000) x 0.04
    expect(pnlAt(levelOf(scaled, 'target'), '62000')).toBe('80');
  });

  test('one that is moved is sent with the others, for the API takes them together', () => {
    expect(changeFor(levelOf(scaled, 'target', 1), '64500')).toEqual({
      targets: [
        { price: '62000', quantity: '0.04' },
        { price: '64500', quantity: '0.1' },
      ],
    });
  });

  test('stay on the side of profit, in their order, and before the take profit', () => {
    const [near, far] = [levelOf(scaled, 'target', 0), levelOf(scaled, 'target', 1)];
    expect(refusal(near, '63999.99')).toBeUndefined();
    expect(refusal(near, '60500')).toMatch(/above 61,000/);
    expect(refusal(near, '64000')).toBe('Must stay before the next target');
    expect(refusal(far, '61900')).toMatch(/above the target before it, 62,000/);
    expect(refusal(far, '65000')).toMatch(/below the take profit 65,000/);
    expect(refusal(levelOf(scaled, 'take_profit'), '63000')).toBeDefined();
  });
});

describe('a trailing stop', () => {
  const byAmount = trailing({ amount: '2000', percent: null }, null);
  const byPercent = trailing({ amount: null, percent: '3.2' }, '62000');

  test('that is moved follows at its distance from the price of now, 61,000, not from its mark', () => {
    const level = levelOf(byAmount, 'trailing_stop');
    expect(level.movable).toBe(true);
    expect(distanceAt(level, '60800')).toBe('200');
    expect(changeFor(level, '60800')).toEqual({ trailing: { amount: '200' } });
  });

  test('keeps its unit, and no activation that lies behind it', () => {
    // 600 of 61,000 are 0.98360... %
    expect(changeFor(levelOf(byPercent, 'trailing_stop'), '60400')).toEqual({
      trailing: { percent: '0.9836' },
    });
  });

  test('stays behind the price, and no further than half of it in percent', () => {
    expect(refusal(levelOf(byAmount, 'trailing_stop'), '60999.99')).toBeUndefined();
    expect(refusal(levelOf(byAmount, 'trailing_stop'), '61000')).toMatch(/below 61,000/);
    expect(refusal(levelOf(byPercent, 'trailing_stop'), '30500')).toBeUndefined();
    expect(refusal(levelOf(byPercent, 'trailing_stop'), '30000')).toMatch(/50 %/);
    // A cent of 61,000 is less than the finest percentage.
    expect(refusal(levelOf(byPercent, 'trailing_stop'), '60999.99')).toBeDefined();
  });

  test('stays where it is while no price is known to count from', () => {
    expect(levelOf({ ...byAmount, currentPrice: null }, 'trailing_stop').movable).toBe(false);
  });
});

describe('levels of several trades at one price', () => {
  const [one, two, three] = ['01A', '01B', '01C'].map((id) => ({ ...long, id }));
  if (!one || !two || !three) throw new Error('three trades');
  const levels = [one, two, { ...three, takeProfit: '66000' }].flatMap(levelsOf);
  const groupsOf = (chosen?: string, apart?: string) =>
    levelGroups(levels, 2, chosen, apart).map(({ kind, price, levels: members, mover }) => [
      kind,
      price,
      members.length,
      mover?.trade.id,
    ]);

  test('are one label of each kind; only that of the chosen trade moves there', () => {
    expect(groupsOf('01B')).toEqual(
      expect.arrayContaining([
        ['entry', '60000', 3, undefined],
        ['take_profit', '65000', 2, '01B'],
        ['take_profit', '66000', 1, '01C'],
        ['stop_loss', '55000', 3, '01B'],
      ]),
    );
    expect(groupsOf('01B')).toHaveLength(4);
    expect(groupsOf()).toContainEqual(['take_profit', '65000', 2, undefined]);
  });

  test('the one on its way leaves the others where they are, and its label keeps its name and place', () => {
    const id = levelOf(two, 'take_profit').id;
    expect(groupsOf('01B', id)).toContainEqual(['take_profit', '65000', 1, '01B']);
    expect(groupsOf('01B', id)).toContainEqual(['take_profit', '65000', 1, '01A']);
    const before = levelGroups(levels, 2, '01B', undefined).map((group) => group.id);
    const during = levelGroups(levels, 2, '01B', id).map((group) => group.id);
    expect(during.filter((name) => before.includes(name))).toEqual(before);
  });

  test('are a line each, but that of the one on its way', () => {
    const hidden = (apart: string | undefined) =>
      linesOf(levelGroups(levels, 2, '01B', apart), apart).map((line) => [line.price, line.hidden]);
    expect(hidden(undefined).map(([, isHidden]) => isHidden)).toEqual([false, false, false, false]);
    const moved = hidden(levelOf(two, 'take_profit').id);
    expect(moved.filter(([, isHidden]) => isHidden)).toEqual([[65_000, true]]);
    // What it leaves behind at its price is drawn.
    expect(moved).toContainEqual([65_000, false]);
  });

  test('say what all of them make together', () => {
    const group = levelGroups(levels, 2, undefined, undefined).find(({ price }) => price === '65000');
    // Two times (65000 - 60000) x 0.1
    expect(group && pnlOf(group, '65000')).toBe('1000');
  });
});

test('labels whose heights meet stand beside each other, as far as there is room', () => {
  const box = (top: number, width: number) => ({ left: 0, top, width, height: 20 });
  const [first, second, third, apart, wide] = sideBySide(
    [box(100, 80), box(110, 60), box(105, 50), box(130, 50), box(100, 120)],
    300,
  );
  expect([first?.left, apart?.left]).toEqual([0, 0]);
  expect(second?.left).toBeGreaterThanOrEqual(80);
  expect(third?.left).toBeGreaterThanOrEqual((second?.left ?? 0) + 60);
  expect(wide).toBeUndefined();
});
