import { expect, it } from 'vitest';
import type { Candle, Minutes } from '../../../../shared/domain/market/candle.ts';
import { minutesFingerprint } from '../../../../shared/domain/market/fingerprint.ts';
import { quantity } from '../../../../shared/domain/money/decimal.ts';

const candle = (minute: number, changes: Partial<Candle> = {}): Candle => ({
  openTime: minute * 60_000,
  open: 100,
  high: 102,
  low: 99,
  close: 101,
  volume: quantity('0.5'),
  ...changes,
});
const textOf = (...slices: readonly Minutes[]): string => {
  const content = minutesFingerprint();
  for (const slice of slices) content.add(slice);
  return content.text();
};
const whole: Minutes = { candles: [candle(0), candle(1), candle(3)], quiet: [120_000] };

it('the fingerprint of minutes is the same however they are sliced', () => {
  const slices = [
    { candles: [candle(0)], quiet: [] },
    { candles: [candle(1)], quiet: [120_000] },
    { candles: [candle(3)], quiet: [] },
  ];
  expect(textOf(...slices)).toBe(textOf(whole));
});

it.each<[string, Minutes]>([
  ['a minute is missing', { ...whole, candles: whole.candles.slice(1) }],
  ['a minute is not known to be quiet', { ...whole, quiet: [] }],
  ['a quiet minute was traded', { candles: [...whole.candles, candle(2)], quiet: [] }],
  ['a minute is another', { ...whole, candles: [candle(0), candle(1), candle(4)] }],
  ...(['open', 'high', 'low', 'close'] as const).map((field): [string, Minutes] => [
    `a ${field} is another`,
    { ...whole, candles: [candle(0), candle(1, { [field]: 100.5 }), candle(3)] },
  ]),
  [
    'a volume is another',
    { ...whole, candles: [candle(0), candle(1, { volume: quantity('0.6') }), candle(3)] },
  ],
])('it is another where %s', (_, minutes) => {
  expect(textOf(minutes)).not.toBe(textOf(whole));
});
