import { expect, test } from 'vitest';
import { rate } from '../../../shared/domain/money/decimal.ts';
import { type Draft, EMPTY, readDraft } from '../../../web/src/features/ticket/draft.ts';
import { actionOf, sentenceOf } from '../../../web/src/features/ticket/sentence.ts';
import type { TicketMarket } from '../../../web/src/features/ticket/ticket-market.ts';
import { BTC, NOW, ticketMarket } from './ticket-market.ts';

const market = ticketMarket();
const planOf = (draft: Partial<Draft>) => {
  const { plan } = readDraft({ ...EMPTY, quantity: '0.1', ...draft }, market, NOW);
  if (!plan) throw new Error('the draft of this test is not valid');
  return plan;
};
const say = (draft: Partial<Draft>, part: Partial<TicketMarket> = {}) =>
  sentenceOf(planOf(draft), ticketMarket(part));

const BRACKET = { type: 'limit', limit: '60000', takeProfit: '65000', stopLoss: '55000' } as const;

test('a long with both exits says what it costs, what it gains and what it risks', () => {
  // Fees at 0.6 %: 36 in, 39 or 33 out. +500 - 75 = 425, of 6000 7.08 %; -500 - 69 = -569.
  expect(say(BRACKET)).toBe(
    'Buys 0.1 BTC at 60,000.00 or better, fee 36.00; sells at 65,000.00 for +425.00 USDT (+7.08 %) after fees; stops at 55,000.00, risking 569.00 USDT with fees.',
  );
  expect(actionOf(planOf(BRACKET), market)).toBe('Buy 0.1 BTC at 60,000.00 or better');
});

test('without known fees it says that the amounts are before them', () => {
  expect(say(BRACKET, { terms: undefined })).toBe(
    'Buys 0.1 BTC at 60,000.00 or better; sells at 65,000.00 for +500.00 USDT (+8.33 %); stops at 55,000.00, risking 500.00 USDT. Before fees.',
  );
});

test('a short gains as the price falls', () => {
  // Fees: 37.2 in, 36.6 or 37.5 out. +100 - 73.8 = 26.2, of 6200 0.42 %; -50 - 74.7 = -124.7.
  expect(say({ direction: 'short', takeProfit: '61000', stopLoss: '62,500' })).toBe(
    'Sells 0.1 BTC short now at about 62,000.00, fee 37.20; buys back at 61,000.00 for +26.20 USDT (+0.42 %) after fees; stops at 62,500.00, risking 124.70 USDT with fees.',
  );
});

test('a last price that is stale is said to be so, where it is reckoned with', () => {
  expect(say({}, { lastStale: true })).toMatch(/^Buys 0.1 BTC now at about 62,000.00 \(a stale price\), /);
  expect(actionOf(planOf({}), ticketMarket({ lastStale: true }))).toBe(
    'Buy 0.1 BTC now at about 62,000.00 (a stale price)',
  );
});

test('a target nearer than its fees is a loss, and said to be one', () => {
  // 62062 - 62000 = 62 x 0.1 = 6.2; fees 37.2 + 37.2372.
  expect(say({ takeProfit: '+0.1%', stopLoss: '-1%' })).toContain('for −68.24 USDT (−1.10 %) after fees');
});

test('a limit that rests pays the maker rate, one that the market beats the taker rate; stops take and slip', () => {
  const terms = {
    makerRate: rate('0.001'),
    takerRate: rate('0.002'),
    slippageBps: 10,
    tickSize: BTC.tickSize,
  };
  // 6000 x 0.1 %; target 6500 x 0.1 %: 500 - 12.5 = 487.5, of 6000 8.125 %, half-even. Stop slips 10 bps to 54945: -505.5 - 6 - 10.989.
  expect(say(BRACKET, { terms })).toBe(
    'Buys 0.1 BTC at 60,000.00 or better, fee 6.00; sells at 65,000.00 for +487.50 USDT (+8.12 %) after fees; stops at 55,000.00, risking 522.49 USDT with fees.',
  );
  // 63000 is above the market at 62000: 6300 x 0.2 %.
  expect(say({ type: 'limit', limit: '63000' }, { terms })).toContain('fee 12.60;');
  // The market order slips to 62062: 6206.2 x 0.2 % = 12.4124.
  expect(say({ type: 'market' }, { terms })).toContain('fee 12.41;');
});

test('a stop-limit says both of its prices, and takes where its limit is beyond its stop', () => {
  expect(say({ type: 'stop_limit', stop: '63000', limit: '63100' })).toBe(
    'Once the price rises to 63,000.00, buys 0.1 BTC at 63,100.00 or better, fee 37.86; stays open until you close it.',
  );
});

test('a missing stop is said: of a short it has no limit', () => {
  expect(say({ takeProfit: '+10%' })).toContain('has no stop, so the whole amount is at risk');
  expect(say({ direction: 'short', takeProfit: '-10%' })).toContain('has no stop, so the loss has no limit');
});

test('an end of the wait is said in local time', () => {
  const until = '2099-12-01T14:05';
  expect(say({ ...BRACKET, goodTill: 'until', until })).toMatch(
    /; expires if it is not filled by 2099-12-01 14:05\.$/,
  );
});
