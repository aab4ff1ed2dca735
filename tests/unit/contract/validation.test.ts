import { describe, expect, it } from 'vitest';
import { candlesQuery } from '../../../shared/contract/schemas/candles.ts';
import {
  amendTradeBody,
  createTradeBody,
  listTradesQuery,
} from '../../../shared/contract/schemas/trade-input.ts';
import { parseInput } from '../../../shared/contract/validation.ts';

const good = { symbol: 'BTC/USDT', quantity: '0.05', entry: { type: 'market' } };

const errorsOf = (
  schema: typeof createTradeBody | typeof amendTradeBody | typeof listTradesQuery | typeof candlesQuery,
  value: unknown,
) => {
  const parsed = parseInput(schema, value);
  return parsed.ok ? [] : parsed.errors.map(({ field, code }) => `${field}: ${code}`);
};

describe('the body of a new trade', () => {
  it('is parsed to canonical decimals and milliseconds, long where it does not say', () => {
    const body = {
      ...good,
      quantity: '00.0500',
      takeProfit: '66000.00',
      goodTill: '2026-11-20T10:30:00+01:00',
    };
    expect(createTradeBody.parse(body)).toEqual({
      symbol: 'BTC/USDT',
      accountId: 'main',
      direction: 'long',
      quantity: '0.05',
      entry: { type: 'market' },
      takeProfit: '66000',
      goodTill: 1_795_167_000_000,
    });
  });

  it('takes null for an optional field that is absent', () => {
    const nothing = {
      takeProfit: null,
      stopLoss: null,
      goodTill: null,
      clientTradeId: null,
      direction: null,
    };
    expect(createTradeBody.parse({ ...good, ...nothing })).toEqual(createTradeBody.parse(good));
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', {}, ['symbol: required', 'quantity: required', 'entry: required']],
    ['no object', [], [': wrong_type']],
    ['null for a field', { ...good, quantity: null }, ['quantity: required']],
    ['a JSON number for a price', { ...good, takeProfit: 1 }, ['takeProfit: wrong_type']],
    ['a JSON number', { ...good, quantity: 0.05 }, ['quantity: wrong_type']],
    ['an infinite number', { ...good, quantity: Number.POSITIVE_INFINITY }, ['quantity: too_big']],
    ['NaN as text', { ...good, quantity: 'NaN' }, ['quantity: wrong_format']],
    ['a negative decimal', { ...good, quantity: '-1' }, ['quantity: wrong_format']],
    ['an exponent', { ...good, quantity: '1e3' }, ['quantity: wrong_format']],
    ['19 digits', { ...good, quantity: '1000000000000000000' }, ['quantity: wrong_format']],
    ['19 decimals', { ...good, quantity: '0.0000000000000000001' }, ['quantity: wrong_format']],
    ['white space', { ...good, quantity: ' 1' }, ['quantity: wrong_format']],
    ['digits of another script', { ...good, quantity: '١' }, ['quantity: wrong_format']],
    ['zero', { ...good, quantity: '0.000' }, ['quantity: not_positive']],
    ['an unknown field', { ...good, leverage: 3 }, ['leverage: unknown_field']],
    [
      'an unknown field inside',
      { ...good, entry: { type: 'market', limit: '1' } },
      ['entry.limit: unknown_field'],
    ],
    [
      'a prototype',
      JSON.parse(`{"__proto__":{},${JSON.stringify(good).slice(1)}`),
      ['__proto__: unknown_field'],
    ],
    ['an unknown entry', { ...good, entry: { type: 'iceberg' } }, ['entry.type: not_allowed']],
    ['an entry without its price', { ...good, entry: { type: 'limit' } }, ['entry.limit: required']],
    ['half a stop-limit', { ...good, entry: { type: 'stop_limit', stop: '1' } }, ['entry.limit: required']],
    ['another direction', { ...good, direction: 'up' }, ['direction: not_allowed']],
    ['a lower-case symbol', { ...good, symbol: 'btc/usdt' }, ['symbol: wrong_format']],
    ['a day that does not exist', { ...good, goodTill: '2026-02-30T00:00:00Z' }, ['goodTill: wrong_format']],
    ['a far future', { ...good, goodTill: '9999-01-01T00:00:00Z' }, ['goodTill: out_of_range']],
    ['an id of 65 letters', { ...good, clientTradeId: 'a'.repeat(65) }, ['clientTradeId: wrong_format']],
    ['an id with a slash', { ...good, clientTradeId: 'a/b' }, ['clientTradeId: wrong_format']],
  ])('with %s is refused with field and rule', (_, body, expected) => {
    expect(errorsOf(createTradeBody, body)).toEqual(expected);
  });

  it('never names more than twenty broken rules, nor long names, nor any value', () => {
    const body = Object.fromEntries(
      Array.from({ length: 500 }, (_, n) => [`secret${n}${'x'.repeat(100)}`, 'hunter2']),
    );
    const parsed = parseInput(createTradeBody, body);
    const errors = parsed.ok ? [] : parsed.errors;
    expect(errors).toHaveLength(20);
    expect(Math.max(...errors.map(({ field }) => field.length))).toBeLessThanOrEqual(64);
    expect(JSON.stringify(errors)).not.toContain('hunter2');
  });
});

