import { expect, test } from 'vitest';
import { type Draft, EMPTY, readDraft } from '../../../web/src/features/ticket/draft.ts';
import { actionOf, sentenceOf } from '../../../web/src/features/ticket/sentence.ts';

const market = { last: '62000', places: 2 };
const planOf = (draft: Partial<Draft>) => {
  const { plan } = readDraft({ ...EMPTY, quantity: '0.1', ...draft }, 'BTC/USDT', market.last, market.places);
  if (!plan) throw new Error('the draft of this test is not valid');
  return plan;
};

test('a long with both exits says what it gains and what it risks', () => {
  const plan = planOf({ type: 'limit', limit: '60000', takeProfit: '65000', stopLoss: '55000' });
  expect(sentenceOf(plan, market)).toBe(
    'Buys 0.1 BTC at 60,000.00 or better; sells at 65,000.00 for +500.00 USDT (+8.33 %); stops at 55,000.00, risking 500.00 USDT.',
  );
  expect(actionOf(plan, market)).toBe('Buy 0.1 BTC at 60,000.00 or better');
});

test('a short gains as the price falls', () => {
  const plan = planOf({ direction: 'short', takeProfit: '61000', stopLoss: '62,500' });
  expect(sentenceOf(plan, market)).toBe(
    'Sells 0.1 BTC short now at about 62,000.00; buys back at 61,000.00 for +100.00 USDT (+1.61 %); stops at 62,500.00, risking 50.00 USDT.',
  );
  expect(actionOf(plan, market)).toBe('Sell short 0.1 BTC now at about 62,000.00');
});

test('a stop-limit says both of its prices', () => {
  const plan = planOf({ type: 'stop_limit', stop: '63000', limit: '63100' });
  expect(sentenceOf(plan, market)).toBe(
    'Once the price rises to 63,000.00, buys 0.1 BTC at 63,100.00 or better; stays open until you close it.',
  );
});

test('a missing stop is said', () => {
  expect(sentenceOf(planOf({ takeProfit: '+10%' }), market)).toContain('has no stop');
});
