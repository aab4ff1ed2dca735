import { expect, test } from 'vitest';
import { readPrice, readQuantity, stepFrom } from '../../../web/src/features/ticket/price-entry.ts';

test('an exact price stays as it was typed, without its separators', () => {
  expect(readPrice('60,000.50', '61000', '0.01')).toEqual({
    kind: 'price',
    price: '60000.5',
    relative: false,
  });
});

test('a percentage counts from the reference, exactly, and is lies on the nearest tick', () => {
  // 61985.47 x 0.98 = 60745.7606
  expect(readPrice('-2%', '61985.47', '0.01')).toEqual({ kind: 'price', price: '60745.76', relative: true });
  // 0.12345 x 1.015 = 0.12530175
  expect(readPrice('+1.5 %', '0.12345', '0.00001')).toEqual({
    kind: 'price',
    price: '0.1253',
    relative: true,
  });
});

test('a tick need not be a power of ten', () => {
  // 60000 x 1.00001 = 60000.6, 60000 x 1.00002 = 60001.2
  expect(readPrice('+0.001%', '60000', '0.5')).toEqual({ kind: 'price', price: '60000.5', relative: true });
  expect(readPrice('+0.002%', '60000', '0.5')).toEqual({ kind: 'price', price: '60001', relative: true });
});

test.each([
  ['60000', '0.5', 1, '60000.5'],
  ['60000', '0.5', -1, '59999.5'],
  // Off the tick: onto the next one in that direction.
  ['60000.3', '0.5', 1, '60000.5'],
  ['60000.3', '0.5', -1, '60000'],
  ['0.1', '0.00001', 1, '0.10001'],
  ['0', '0.00001', 1, '0.00001'],
  ['0.01', '0.01', -1, '0.01'],
] as const)('from %s one step of %s in the direction %i is %s', (value, step, direction, expected) => {
  expect(stepFrom(value, step, direction)).toBe(expected);
});

test('a distance counts from the reference; a typographic minus is a minus', () => {
  expect(readPrice('+500', '60000', '0.01')).toEqual({ kind: 'price', price: '60500', relative: true });
  expect(readPrice('−0.1', '0.3', '0.1')).toEqual({ kind: 'price', price: '0.2', relative: true });
});

test.each(['abc', '1e3', '--5', '5%', '1.2.3', 'NaN', 'Infinity', '%'])('"%s" is no price', (text) => {
  expect(readPrice(text, '60000', '0.01').kind).toBe('unreadable');
});

test('a percentage of nothing cannot be read', () => {
  expect(readPrice('+1%', undefined, '0.01').kind).toBe('unreadable');
  expect(readPrice('  ', undefined, '0.01')).toEqual({ kind: 'empty' });
});

test.each([
  ['0.10', '0.1'],
  ['25,000', '25000'],
  ['.5', '0.5'],
  ['-1', undefined],
  ['1e-9', undefined],
  ['', undefined],
])('the quantity "%s" reads as %s', (text, quantity) => {
  expect(readQuantity(text)).toBe(quantity);
});
