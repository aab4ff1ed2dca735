import { describe, expect, test } from 'vitest';
import { createCoinGeckoVenue } from '../../../shared/adapters/feeds/coingecko.ts';
import { coinOf } from '../../../shared/adapters/feeds/coingecko-coins.ts';
import { type Handler, sendJson, startExchange } from './exchange-server.ts';
import { memorySamples } from './memory-samples.ts';
import { describeRecorded, recording } from './recorded.ts';
import { BTC, ETH, NOPE, symbolOf } from './symbols.ts';

const open = async (handler: Handler) => {
  const server = await startExchange(handler);
  let now = 0;
  const venue = createCoinGeckoVenue({
    baseUrl: `${server.baseUrl}/api/v3`,
    samples: memorySamples(),
    sleep: async () => {},
    elapsed: () => now,
  });
  return {
    venue,
    requests: server.requests,
    later: (ms: number) => {
      now += ms;
    },
  };
};
const coin = (usd: unknown, change: unknown = 25) => ({
  usd,
  usd_24h_change: change,
  last_updated_at: 1_700_000_000,
});
/** What `/coins/markets` says of bitcoin here. */
const market = {
  id: 'bitcoin',
  current_price: 38938,
  price_change_24h: 1309.32,
  price_change_percentage_24h: 3.47958,
  last_updated: '2022-02-23T11:30:23.307Z',
};
const fromMarkets = {
  symbol: BTC,
  price: 38938,
  change24h: 1309.32,
  changePercent24h: 3.47958,
  source: 'coingecko',
  time: Date.parse('2022-02-23T11:30:23.307Z'),
};
const isMarkets = (url: URL) => url.pathname === '/api/v3/coins/markets';

describeRecorded('CoinGecko, as recorded in 2022', () => {
  test('an answer without change and time: /coins/markets has them', async () => {
    const { venue, requests } = await open((url, response) =>
      response.end(
        recording(
          isMarkets(url)
            ? 'coingecko/coins_markets.usd.top20.2022.json'
            : 'coingecko/simple_price.solana,ethereum.usd.market_cap.2022.json',
        ),
      ),
    );
    expect(await venue.quotes([ETH])).toEqual([
      {
        symbol: ETH,
        price: 2726.53,
        change24h: 137.35,
        changePercent24h: 5.30458,
        source: 'coingecko',
        time: Date.parse('2022-02-23T11:30:52.667Z'),
      },
    ]);
    expect(requests).toEqual([
      '/api/v3/simple/price?ids=ethereum&vs_currencies=usd&include_24hr_change=true&include_last_updated_at=true',
      '/api/v3/coins/markets?vs_currency=usd&ids=ethereum&per_page=250&page=1',
    ]);
  });

  test('every id of the table that existed in 2022 was the id of that ticker', () => {
    const list = JSON.parse(recording('coingecko/coins_list.2022.json.gz')) as {
      id: string;
      symbol: string;
    }[];
    const checked = list.filter(({ id, symbol }) => {
      const known = coinOf(symbolOf(`${/^[a-z0-9]{1,15}$/.test(symbol) ? symbol.toUpperCase() : 'X'}/USD`));
      return known === id;
    });
    // 76 coins; 15 came after 2022, and IOTA's ticker was MIOTA then.
    expect(checked).toHaveLength(60);
  });

  test('an error page of the API is a bad answer', async () => {
    const body = recording('coingecko/error.simple_price.missing_ids.422.json');
    const { venue } = await open((_url, response) => response.writeHead(422).end(body));
    await expect(venue.quotes([BTC])).rejects.toMatchObject({ kind: 'bad_answer' });
  });
});

test('dollars and their stablecoins share one price; ids are joined by a bare comma', async () => {
  const { venue, requests } = await open((_url, response) =>
    sendJson(response, { bitcoin: coin(50_000), ethereum: coin(2_000) }),
  );
  const symbols = [symbolOf('BTC/USD'), BTC, symbolOf('BTC/USDC'), ETH, symbolOf('BTC/EUR'), NOPE];
  const quotes = await venue.quotes(symbols);
  expect(quotes.map(({ symbol, price }) => [symbol, price])).toEqual([
    ['BTC/USD', 50_000],
    ['BTC/USDT', 50_000],
    ['BTC/USDC', 50_000],
    ['ETH/USDT', 2_000],
  ]);
  // Up 25 % to 50,000: it was 40,000.
  expect(quotes[0]).toMatchObject({ change24h: 10_000, changePercent24h: 25, time: 1_700_000_000_000 });
  expect(requests).toHaveLength(1);
  expect(requests[0]).toContain('ids=bitcoin,ethereum&');
});

test('without a known coin nothing is asked for', async () => {
  const { venue, requests } = await open((_url, response) => sendJson(response, {}));
  expect(await venue.quotes([NOPE])).toEqual([]);
  expect(requests).toEqual([]);
});

