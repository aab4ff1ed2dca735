import { describe, expect, test } from 'vitest';
import { waitBefore } from '../../../web/src/live/backoff.ts';
import { readTickers, streamAddress } from '../../../web/src/live/exchange-message.ts';

/** As Binance documents a mini ticker. */
const TICKER = {
  e: '24hrMiniTicker',
  E: 1672515782136,
  s: 'BNBBTC',
  c: '0.0025',
  o: '0.0010',
  h: '0.0025',
  l: '0.0010',
  v: '10000',
  q: '18',
};
const READ = { pair: 'BNBBTC', price: '0.0025', time: 1672515782136 };

describe("the exchange's own stream", () => {
  test('a ticker is read alone, in a list, and in a combined stream', () => {
    expect(readTickers(JSON.stringify(TICKER))).toEqual([READ]);
    expect(readTickers(JSON.stringify([TICKER, TICKER]))).toEqual([READ, READ]);
    expect(readTickers(JSON.stringify({ stream: 'bnbbtc@miniTicker', data: TICKER }))).toEqual([READ]);
  });

  test('whatever else comes is no price', () => {
    for (const text of ['', 'hello', '{}', '{"result":null,"id":1}', JSON.stringify({ ...TICKER, c: '-1' })])
      expect(readTickers(text)).toEqual([]);
  });

  test('asks for all markets, for some, or not at all', () => {
    const base = 'wss://example.test';
    expect(streamAddress(base, true, ['BTC/USDT'])).toBe('wss://example.test/ws/!miniTicker@arr');
    expect(streamAddress(base, false, ['ETH/USDT', 'BTC/USDT'])).toBe(
      'wss://example.test/stream?streams=btcusdt@miniTicker/ethusdt@miniTicker',
    );
    expect(streamAddress(base, false, [])).toBeUndefined();
  });
});

describe('waiting before another attempt', () => {
  test('doubles up to half a minute, with chance in it', () => {
    expect([0, 1, 2, 3].map((attempt) => waitBefore(attempt, 1))).toEqual([1000, 2000, 4000, 8000]);
    expect(waitBefore(50, 1)).toBe(30_000);
    expect(waitBefore(2, 0)).toBe(2000);
  });
});
