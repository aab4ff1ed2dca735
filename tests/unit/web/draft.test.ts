import { expect, test } from 'vitest';
import { type Draft, EMPTY, readDraft } from '../../../web/src/features/ticket/draft.ts';

const LAST = '62000';
const read = (draft: Partial<Draft>) => readDraft({ ...EMPTY, ...draft }, 'BTC/USDT', LAST, 2);

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
