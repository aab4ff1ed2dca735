import { describe, expect, test } from 'vitest';
import { openTrade } from '../../../shared/contract/examples/samples.ts';
import { legSchema, tradeSchema } from '../../../shared/contract/schemas/trade.ts';
import { lossWords, profitWords } from '../../../web/src/exit-words.ts';
import { hasExits } from '../../../web/src/exits.ts';
import { draftOf, readExits } from '../../../web/src/features/trades/exits-draft.ts';

const base = tradeSchema.parse(openTrade);
const armed = { filledQuantity: '0', state: 'armed', armedAt: base.createdAt };
const trade = {
  ...base,
  direction: 'long' as const,
  status: 'open' as const,
  state: 'open' as const,
  quantity: '0.2',
  openQuantity: '0.2',
  currentPrice: '61000',
  takeProfit: '65000',
  stopLoss: '55000',
  trailing: { amount: null, percent: '1.5', activation: null },
  legs: [
    { leg: 'target', type: 'limit', price: '62000', quantity: '0.05', ...armed, filledQuantity: '0.02' },
    { leg: 'target', type: 'limit', price: '64000', quantity: '0.1', ...armed },
    { leg: 'target', type: 'limit', price: '61000', quantity: '0.1', ...armed, state: 'filled' },
  ].map((leg) => legSchema.parse(leg)),
};
const draft = draftOf(trade);
const read = (part: Partial<typeof draft>) => readExits(trade, { ...draft, ...part }, 2);

describe('the form of exits', () => {
  test('begins with what there is, and changes nothing', () => {
    expect(draft).toEqual({
      takeProfit: '65000',
      stopLoss: '55000',
      targets: ['62000', '64000'],
      trailing: '1.5',
    });
    const { change, words, errors } = read({});
    expect([change, words]).toEqual([{}, []]);
    expect(errors).toEqual({
      takeProfit: undefined,
      stopLoss: undefined,
      targets: [undefined, undefined],
      trailing: undefined,
    });
  });

  test('sends only what differs; targets together, with what is left of each', () => {
    expect(read({ stopLoss: '56,000', trailing: '2' })).toMatchObject({
      change: { stopLoss: '56000', trailing: { percent: '2' } },
      words: ['set the stop loss to 56,000.00', 'trail 2 % behind the price'],
    });
    expect(read({ targets: ['62500', '64000'] })).toMatchObject({
      change: {
        targets: [
          { price: '62500', quantity: '0.03' },
          { price: '64000', quantity: '0.1' },
        ],
      },
      words: ['set target 1 to 62,500.00'],
    });
  });

  test('an empty field removes its exit', () => {
    expect(read({ takeProfit: '', targets: ['', '64000'], trailing: ' ' }).change).toEqual({
      takeProfit: null,
      targets: [{ price: '64000', quantity: '0.1' }],
      trailing: null,
    });
    expect(read({ targets: ['', ''] }).change).toEqual({ targets: null });
  });

  test('says under each field what is wrong with it', () => {
    expect(read({ targets: ['60000', '64000'] }).errors.targets[0]).toMatch(/above 61,000/);
    expect(read({ targets: ['', '66000'] }).errors.targets).toEqual([
      undefined,
      expect.stringMatching(/below the take profit/),
    ]);
    expect(read({ stopLoss: 'low' }).errors.stopLoss).toBe('Write a price, or nothing for none.');
    expect(read({ trailing: '0' }).errors.trailing).toMatch(/above 0/);
    expect(read({ trailing: '51' }).errors.trailing).toMatch(/50/);
    expect(read({ trailing: '1.23456' }).errors.trailing).toMatch(/4 decimals/);
  });
});

describe('the exits of a trade in a narrow column', () => {
  const trailingLeg = (price: string | null) =>
    legSchema.parse({ leg: 'trailing_stop', type: 'trailing', price, ...armed });
  const stopped = (stopLoss: string | null, at: string | null) =>
    lossWords({ ...trade, stopLoss, legs: [trailingLeg(at)] }, 2);

  test('are the nearest target and how many more, or the take profit', () => {
    expect(profitWords(trade, 2)).toEqual({
      text: '62,000.00',
      note: '+2',
      all: 'Target, 0.03 BTC: 62,000.00; Target, 0.1 BTC: 64,000.00; Take profit: 65,000.00',
    });
    expect(profitWords({ ...trade, legs: [] }, 2)).toMatchObject({ text: '65,000.00', note: undefined });
    expect(profitWords({ ...trade, legs: [], takeProfit: null }, 2)).toBeUndefined();
  });

  test('are the nearer of the stops', () => {
    expect(stopped(null, '60500')).toMatchObject({ text: '60,500.00', note: 'trails' });
    expect(stopped('55000', '60500')).toMatchObject({ text: '60,500.00', note: 'trails, +1' });
    expect(stopped('60800', '60500')).toMatchObject({ text: '60,800.00', note: '+1' });
    // Its mark is not written down yet.
    expect(stopped(null, null)).toMatchObject({ text: '1.5 % behind', note: undefined });
    expect(lossWords({ ...trade, trailing: null, stopLoss: null }, 2)).toBeUndefined();
  });

  test('a trade without any waits for its owner', () => {
    const bare = { ...trade, takeProfit: null, stopLoss: null, trailing: null, legs: [] };
    expect(hasExits(bare)).toBe(false);
    expect(hasExits({ ...bare, trailing: trade.trailing })).toBe(true);
    expect(hasExits({ ...bare, legs: trade.legs })).toBe(true);
    expect(hasExits({ ...bare, dailyClose: '21:00' })).toBe(true);
  });
});
