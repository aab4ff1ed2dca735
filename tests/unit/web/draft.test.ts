import { expect, test } from 'vitest';
import { quantity } from '../../../shared/domain/money/decimal.ts';
import { type Draft, EMPTY, readDraft } from '../../../web/src/features/ticket/draft.ts';
import { BTC, NOW, ticketMarket } from './ticket-market.ts';

const read = (draft: Partial<Draft>, market = ticketMarket()) =>
  readDraft({ ...EMPTY, ...draft }, market, NOW);

test('an empty ticket has no error yet, and misses its quantity', () => {
  const empty = read({});
  expect(empty.errors).toEqual({});
  expect(empty.missing).toEqual(['quantity']);
  expect(empty.plan).toBeUndefined();
});

test('a whole ticket is a plan with its percentages resolved from the entry', () => {
  const { plan, resolved } = read({
    type: 'limit',
    quantity: '0.10',
    limit: '60,000',
    takeProfit: '+5%',
    stopLoss: '-1000',
  });
  expect(plan).toEqual({
    symbol: 'BTC/USDT',
    direction: 'long',
    quantity: '0.1',
    entry: { type: 'limit', limit: '60000' },
    exits: { takeProfit: '63000', stopLoss: '59000' },
  });
  expect(resolved).toEqual({ takeProfit: '63000', stopLoss: '59000' });
});

test('exits on the wrong side of the entry are refused under their own fields', () => {
  const long = read({ quantity: '1', takeProfit: '61000', stopLoss: '63000' });
  expect(long.errors).toEqual({ takeProfit: 'Must be above 62,000', stopLoss: 'Must be below 62,000' });
  expect(long.plan).toBeUndefined();
  const short = read({ direction: 'short', quantity: '1', takeProfit: '63000', stopLoss: '61000' });
  expect(short.errors).toEqual({ takeProfit: 'Must be below 62,000', stopLoss: 'Must be above 62,000' });
});

test('a stop entry on the wrong side of the market is refused', () => {
  const { errors } = read({ type: 'stop', quantity: '1', stop: '61000' });
  expect(errors['entry.stop']).toBe('Must be above the last price 62,000: it would fire at once');
});

test('rules are checked before a quantity is typed, and beside a field that cannot be read', () => {
  const { errors, missing } = read({ takeProfit: '61000', stopLoss: 'abc' });
  expect(errors.takeProfit).toBe('Must be above 62,000');
  expect(errors.stopLoss).toContain('Write a price');
  expect(missing).toEqual(['quantity']);
});

test('fields that the order type does not show are not read', () => {
  const { plan } = read({ type: 'market', quantity: '1', limit: 'nonsense', stop: '-5' });
  expect(plan?.entry).toEqual({ type: 'market' });
});

test('a quantity of zero breaks a rule', () => {
  expect(read({ quantity: '0' }).errors.quantity).toBe('Must be above 0');
});

test('the rules of the instrument are checked: lot, smallest order, tick', () => {
  expect(read({ quantity: '0.000015' }).errors.quantity).toBe('Must be a multiple of the lot size 0.00001');
  // 0.00008 x 62000 = 4.96
  expect(read({ quantity: '0.00008' }).errors.quantity).toBe('Price × quantity must be at least 5');
  expect(read({ quantity: '1', type: 'limit', limit: '60000.005' }).errors['entry.limit']).toBe(
    'Must be a multiple of the tick size 0.01',
  );
});

test('of a quantity that is not typed yet no rule of the instrument is broken', () => {
  const whole = { ...BTC, minQuantity: quantity('10'), lotSize: quantity('10') };
  expect(read({ takeProfit: '63000' }, ticketMarket({ instrument: whole })).errors).toEqual({});
});

test('without an instrument its rules are left to the API', () => {
  const { errors, plan } = read({ quantity: '0.000015' }, ticketMarket({ instrument: undefined }));
  expect(errors).toEqual({});
  expect(plan?.quantity).toBe('0.000015');
});

test('an entry may expire: an hour from now, or at a moment that lies ahead', () => {
  const limit = { quantity: '1', type: 'limit', limit: '60000' } as const;
  expect(read({ ...limit, goodTill: '1h' }).plan?.goodTill).toBe(NOW + 3_600_000);
  expect(read({ ...limit, goodTill: '1d' }).plan?.goodTill).toBe(NOW + 86_400_000);
  expect(read({ ...limit, goodTill: 'until', until: '2099-12-01T00:00' }).plan?.goodTill).toBe(
    new Date(2099, 11, 1).getTime(),
  );
  expect(read({ ...limit, goodTill: 'until' }).missing).toEqual(['goodTill']);
  expect(read({ ...limit, goodTill: 'until', until: '2020-01-01T00:00' }).errors.goodTill).toBe(
    'Must be later than now.',
  );
});

test('a market order does not wait, so it does not expire', () => {
  expect(read({ quantity: '1', goodTill: '1h' }).plan).not.toHaveProperty('goodTill');
});

test('the rules of the quantity are checked before the entry has its price', () => {
  const { errors, missing, plan } = read({ type: 'limit', quantity: '0.000015' });
  expect(errors).toEqual({ quantity: 'Must be a multiple of the lot size 0.00001' });
  expect(missing).toEqual(['entry.limit']);
  expect(plan).toBeUndefined();
});
