import { expect, test } from 'vitest';
import { quotesFrom } from '../../../shared/application/failover.ts';
import type { Quote } from '../../../shared/domain/market/quote.ts';
import type { MarketSymbol, VenueId } from '../../../shared/domain/market/symbol.ts';
import { FeedError, type QuoteSource } from '../../../shared/ports/venue.ts';
import { BTC, ETH, NOPE } from '../../integration/feeds/symbols.ts';

const NOW = 1_700_000_000_000;

/** A source that quotes these symbols, or fails; it remembers what it was asked for. */
const source = (id: VenueId, listed: readonly MarketSymbol[] | Error) => {
  const asked: (readonly MarketSymbol[])[] = [];
  const quotes = async (symbols: readonly MarketSymbol[]): Promise<Quote[]> => {
    asked.push(symbols);
    if (listed instanceof Error) throw listed;
    return symbols
      .filter((symbol) => listed.includes(symbol))
      .map((symbol) => ({ symbol, price: 1, source: id, time: NOW }));
  };
  return { source: { id, quotes } satisfies QuoteSource, asked };
};
const instantly = () => 0;
const sourcesOf = (answer: { quotes: readonly Quote[] }) =>
  answer.quotes.map((quote) => [quote.symbol, quote.source]);

test('the first source that quotes a symbol serves it; the next is asked only for the rest', async () => {
  const first = source('binance', [ETH]);
  const second = source('coinbase', [BTC, ETH]);
  const third = source('coingecko', [BTC]);
  const answer = await quotesFrom(
    [first.source, second.source, third.source],
    [BTC, ETH],
    {},
    NOW,
    instantly,
  );
  expect(sourcesOf(answer)).toEqual([
    [BTC, 'coinbase'],
    [ETH, 'binance'],
  ]);
  expect(second.asked).toEqual([[BTC]]);
  expect(third.asked).toEqual([]);
  const ok = { failures: 0, retryAt: 0, lastOkAt: NOW };
  expect(answer.health).toMatchObject({ binance: ok, coinbase: ok });
  expect(Object.keys(answer.health)).toEqual(['binance', 'coinbase']);
});

test('a source that fails is left alone for 5 s, or for its Retry-After where that is longer', async () => {
  const first = source('binance', new FeedError('binance', 'rate_limited', 'answered 429', 60_000));
  const second = source('coinbase', new FeedError('coinbase', 'timeout', 'did not answer in time'));
  const third = source('coingecko', [BTC]);
  const answer = await quotesFrom([first.source, second.source, third.source], [BTC], {}, NOW, instantly);
  expect(sourcesOf(answer)).toEqual([[BTC, 'coingecko']]);
  expect(answer.health).toMatchObject({
    binance: { failures: 1, retryAt: NOW + 60_000, lastError: 'binance: answered 429' },
    coinbase: { failures: 1, retryAt: NOW + 5_000, lastError: 'coinbase: did not answer in time' },
  });
});

test('while it is left alone it is not asked; then it is tried again', async () => {
  const first = source('binance', [BTC]);
  const second = source('coinbase', [BTC]);
  const health = { binance: { failures: 2, retryAt: NOW + 10, lastOkAt: 5 } };
  const during = await quotesFrom([first.source, second.source], [BTC], health, NOW + 9, instantly);
  expect(sourcesOf(during)).toEqual([[BTC, 'coinbase']]);
  expect(first.asked).toEqual([]);
  expect(during.health.binance).toEqual(health.binance);

  const after = await quotesFrom([first.source, second.source], [BTC], during.health, NOW + 10, instantly);
  expect(sourcesOf(after)).toEqual([[BTC, 'binance']]);
  expect(after.health.binance).toMatchObject({ failures: 0, retryAt: 0, lastOkAt: NOW + 10 });
});

test('what no source quotes is absent', async () => {
  const only = source('binance', [BTC]);
  expect((await quotesFrom([only.source], [NOPE], {}, NOW, instantly)).quotes).toEqual([]);
});

test('a defect is thrown, not taken for a feed that fails', async () => {
  const broken = source('binance', new TypeError('undefined is not a function'));
  await expect(quotesFrom([broken.source], [BTC], {}, NOW, instantly)).rejects.toThrow(TypeError);
});

test('how long a source took, and whether it failed, is counted', async () => {
  const times = [1_000, 1_120, 2_000];
  const elapsed = () => times.shift() ?? 0;
  const down = new FeedError('binance', 'unavailable', 'answered 503');
  const health = { binance: { failures: 0, retryAt: 0, lastOkAt: 1 } };
  const sources = [source('coinbase', [BTC]).source, source('binance', down).source];
  const answer = await quotesFrom(sources, [BTC, NOPE], health, NOW, elapsed);
  expect(answer.health.coinbase?.calls).toEqual({
    count: 1,
    errorRate: 0,
    latencyMs: 120,
    lastLatencyMs: 120,
  });
  expect(answer.health.binance?.calls).toMatchObject({ count: 1, errorRate: 1 });
});

test('an answer for which no request went out says nothing of the feed', async () => {
  const known = { failures: 2, retryAt: 0, lastOkAt: 0, lastErrorAt: NOW - 1, lastError: 'no connection' };
  const { source: told } = source('coingecko', [BTC]);
  const ask = (sent: () => number) =>
    quotesFrom([{ ...told, sent }], [BTC], { coingecko: known }, NOW, instantly);
  expect(await ask(() => 7)).toMatchObject({ quotes: [{ symbol: BTC }], health: { coingecko: known } });
  let requests = 7;
  const answer = await ask(() => requests++);
  expect(answer.health.coingecko).toMatchObject({ failures: 0, lastOkAt: NOW, calls: { count: 1 } });
});
