import { expect, test } from 'vitest';
import { recentPaths } from '../../../shared/adapters/feeds/recent-paths.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { FeedError, type PathRequest, type Venue } from '../../../shared/ports/venue.ts';

const BTC = 'BTC/USDT' as MarketSymbol;
const ETH = 'ETH/USDT' as MarketSymbol;

const world = () => {
  const asked: PathRequest[] = [];
  const state = { now: 1_000, fails: false };
  const venue = {
    id: 'binance',
    paths: async (requests: readonly PathRequest[]) => {
      asked.push(...requests);
      return requests.map(({ symbol, from }) =>
        state.fails
          ? { symbol, error: new FeedError('binance', 'unavailable', 'away') }
          : {
              symbol,
              slice: {
                elements: [],
                completeTo: from + asked.length,
                resolution: '1s',
                blind: [],
                more: false,
              },
            },
      );
    },
  } as unknown as Venue;
  return { asked, state, recent: recentPaths(venue, 5_000, () => state.now) };
};

test('one answer serves whoever asks the same within its time, also while it is under way', async () => {
  const { asked, state, recent } = world();
  const both = await Promise.all([
    recent.paths([{ symbol: BTC, from: 7 }]),
    recent.paths([
      { symbol: ETH, from: 7 },
      { symbol: BTC, from: 7 },
    ]),
  ]);
  expect(asked).toEqual([
    { symbol: BTC, from: 7 },
    { symbol: ETH, from: 7 },
  ]);
  expect(both[1].map(({ symbol }) => symbol)).toEqual([ETH, BTC]);
  expect(both[0][0]).toBe(both[1][1]);
  state.now += 5_000;
  await recent.paths([{ symbol: BTC, from: 7 }]);
  expect(asked).toHaveLength(2);
  state.now += 1;
  await recent.paths([{ symbol: BTC, from: 7 }]);
  expect(asked).toHaveLength(3);
});

test('another beginning is another question, and a failure is not kept', async () => {
  const { asked, state, recent } = world();
  state.fails = true;
  expect(await recent.paths([{ symbol: BTC, from: 7 }])).toMatchObject([{ error: { kind: 'unavailable' } }]);
  state.fails = false;
  expect(await recent.paths([{ symbol: BTC, from: 7 }])).toMatchObject([{ slice: { completeTo: 9 } }]);
  await recent.paths([{ symbol: BTC, from: 8 }]);
  expect(asked.map(({ from }) => from)).toEqual([7, 7, 8]);
});
