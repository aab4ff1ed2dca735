import { expect, test } from 'vitest';
import { createCoinGeckoVenue } from '../../../shared/adapters/feeds/coingecko.ts';
import type { SampleStore } from '../../../shared/ports/venue.ts';
import { type Handler, sendJson, startExchange } from './exchange-server.ts';
import { memorySamples } from './memory-samples.ts';
import { BTC, ETH, NOPE } from './symbols.ts';

const T0 = 1_700_000_000_000;

/** A CoinGecko whose bitcoin costs this, as of so many seconds after T0. */
const open = async (samples: SampleStore) => {
  let bitcoin = { usd: 100, second: 0 };
  const told: Handler = (url, response) =>
    url.pathname === '/simple/price'
      ? sendJson(response, {
          bitcoin: { usd: bitcoin.usd, usd_24h_change: 1, last_updated_at: T0 / 1000 + bitcoin.second },
        })
      : sendJson(response, []);
  let handler = told;
  let now = 0;
  const server = await startExchange((url, response, request) => handler(url, response, request));
  const venue = createCoinGeckoVenue({
    baseUrl: server.baseUrl,
    samples,
    sleep: async () => {},
    elapsed: () => now,
  });
  return {
    venue,
    price: (usd: number, second: number) => {
      bitcoin = { usd, second };
      now += 60_000;
    },
    fail: (failing: Handler) => {
      handler = failing;
    },
  };
};

test('each new price becomes a sample; the path is what was stored, up to the newest', async () => {
  const samples = memorySamples();
  const { venue, price } = await open(samples);
  const request = [{ symbol: BTC, from: T0 }];
  await venue.paths(request);
  price(101, 60);
  expect(await venue.paths(request)).toEqual([
    {
      symbol: BTC,
      slice: {
        elements: [
          { kind: 'sample', time: T0, price: 100 },
          { kind: 'sample', time: T0 + 60_000, price: 101 },
        ],
        resolution: 'sampled',
        completeTo: T0 + 60_000,
        blind: [],
        more: false,
      },
    },
  ]);
});

test('a price that is no newer than the last is not stored again', async () => {
  const samples = memorySamples();
  const { venue, price } = await open(samples);
  await venue.paths([{ symbol: BTC, from: T0 }]);
  price(105, 0);
  await venue.paths([{ symbol: BTC, from: T0 }]);
  price(105, -30);
  await venue.paths([{ symbol: BTC, from: T0 }]);
  expect(samples.all).toEqual([{ symbol: BTC, time: T0, price: 100 }]);
});

test('only samples from the asked moment on are answered', async () => {
  const samples = memorySamples();
  const { venue, price } = await open(samples);
  await venue.paths([{ symbol: BTC, from: T0 }]);
  price(101, 60);
  const [answer] = await venue.paths([{ symbol: BTC, from: T0 + 1 }]);
  expect(answer).toMatchObject({ slice: { elements: [{ price: 101 }], completeTo: T0 + 60_000 } });
});

test('with nothing new and nothing stored the path stays where it is', async () => {
  const { venue } = await open(memorySamples());
  const [answer] = await venue.paths([{ symbol: BTC, from: T0 + 1 }]);
  expect(answer).toMatchObject({ slice: { elements: [], completeTo: T0, more: false } });
});

test.each([0, -3])('a price of %d is never stored', async (usd) => {
  const samples = memorySamples();
  const { venue, price } = await open(samples);
  price(usd, 10);
  await venue.paths([{ symbol: BTC, from: T0 }]);
  expect(samples.all).toEqual([]);
});

test('an unknown symbol has its own error; a coin that the answer lacks has what was stored', async () => {
  const samples = memorySamples();
  const { venue } = await open(samples);
  await samples.put('coingecko', [{ symbol: ETH, time: T0 + 5, price: 7 }]);
  expect(await venue.paths([NOPE, ETH, BTC].map((symbol) => ({ symbol, from: T0 })))).toMatchObject([
    { symbol: NOPE, error: { kind: 'unknown_symbol' } },
    { symbol: ETH, slice: { elements: [{ price: 7 }], completeTo: T0 + 5 } },
    { symbol: BTC, slice: { elements: [{ price: 100 }] } },
  ]);
});

test('a feed that fails is an error for each symbol, never a throw', async () => {
  const { venue, fail } = await open(memorySamples());
  fail((_url, response) => response.writeHead(418, { 'retry-after': '120' }).end());
  const answers = await venue.paths([BTC, ETH].map((symbol) => ({ symbol, from: T0 })));
  expect(answers).toMatchObject([
    { symbol: BTC, error: { kind: 'blocked', retryAfterMs: 120_000 } },
    { symbol: ETH, error: { kind: 'blocked', retryAfterMs: 120_000 } },
  ]);
});

test('a store that fails is an error too', async () => {
  const broken: SampleStore = {
    put: async () => {},
    since: async () => {
      throw new Error('table is gone');
    },
  };
  const { venue } = await open(broken);
  const [answer] = await venue.paths([{ symbol: BTC, from: T0 }]);
  expect(answer).toMatchObject({ error: { message: 'coingecko: table is gone' } });
});
