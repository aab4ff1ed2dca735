import { expect, test } from 'vitest';
import { batchCount, batchOf, symbolsOf } from '../../../shared/application/batches.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';

const symbols = Array.from({ length: 41 }, (_, index) => `C${index}/USDT` as MarketSymbol);

test.each([
  [0, 0],
  [1, 1],
  [20, 1],
  [21, 2],
  [40, 2],
  [41, 3],
])('%s symbols are %s batches', (count, batches) => {
  expect(batchCount(symbols.slice(0, count))).toBe(batches);
});

test.each([
  [0, 0],
  [19, 0],
  [20, 1],
  [39, 1],
  [40, 2],
])('symbol %s is in batch %s', (index, batch) => {
  const symbol = symbols[index] as MarketSymbol;
  expect(batchOf(symbols, symbol)).toBe(batch);
  expect(symbolsOf(symbols, batch)).toContain(symbol);
});

test('each symbol is in one batch; a symbol that is not configured is in none', () => {
  expect([0, 1, 2].flatMap((batch) => symbolsOf(symbols, batch))).toEqual(symbols);
  expect(symbolsOf(symbols, 3)).toEqual([]);
  expect(batchOf(symbols, 'NONE/USDT' as MarketSymbol)).toBeUndefined();
});