describe('/coins/markets', () => {
  test('stands in where /simple/price does not read', async () => {
    const { venue } = await open((url, response) =>
      isMarkets(url) ? sendJson(response, [market]) : response.end('<html>'),
    );
    expect(await venue.quotes([BTC])).toEqual([fromMarkets]);
  });

  test('adds the change that /simple/price lacks', async () => {
    const { venue } = await open((url, response) =>
      sendJson(response, isMarkets(url) ? [market] : { bitcoin: coin(38_000, null) }),
    );
    expect(await venue.quotes([BTC])).toEqual([fromMarkets]);
  });

  test('failing, it takes nothing from the price that is there', async () => {
    const { venue } = await open((url, response) => {
      if (isMarkets(url)) response.writeHead(429).end();
      else sendJson(response, { bitcoin: coin(38_000, null) });
    });
    expect(await venue.quotes([BTC])).toEqual([
      { symbol: BTC, price: 38_000, source: 'coingecko', time: 1_700_000_000_000 },
    ]);
  });

  test('is not asked where the feed refuses', async () => {
    const { venue, requests } = await open((_url, response) =>
      response.writeHead(429, { 'retry-after': '60' }).end(),
    );
    await expect(venue.quotes([BTC])).rejects.toMatchObject({ kind: 'rate_limited', retryAfterMs: 60_000 });
    expect(requests).toHaveLength(1);
  });
});

test.each([0, -1, null])('a price of %s is never quoted', async (usd) => {
  const { venue } = await open((url, response) =>
    sendJson(response, isMarkets(url) ? [] : { bitcoin: coin(usd) }),
  );
  expect(await venue.quotes([BTC])).toEqual([]);
});

describe('one answer', () => {
  test('serves for five seconds', async () => {
    const { venue, requests, later } = await open((_url, response) =>
      sendJson(response, { bitcoin: coin(50_000) }),
    );
    await venue.quotes([BTC]);
    later(4_999);
    await venue.quotes([BTC]);
    expect(requests).toHaveLength(1);
    later(1);
    await venue.quotes([BTC]);
    expect(requests).toHaveLength(2);
  });

  test('is not kept where it is a failure', async () => {
    let good = false;
    const { venue } = await open((_url, response) => {
      if (good) sendJson(response, { bitcoin: coin(50_000) });
      else response.writeHead(451).end();
    });
    await expect(venue.quotes([BTC])).rejects.toMatchObject({ kind: 'blocked' });
    good = true;
    expect(await venue.quotes([BTC])).toHaveLength(1);
  });
});

test('listed is what it has a price of, in the answer that quotes share', async () => {
  const { venue, requests } = await open((_url, response) => sendJson(response, { bitcoin: coin(40_000) }));
  expect(venue.sent?.()).toBe(0);
  expect(await venue.instruments([BTC, NOPE])).toEqual([
    {
      venue: 'coingecko',
      symbol: BTC,
      tickSize: '0.00000001',
      lotSize: '0.00000001',
      minQuantity: '0.00000001',
      maxQuantity: '1000000000',
      minNotional: '1',
    },
  ]);
  expect(await venue.quotes([BTC])).toMatchObject([{ price: 40_000 }]);
  expect(requests).toHaveLength(1);
  expect(venue.sent?.()).toBe(1);
});

test('a coin of the table that it gives no price of is not listed, and nothing is while it does not answer', async () => {
  const without = await open((url, response) =>
    sendJson(response, isMarkets(url) ? [] : { bitcoin: coin(40_000) }),
  );
  expect((await without.venue.instruments([BTC, ETH])).map(({ symbol }) => symbol)).toEqual([BTC]);
  const broken = await open((_url, response) => sendJson(response, {}, 503));
  await expect(broken.venue.instruments([BTC])).rejects.toThrow('answered 503');
});

test('time is the Date of a ping', async () => {
  const { venue } = await open((_url, response) => {
    response.setHeader('date', 'Wed, 23 Feb 2022 11:31:45 GMT');
    sendJson(response, { gecko_says: '(V3) To the Moon!' });
  });
  expect(await venue.time()).toBe(Date.parse('2022-02-23T11:31:45Z'));
});

test('a time that is later than the answer itself is that of the answer', async () => {
  const sent = 'Wed, 23 Feb 2022 11:31:45 GMT';
  const tomorrow = Date.parse('2022-02-24T11:31:45Z') / 1_000;
  const { venue } = await open((url, response) => {
    response.setHeader('date', sent);
    sendJson(
      response,
      isMarkets(url)
        ? [{ ...market, id: 'ethereum', last_updated: '2022-02-24T11:31:45.000Z' }]
        : { bitcoin: { ...coin(40_000), last_updated_at: tomorrow }, ethereum: { usd: 1 } },
    );
  });
  const times = (await venue.quotes([BTC, ETH])).map(({ time }) => time);
  expect(times).toEqual([Date.parse(sent), Date.parse(sent)]);
  // A sample of tomorrow would carry the path there, and what fires until then would be lost.
  const [answer] = await venue.paths([{ symbol: BTC, from: 0 }]);
  expect(answer).toMatchObject({ slice: { completeTo: Date.parse(sent) } });
});
