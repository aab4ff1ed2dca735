import { describe, expect, test } from 'vitest';
import {
  formatMoney,
  formatPercent,
  formatPrice,
  formatQuantity,
  formatSignedMoney,
} from '../../../web/src/format/number.ts';
import { ruleWords } from '../../../web/src/format/rule-words.ts';
import { formatAge } from '../../../web/src/format/time.ts';

describe('numbers', () => {
  test('a price is shown at its places, with separators, without a float in between', () => {
    expect(formatPrice('1234567.8', 2)).toBe('1,234,567.80');
    expect(formatPrice('0.1', 4)).toBe('0.1000');
    expect(formatPrice('9007199254740993', 0)).toBe('9,007,199,254,740,993');
  });

  test('gains and losses carry their sign, nothing does not', () => {
    expect(formatSignedMoney('12.3')).toBe('+12.30');
    expect(formatSignedMoney('-1234')).toBe('−1,234.00');
    expect(formatSignedMoney('0')).toBe('0.00');
  });

  test('money below a cent keeps its first digits', () => {
    expect(formatMoney('0.00041923')).toBe('0.00042');
    expect(formatMoney('36.8523')).toBe('36.85');
  });

  test('percent, and a percent that rounds to nothing', () => {
    expect(formatPercent('-0.4149')).toBe('−0.41 %');
    expect(formatPercent('0.001')).toBe('0.00 %');
  });

  test('a quantity keeps what was typed', () => {
    expect(formatQuantity('25000.125')).toBe('25,000.125');
  });
});

test.each([
  [-3, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [7200, '2 h'],
  [172_800, '2 d'],
])('an age of %s seconds is %s', (seconds, words) => {
  expect(formatAge(seconds)).toBe(words);
});

test('a rule speaks from under its own field', () => {
  expect(ruleWords({ field: 'stopLoss', message: 'stopLoss of a long must be below takeProfit' })).toBe(
    'Must be below the take profit',
  );
  expect(ruleWords({ field: 'quantity', message: 'price x quantity must be at least 5' })).toBe(
    'Price × quantity must be at least 5',
  );
});
