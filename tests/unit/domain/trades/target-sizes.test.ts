import { expect, test } from 'vitest';
import { price, quantity, rate } from '../../../../shared/domain/money/decimal.ts';
import { type AskedTarget, sizedTargets } from '../../../../shared/domain/trades/target-sizes.ts';

const percents = (...shares: number[]): AskedTarget[] =>
  shares.map((share, index) => ({ price: price(100 + index), percent: rate(share) }));

test.each<[string, AskedTarget[], string, string, string[]]>([
  ['halves of three lots: the last takes what is left', percents(50, 50), '3', '1', ['1', '2']],
  // 33.3 % of 0.1 is 0.0333, and 33.4 % of it 0.0334: the last is 0.1 - 0.066.
  ['thirds', percents(33.3, 33.3, 33.4), '0.1', '0.001', ['0.033', '0.033', '0.034']],
  ['less than the whole: each rounded down', percents(25, 25), '0.01', '0.001', ['0.002', '0.002']],
  ['less than a lot is nothing', percents(1, 50), '0.01', '0.001', ['0', '0.005']],
  [
    'a quantity stays as it is, beside a percentage',
    [{ price: price(100), quantity: quantity('0.7') }, ...percents(30)],
    '1',
    '0.01',
    ['0.7', '0.3'],
  ],
  ['more than the whole is left for the rules to refuse', percents(60, 60), '1', '0.01', ['0.6', '0.6']],
])('%s', (_, asked, whole, lot, expected) => {
  const sized = sizedTargets(asked, quantity(whole), quantity(lot));
  expect(sized.map((target) => target.quantity)).toEqual(expected);
  expect(sized.map((target) => target.price)).toEqual(asked.map((target) => target.price));
});
