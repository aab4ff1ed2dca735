import { describe, expect, test } from 'vitest';
import { createCoinbaseVenue } from '../../../shared/adapters/feeds/coinbase.ts';
import { type Handler, sendJson, startExchange } from './exchange-server.ts';
import { describeRecorded, recording } from './recorded.ts';
import { ETH, symbolOf } from './symbols.ts';

const BTC_USD = symbolOf('BTC/USD');
const open = async (handler: Handler) => {
  const server = await startExchange(handler);
  const pace = { perSecond: 10_000, burst: 1_000 };
  const venue = createCoinbaseVenue({ baseUrl: server.baseUrl, pace, sleep: async () => {} });
  return { venue, requests: server.requests };
};
const tick = (price: unknown) => ({ price, time: '2023-11-14T22:13:20.500000Z', trade_id: 1, size: '1' });

describeRecorded('Coinbase, as recorded', () => {
  test('a quote: the ticker’s price and time, the change against the open of the stats', async () => {
    const { venue } = await open((url, response) => {
      if (url.pathname === '/products/ETH-USDT/ticker')
        sendJson(response, { ...JSON.parse(recording('coinbase-exchange/ticker.BTC-USD.2017-10-03.json')) });
      else response.end(recording('coinbase-exchange/stats.ETH-USDT.2022-06-20.json'));
    });
    // 4417.01 - 993.3 = 3423.71; / 993.3 = 344.680358401...%
    const [quote] = await venue.quotes([ETH]);
    expect(quote).toMatchObject({
      symbol: ETH,
      price: 4417.01,
      change24h: 3423.71,
      source: 'coinbase',
      time: Date.parse('2017-10-03T04:00:31.887Z'),
    });
    expect(quote?.changePercent24h).toBeCloseTo(344.6803584, 6);
  });

  test('instruments: increments, sizes and the least funds; delisted products are absent', async () => {
    const body = recording('coinbase-exchange/products.2022-06-20.json.gz');
    const { venue, requests } = await open((_url, response) => response.end(body));
    expect(await venue.instruments([BTC_USD, symbolOf('UST/USD'), symbolOf('NOPE/USD')])).toEqual([
      {
        venue: 'coinbase',
        symbol: BTC_USD,
        tickSize: '0.01',
        lotSize: '0.00000001',
        minQuantity: '0.000016',
        maxQuantity: '1500',
        minNotional: '1',
      },
    ]);
    expect(requests).toEqual(['/products']);
  });
});

test('the sizes that newer answers leave out: the increment is the least', async () => {
  const product = {
    id: 'BTC-USD',
    quote_increment: '0.01',
    base_increment: '0.00000001',
    min_market_funds: '1',
    status: 'online',
    trading_disabled: false,
  };
  const { venue } = await open((_url, response) => sendJson(response, [product]));
  expect(await venue.instruments([BTC_USD])).toMatchObject([
    { minQuantity: '0.00000001', maxQuantity: '1000000000', minNotional: '1' },
  ]);
});

test('time is the venue’s own', async () => {
  const { venue } = await open((_url, response) => sendJson(response, { iso: '2015-01-07T23:47:25.201Z' }));
  expect(await venue.time()).toBe(1_420_674_445_201);
});

describe('quotes of many products', () => {
  test('an unknown one is left out, and not asked for again', async () => {
    const { venue, requests } = await open((url, response) => {
      if (url.pathname.includes('ETH-USDT')) sendJson(response, { message: 'NotFound' }, 404);
      else sendJson(response, url.pathname.endsWith('ticker') ? tick('110') : { open: '100' });
    });
    for (const _ of [1, 2]) {
      expect(await venue.quotes([ETH, BTC_USD])).toEqual([
        {
          symbol: BTC_USD,
          price: 110,
          change24h: 10,
          changePercent24h: 10,
          source: 'coinbase',
          time: 1_700_000_000_500,
        },
      ]);
    }
    // The open of 24 hours ago is asked for once a minute.
    expect(requests.toSorted()).toEqual([
      '/products/BTC-USD/stats',
      '/products/BTC-USD/ticker',
      '/products/BTC-USD/ticker',
      '/products/ETH-USDT/ticker',
    ]);
  });

  test('one that answers badly does not take the others with it', async () => {
    const { venue } = await open((url, response) => {
      if (url.pathname.includes('ETH-USDT')) sendJson(response, {});
      else sendJson(response, url.pathname.endsWith('ticker') ? tick('110') : { open: '0' });
    });
    expect(await venue.quotes([ETH, BTC_USD])).toEqual([
      { symbol: BTC_USD, price: 110, source: 'coinbase', time: 1_700_000_000_500 },
    ]);
  });

  test('without stats there is still a price', async () => {
    const { venue } = await open((url, response) => {
      if (url.pathname.endsWith('ticker')) sendJson(response, tick('110'));
      else response.writeHead(500).end();
    });
    expect(await venue.quotes([BTC_USD])).toMatchObject([{ price: 110 }]);
  });

  test('all of them failing is the feed’s failure', async () => {
    const { venue } = await open((_url, response) => sendJson(response, tick(110)));
    await expect(venue.quotes([ETH, BTC_USD])).rejects.toMatchObject({ kind: 'bad_answer' });
  });

  test('one refusal is the feed’s, with its Retry-After', async () => {
    const { venue } = await open((url, response) => {
      if (url.pathname.includes('ETH')) response.writeHead(429, { 'retry-after': '9' }).end();
      else sendJson(response, url.pathname.endsWith('ticker') ? tick('110') : { open: '100' });
    });
    await expect(venue.quotes([BTC_USD, ETH])).rejects.toMatchObject({
      kind: 'rate_limited',
      retryAfterMs: 9_000,
    });
  });

  test.each(['0', '-5', 'NaN'])('a price of %s is never quoted', async (price) => {
    const { venue } = await open((url, response) =>
      sendJson(response, url.pathname.endsWith('ticker') ? tick(price) : { open: '100' }),
    );
    expect(await venue.quotes([BTC_USD])).toEqual([]);
  });
});

test('a product that is not listed has no path', async () => {
  const { venue } = await open((_url, response) => sendJson(response, { message: 'NotFound' }, 404));
  const [answer] = await venue.paths([{ symbol: ETH, from: 0 }]);
  expect(answer).toMatchObject({ symbol: ETH, error: { kind: 'unknown_symbol' } });
});
