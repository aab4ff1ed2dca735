import { expect, test } from 'vitest';
import { createFeeds } from '../../../shared/adapters/feeds/index.ts';
import type { VenueId } from '../../../shared/domain/market/symbol.ts';

const feedsOf = (...FEEDS: VenueId[]) =>
  createFeeds(
    {
      FEEDS,
      BINANCE_API_URL: 'http://127.0.0.1:1',
      COINBASE_API_URL: 'http://127.0.0.1:1',
      COINGECKO_API_URL: 'http://127.0.0.1:1',
    },
    { samples: { put: async () => {}, since: async () => [] } },
  );

test.each([
  [
    ['coinbase', 'coingecko', 'binance'],
    ['coinbase', 'coingecko', 'binance'],
  ],
  [['simulated'], ['simulated']],
  [
    ['replay', 'binance', 'replay'],
    ['replay', 'binance'],
  ],
] as [VenueId[], VenueId[]][])('FEEDS %j are the venues and the sources %j', (feeds, expected) => {
  const { venues, quoteSources } = feedsOf(...feeds);
  expect(venues.map(({ id }) => id)).toEqual(expected);
  expect(quoteSources.map(({ id }) => id)).toEqual(expected);
});
