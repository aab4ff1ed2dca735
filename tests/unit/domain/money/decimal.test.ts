import { describe, expect, test } from 'vitest';
import {
  add,
  canonical,
  compare,
  fee,
  isMultipleOf,
  money,
  negate,
  notional,
  price,
  quantity,
  rate,
  subtract,
  toStep,
} from '../../../../shared/domain/money/decimal.ts';

describe('canonical text', () => {
  test.each([
    ['1.50', '1.5'],
    ['100', '100'],
    ['1e3', '1000'],
    [1e-7, '0.0000001'],
    ['1.23E-7', '0.000000123'],
    [1e21, '1000000000000000000000'],
    ['-0', '0'],
    [-0, '0'],
    ['0.000', '0'],
    ['-2.50', '-2.5'],
    [0.1, '0.1'],
  ])('%s is written %s', (value, text) => {
    expect(canonical(value)).toBe(text);
  });

  test('38 digits survive', () => {
    const digits = '123456789012345678901234567890.12345678';
    expect(price(digits)).toBe(digits);
    expect(add(digits, '0.00000001')).toBe('123456789012345678901234567890.12345679');
    expect(subtract(digits, digits)).toBe('0');
  });

  test.each(['', 'abc', 'NaN', 'Infinity', '1,5', '0x10'])('%j is no number', (text) => {
    expect(() => price(text)).toThrow();
  });
});

describe('sums and order', () => {
  test('what floats get wrong is right', () => {
    expect(add('0.1', '0.2')).toBe('0.3');
    expect(subtract('0.3', '0.1')).toBe('0.2');
    expect(add()).toBe('0');
  });

  test('the negative of zero is zero', () => {
    expect(negate(money(0))).toBe('0');
    expect(negate(money('1.5'))).toBe('-1.5');
  });

  test('order is of numbers, not of text', () => {
    expect([compare('9', '10'), compare('10', '9'), compare('1.0', '1')]).toEqual([-1, 1, 0]);
  });
});

/** At a price of 1 the notional of a quantity is that quantity: only the rounding is left. */
describe('rounding', () => {
  test.each([
    ['0.123456784', '0.12345678'],
    ['0.123456785', '0.12345678'],
    ['0.1234567850001', '0.12345679'],
    ['0.123456786', '0.12345679'],
    ['0.123456775', '0.12345678'],
    ['0.000000005', '0'],
    ['0.000000015', '0.00000002'],
    ['0.000000025', '0.00000002'],
  ])('notional %s: half to even %s', (exact, rounded) => {
    expect(notional(price(1), quantity(exact))).toBe(rounded);
  });

  test.each([
    ['0.123456780', '0.12345678'],
    ['0.1234567800000001', '0.12345679'],
    ['0.123456789', '0.12345679'],
    ['0.0000000000000001', '0.00000001'],
    ['0', '0'],
  ])('fee %s: up %s', (exact, rounded) => {
    expect(fee(price(1), quantity(1), rate(exact))).toBe(rounded);
  });

  test('the fee is of the unrounded product: 3 x 0.333333333 x 0.5 = 0.4999999995', () => {
    expect(fee(price(3), quantity('0.333333333'), rate('0.5'))).toBe('0.5');
    expect(fee(price('64321.98'), quantity('0.01234567'), rate('0.006'))).toBe('4.76458764');
  });
});

describe('steps', () => {
  test.each([
    ['100.03', '0.01', true],
    ['100.035', '0.01', false],
    ['0.3', '0.1', true],
    ['1.1', '0.25', false],
    ['7', '0.5', true],
    ['0', '0.01', true],
  ])('%s on a step of %s: %s', (value, step, is) => {
    expect(isMultipleOf(value, step)).toBe(is);
  });

  test.each([
    ['100.100021', '0.01', '100.1', '100.11'],
    ['100.1', '0.01', '100.1', '100.1'],
    ['0.004', '0.01', '0', '0.01'],
    ['7.3', '0.25', '7.25', '7.5'],
    ['2.9999999999999999999999', '1', '2', '3'],
  ])('%s to a step of %s: down %s, up %s', (value, step, down, up) => {
    expect(toStep(value, step, 'down').toFixed()).toBe(down);
    expect(toStep(value, step, 'up').toFixed()).toBe(up);
  });
});
