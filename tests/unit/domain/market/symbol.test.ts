import { describe, expect, test } from 'vitest';
import { baseOf, parseSymbol, quoteOf } from '../../../../shared/domain/market/symbol.ts';

describe('symbols', () => {
  test.each(['BTC/USDT', 'ETH/BTC', '1INCH/USDT', '1000SATS/USDT', 'A/EU'])('%s is one', (text) => {
    expect(parseSymbol(text)).toBe(text);
  });

  test.each([
    '',
    '/',
    'BTC',
    'BTC/',
    '/USDT',
    'btc/usdt',
    'BTC-USDT',
    'BTC/USDT/X',
    ' BTC/USDT',
    'BTC/USDT\n',
    'BTC/U',
    'ABCDEFGHIJKLMNOP/USDT',
    'BTC/ABCDEFGHIJK',
    'BTC#/USDT',
    'ВТС/USDT',
  ])('%j is none', (text) => {
    expect(parseSymbol(text)).toBeUndefined();
  });

  test('base and quote', () => {
    const symbol = parseSymbol('BTC/USDT');
    expect(symbol && [baseOf(symbol), quoteOf(symbol)]).toEqual(['BTC', 'USDT']);
  });
});