describe('an amendment', () => {
  it('sets with a price and removes with null', () => {
    expect(amendTradeBody.parse({ takeProfit: '70000', stopLoss: null })).toEqual({
      takeProfit: '70000',
      stopLoss: null,
    });
  });
  it.each<[string, unknown, string[]]>([
    ['nothing', {}, [': nothing_to_change']],
    ['another field', { symbol: 'BTC/USDT', stopLoss: '1' }, ['symbol: unknown_field']],
    ['a quantity that is removed', { quantity: null }, ['quantity: required']],
    ['zero', { stopLoss: '0' }, ['stopLoss: not_positive']],
  ])('of %s is refused', (_, body, expected) => {
    expect(errorsOf(amendTradeBody, body)).toEqual(expected);
  });
});

describe('queries', () => {
  it('have a limit of 50 and may name several statuses', () => {
    expect(listTradesQuery.parse({ status: 'pending,open' })).toEqual({
      limit: 50,
      status: ['pending', 'open'],
    });
  });
  it.each<[unknown, string[]]>([
    [{ limit: '0' }, ['limit: too_small']],
    [{ limit: '101' }, ['limit: too_big']],
    [{ limit: '1.5' }, ['limit: wrong_format']],
    [{ limit: '-1' }, ['limit: wrong_format']],
    [{ limit: '5,6' }, ['limit: wrong_format']],
    [{ status: 'gone' }, ['status.0: not_allowed']],
    [{ page: '2' }, ['page: unknown_field']],
    [{ cursor: 'a b' }, ['cursor: wrong_format']],
  ])('of trades: %j is refused', (query, expected) => {
    expect(errorsOf(listTradesQuery, query)).toEqual(expected);
  });
  it('of candles must not end before they begin', () => {
    const query = {
      symbol: 'BTC/USDT',
      interval: '1m',
      from: '2026-11-20T10:00:00Z',
      to: '2026-11-20T09:00:00Z',
    };
    expect(errorsOf(candlesQuery, query)).toEqual(['to: before_from']);
  });
  it('of candles names each indicator that breaks a rule', () => {
    const query = {
      symbol: 'BTC/USDT',
      interval: '1m',
      indicators: 'ema:0,wma:3,sma:5,sma:5',
      limit: '5001',
    };
    expect(errorsOf(candlesQuery, query)).toEqual([
      'limit: too_big',
      'indicators: invalid_parameter',
      'indicators: unknown_indicator',
      'indicators: duplicate',
    ]);
  });
});
