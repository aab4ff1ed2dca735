import { describe, expect, test } from 'vitest';
import { price, quantity, rate } from '../../../shared/domain/money/decimal.ts';
import { affordable, neededFor } from '../../../web/src/features/ticket/affordable.ts';
import { BTC, ticketMarket } from './ticket-market.ts';

const market = { direction: 'long', entry: { type: 'market' } } as const;
const limit = { direction: 'long', entry: { type: 'limit', limit: price('60000') } } as const;

describe('what an order can cost', () => {
  test('at the market 2 % above the last price, and the fee', () => {
    // 62000 x 1.02 x 0.1 x 1.006
    expect(neededFor(market, '0.1', ticketMarket())).toBe('6361.944');
  });

  test('at a limit the limit, and the fee', () => {
    // 60000 x 0.1 x 1.006
    expect(neededFor(limit, '0.1', ticketMarket())).toBe('6036');
  });

  test('is not known before a price and fees are', () => {
    expect(neededFor(market, '0.1', ticketMarket({ last: undefined }))).toBeUndefined();
    expect(neededFor(market, '0.1', ticketMarket({ terms: undefined }))).toBeUndefined();
  });
});

describe('the most that can be opened', () => {
  test('in whole lots', () => {
    // 10000 / (60000 x 1.006) = 0.165672..., lot 0.00001
    expect(affordable(limit, ticketMarket({ free: '10000' }))).toBe('0.16567');
  });

  test('the very lot that costs exactly what is free', () => {
    // 0.1 x 60000 x 1.006, and a hundredth of a cent less
    expect(affordable(limit, ticketMarket({ free: '6036' }))).toBe('0.1');
    expect(affordable(limit, ticketMarket({ free: '6035.9999' }))).toBe('0.09999');
  });

  test('at most what the market allows in one order', () => {
    const instrument = { ...BTC, maxQuantity: quantity('0.05') };
    expect(affordable(limit, ticketMarket({ free: '1000000', instrument }))).toBe('0.05');
  });

  test('nothing where not even the smallest order can be paid', () => {
    expect(affordable(limit, ticketMarket({ free: '0.5' }))).toBeUndefined();
    expect(affordable(limit, ticketMarket({ free: undefined }))).toBeUndefined();
  });

  test('a cost that is rounded up takes a lot away', () => {
    // 3 x 0.33333333 x 1 = 0.99999999, rounded up to 8 decimals; 0.99999998 is a hair too little for three.
    const terms = { makerRate: rate(0), takerRate: rate(0), slippageBps: 0, tickSize: price('0.00000001') };
    const instrument = { ...BTC, lotSize: quantity('1'), minQuantity: quantity('1') };
    const order = { direction: 'long', entry: { type: 'limit', limit: price('0.33333333') } } as const;
    expect(affordable(order, ticketMarket({ free: '0.99999999', terms, instrument }))).toBe('3');
    expect(affordable(order, ticketMarket({ free: '0.99999998', terms, instrument }))).toBe('2');
  });
});
