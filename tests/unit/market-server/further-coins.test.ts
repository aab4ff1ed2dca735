import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FURTHER_COINS } from '../../../infra/local/market/simulated/further-coins.ts';
import { simulatedMarket } from '../../../infra/local/market/simulated.ts';
import { serve } from './support.ts';

const HOUR = 3_600_000;
const FURTHER = ['APT/USDT', 'PEPE/USDT', 'YFI/USDT'];
const YEARS = { min: Date.UTC(1971), max: Date.UTC(2100) };
const market = () => simulatedMarket({ seed: 42, symbols: ['BTC/USDT'], further: [...FURTHER, 'BTC/USDT'] });
const from = (time: number, limit: number) =>
  ({ from: time, to: Number.POSITIVE_INFINITY, limit, keep: 'oldest' }) as const;
const decimals = (step: string) => (step.split('.')[1] ?? '').length;

test('further coins are listed after what was asked for, each once', () => {
  expect(market().listings.map(({ symbol }) => symbol)).toEqual(['BTC/USDT', ...FURTHER]);
  const further = Object.keys(FURTHER_COINS).map((base) => `${base}/USDT`);
  const board = simulatedMarket({ seed: 1, symbols: ['BTC/USDT', 'ETH/EUR'], further });
  expect(board.listings.length).toBeGreaterThanOrEqual(100);
  expect(new Set(board.listings.map(({ base, quote }) => base + quote)).size).toBe(board.listings.length);
});

test('their minutes are the exact sum of their sixty seconds, and contiguous', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FURTHER), fc.integer(YEARS), (symbol, time) => {
      const minute = Math.floor(time / 60_000) * 60_000;
      const { bars, listings } = market();
      const seconds = bars(symbol, '1s', from(minute, 60));
      const [whole, next] = bars(symbol, '1m', from(minute, 2));
      const lot = 10 ** decimals(listings.find((listing) => listing.symbol === symbol)?.lotSize ?? '1');
      const lots = seconds.reduce((sum, { volume }) => sum + Math.round(volume * lot), 0);
      expect(whole).toEqual({
        openTime: minute,
        open: seconds[0]?.open,
        high: Math.max(...seconds.map(({ high }) => high)),
        low: Math.min(...seconds.map(({ low }) => low)),
        close: seconds[59]?.close,
        volume: lots / lot,
      });
      expect(next?.open).toBe(whole?.close);
      for (const [index, { open }] of seconds.slice(1).entries()) expect(open).toBe(seconds[index]?.close);
    }),
    { numRuns: 60 },
  );
});

test('their bars are on the tick and the lot, hold their own prices, and are never empty', () => {
  const { bars, listings } = market();
  for (const symbol of FURTHER) {
    const listing = listings.find((other) => other.symbol === symbol);
    for (const bar of bars(symbol, '1s', from(Date.UTC(2026, 5, 1), 8_000))) {
      const { open, high, low, close, volume } = bar;
      expect(low).toBeGreaterThan(0);
      expect(Math.min(open, close)).toBeGreaterThanOrEqual(low);
      expect(Math.max(open, close)).toBeLessThanOrEqual(high);
      expect(volume).toBeGreaterThan(0);
      for (const price of [open, high, low, close])
        expect(Number(price.toFixed(decimals(listing?.tickSize ?? '')))).toBe(price);
      expect(Number(volume.toFixed(decimals(listing?.lotSize ?? '')))).toBe(volume);
    }
  }
});

test('on whole hours a coin costs the same whether it is asked for or listed besides', () => {
  const asked = simulatedMarket({ seed: 42, symbols: FURTHER });
  fc.assert(
    fc.property(fc.constantFrom(...FURTHER), fc.integer(YEARS), (symbol, time) => {
      const last = from(Math.floor(time / HOUR) * HOUR - 1_000, 1);
      expect(market().bars(symbol, '1s', last)[0]?.close).toBe(asked.bars(symbol, '1s', last)[0]?.close);
    }),
    { numRuns: 60 },
  );
});

test('they answer the same whatever was asked before', () => {
  const range = from(Date.UTC(2026, 3, 5, 12, 34), 90);
  const used = market();
  for (let day = 0; day < 40; day += 1) used.bars('APT/USDT', '1m', from(Date.UTC(2026, 0, day), 70));
  expect(used.bars('APT/USDT', '1s', range)).toEqual(market().bars('APT/USDT', '1s', range));
});

test('a ticker of all coins holds each of them, its high and low around its price', async () => {
  const further = Object.keys(FURTHER_COINS).map((base) => `${base}/USDT`);
  const { get } = await serve(
    simulatedMarket({ seed: 1, symbols: ['BTC/USDT'], further }),
    Date.UTC(2026, 0, 1, 12),
  );
  const { body } = await get('/api/v3/ticker/24hr');
  const tickers = body as Record<string, string>[];
  expect(tickers).toHaveLength(further.length);
  for (const { highPrice, lowPrice, lastPrice, quoteVolume } of tickers) {
    expect(Number(lowPrice)).toBeLessThanOrEqual(Number(lastPrice));
    expect(Number(highPrice)).toBeGreaterThanOrEqual(Number(lastPrice));
    expect(Number(quoteVolume)).toBeGreaterThan(1_000_000);
  }
});
