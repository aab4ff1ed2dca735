import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { recordedMarket } from '../../../infra/local/market/recorded.ts';
import { startMarketServer } from '../../../infra/local/market/server.ts';
import { simulatedMarket } from '../../../infra/local/market/simulated.ts';
import { absent, BINANCE_ANSWERS, BTC_HOLES, BTC_WEEK, csv, type Running, rowsOf, serve } from './support.ts';

const T = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;
const SYMBOLS = ['BTC/USDT', 'ETH/USDT'];
const simulated = () => serve(simulatedMarket({ seed: 1, symbols: SYMBOLS }), T + 7_300);
/** Three minutes; hand-made, so that what follows from them can be computed by hand. */
const threeMinutes = () =>
  recordedMarket({
    files: [
      csv('BTCUSDT.1m.csv', [
        [T, 100, 110, 90, 105, 1],
        [T + MINUTE, 105, 120, 104, 118, 2],
        [T + 2 * MINUTE, 118, 119, 117, 117.5, 4],
      ]),
    ],
  });

const klineRows = z.array(z.tuple([z.number()], z.unknown()));
const openTimes = async ({ get }: Running, query: string): Promise<number[]> =>
  klineRows.parse((await get(`/api/v3/klines?${query}`)).body).map(([openTime]) => openTime);

/** A client library's sample of the newest documented shape: method, path, signed or not, then JSON. */
const sample = (name: string): unknown =>
  JSON.parse(
    readFileSync(join(BINANCE_ANSWERS, `shape.${name}.jkorf.txt`), 'utf8')
      .split('\n')
      .slice(3)
      .join('\n'),
  );
const kinds = (value: object) =>
  Object.fromEntries(Object.entries(value).map(([key, field]) => [key, typeof field]));

describe('shapes of the answers (needs ../shared/data)', () => {
  const missing = absent(BINANCE_ANSWERS);
  it.skipIf(missing).each([
    ['GetTicker', '/api/v3/ticker/24hr?symbol=BTCUSDT'],
    ['GetPrice', '/api/v3/ticker/price?symbol=BTCUSDT'],
    ['GetServerTime', '/api/v3/time'],
  ])('%s has the fields and types of the exchange', async (name, path) => {
    const { get } = await simulated();
    const { body } = await get(path);
    expect(kinds(body as object)).toEqual(kinds(sample(name) as object));
  });

  it.skipIf(missing)('GetKlines has twelve fields of the same types', async () => {
    const { get } = await simulated();
    const { body } = await get('/api/v3/klines?symbol=BTCUSDT&interval=1s&limit=1');
    const [row] = body as object[];
    const [expected] = sample('GetKlines') as object[];
    expect(kinds(row ?? {})).toEqual(kinds(expected ?? {}));
  });

  it.skipIf(missing)('GetExchangeInfo has the fields of the exchange, and its own filters', async () => {
    const { get } = await simulated();
    const info = (await get('/api/v3/exchangeInfo')).body as { symbols: object[] };
    const expected = sample('GetExchangeInfo') as { symbols: object[] };
    expect(kinds(info)).toEqual(kinds(expected));
    for (const symbol of info.symbols) expect(kinds(symbol)).toMatchObject(kinds(expected.symbols[0] ?? {}));
  });
});

describe('exchangeInfo', () => {
  it('gives the rules of all symbols, of one, or of several', async () => {
    const { get } = await simulated();
    const named = async (query: string) =>
      ((await get(`/api/v3/exchangeInfo${query}`)).body as { symbols: { symbol: string }[] }).symbols.map(
        ({ symbol }) => symbol,
      );
    expect(await named('')).toEqual(['BTCUSDT', 'ETHUSDT']);
    expect(await named('?symbol=ETHUSDT')).toEqual(['ETHUSDT']);
    expect(await named('?symbols=%5B%22ETHUSDT%22,%22BTCUSDT%22%5D')).toEqual(['ETHUSDT', 'BTCUSDT']);
    expect((await get('/api/v3/exchangeInfo?symbol=BTCUSDT')).body).toMatchObject({
      serverTime: T + 7_300,
      symbols: [
        {
          status: 'TRADING',
          baseAsset: 'BTC',
          quoteAsset: 'USDT',
          filters: [
            { filterType: 'PRICE_FILTER', tickSize: '0.01000000' },
            { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '1000.00000000', stepSize: '0.00001000' },
            { filterType: 'NOTIONAL', minNotional: '5.00000000' },
          ],
        },
      ],
    });
  });
});

describe('ticker/24hr', () => {
  it('sums up the closed bars and the open of the running one', async () => {
    const { get, clock } = await serve(threeMinutes(), T + 2 * MINUTE + 30_000);
    expect((await get('/api/v3/ticker/24hr?symbol=BTCUSDT')).body).toEqual({
      symbol: 'BTCUSDT',
      priceChange: '18.00000000',
      priceChangePercent: '18.000',
      // 1 x (100+110+90+105)/4 + 2 x (105+120+104+118)/4 = 101.25 + 223.5, over 3
      weightedAvgPrice: '108.25000000',
      prevClosePrice: '100.00000000',
      lastPrice: '118.00000000',
      lastQty: '0.00000000',
      bidPrice: '118.00000000',
      bidQty: '0.00000000',
      askPrice: '118.00000000',
      askQty: '0.00000000',
      openPrice: '100.00000000',
      highPrice: '120.00000000',
      lowPrice: '90.00000000',
      volume: '3.00000000',
      quoteVolume: '324.75000000',
      openTime: T + 2 * MINUTE + 30_000 - 86_400_000,
      closeTime: T + 2 * MINUTE + 30_000,
      firstId: -1,
      lastId: -1,
      count: 0,
    });
    // A day later the first minute has left the window, and the record has long stopped.
    clock.time = T + 86_400_000 + MINUTE;
    expect((await get('/api/v3/ticker/24hr')).body).toMatchObject([
      {
        openPrice: '105.00000000',
        highPrice: '120.00000000',
        lowPrice: '104.00000000',
        lastPrice: '117.50000000',
        priceChange: '12.50000000',
        priceChangePercent: '11.905',
        prevClosePrice: '105.00000000',
        volume: '6.00000000',
        closeTime: T + 3 * MINUTE - 1,
      },
    ]);
    clock.time = T + 2 * 86_400_000;
    expect((await get('/api/v3/ticker/24hr?symbols=["BTCUSDT"]&type=MINI')).body).toMatchObject([
      { symbol: 'BTCUSDT', lastPrice: '0.00000000', openPrice: '0.00000000', volume: '0.00000000' },
    ]);
  });
});

describe('klines', () => {
  it.skipIf(absent(BTC_WEEK))(
    'pages through a recorded week to exactly its file (needs ../shared/data)',
    async () => {
      const rows = rowsOf(BTC_WEEK);
      const running = await serve(recordedMarket({ files: [BTC_WEEK] }), (rows.at(-1)?.[0] ?? 0) + MINUTE);
      const paged: unknown[] = [];
      for (let next = 0; paged.length < rows.length; ) {
        const { body } = await running.get(
          `/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=${next}&limit=1000`,
        );
        const page = z.array(z.array(z.union([z.string(), z.number()]))).parse(body);
        expect(page.length).toBeGreaterThan(0);
        paged.push(...page.map((bar) => bar.slice(0, 6).map(Number)));
        next = Number(page.at(-1)?.[6]) + 1;
      }
      expect(paged).toEqual(rows);
    },
  );

  it.skipIf(absent(BTC_HOLES))('leaves the holes of the record open (needs ../shared/data)', async () => {
    const running = await serve(recordedMarket({ files: [BTC_HOLES] }), Date.UTC(2018, 3, 5, 0, 30));
    // Away from 16:48 to midnight.
    const from = Date.UTC(2018, 3, 4, 16, 47);
    expect(await openTimes(running, `symbol=BTCUSD&interval=1m&startTime=${from}&limit=3`)).toEqual([
      from,
      Date.UTC(2018, 3, 5),
      Date.UTC(2018, 3, 5, 0, 1),
    ]);
    expect(await openTimes(running, `symbol=BTCUSD&interval=1h&startTime=${from}`)).toEqual([
      Date.UTC(2018, 3, 5),
    ]);
  });

  it('gives the oldest from startTime on, else the newest', async () => {
    const running = await simulated();
    const seconds = async (query: string) =>
      (await openTimes(running, `symbol=BTCUSDT&interval=1s&${query}`)).map((time) => (time - T) / 1_000);
    expect(await seconds('limit=2')).toEqual([6, 7]);
    expect(await seconds(`startTime=${T}&limit=2`)).toEqual([0, 1]);
    expect(await seconds(`startTime=${T + 1}&limit=1`)).toEqual([1]);
    expect(await seconds(`startTime=${T + 5_000}`)).toEqual([5, 6, 7]);
    expect(await seconds(`endTime=${T + 3_999}&limit=2`)).toEqual([2, 3]);
    expect(await seconds(`startTime=${T + 1_000}&endTime=${T + 3_000}`)).toEqual([1, 2, 3]);
    expect(await seconds(`startTime=${T + 3_000}&endTime=${T + 1_000}`)).toEqual([]);
    expect(await seconds(`startTime=${T + 60_000}`)).toEqual([]);
    expect(await seconds('')).toHaveLength(500);
    expect(await seconds('limit=5000')).toHaveLength(1_000);
  });

  it('shows of the minute that runs nothing but its open', async () => {
    const { get } = await serve(threeMinutes(), T + MINUTE + 59_999);
    expect((await get('/api/v3/klines?symbol=BTCUSDT&interval=1m')).body).toEqual([
      [
        T,
        '100.00000000',
        '110.00000000',
        '90.00000000',
        '105.00000000',
        '1.00000000',
        T + MINUTE - 1,
        '101.25000000',
        0,
        '0.00000000',
        '0.00000000',
        '0',
      ],
      [
        T + MINUTE,
        '105.00000000',
        '105.00000000',
        '105.00000000',
        '105.00000000',
        '0.00000000',
        T + 2 * MINUTE - 1,
        '0.00000000',
        0,
        '0.00000000',
        '0.00000000',
        '0',
      ],
    ]);
  });
});

/** Codes and texts of the exchange's public error list. */
describe('errors', () => {
  const range = String.raw`^\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\]$`;
  it.each([
    ['klines?symbol=NOPEUSDT&interval=1m', -1121, 'Invalid symbol.'],
    ['exchangeInfo?symbol=NOPEUSDT', -1121, 'Invalid symbol.'],
    ['exchangeInfo?symbols=["BTCUSDT","NOPEUSDT"]', -1121, 'Invalid symbol.'],
    ['ticker/24hr?symbol=NOPEUSDT', -1121, 'Invalid symbol.'],
    ['ticker/price?symbol=NOPEUSDT', -1121, 'Invalid symbol.'],
    ['klines?symbol=BTCUSDT&interval=7s', -1120, 'Invalid interval.'],
    [
      'klines?symbol=BTCUSDT',
      -1102,
      "Mandatory parameter 'interval' was not sent, was empty/null, or malformed.",
    ],
    [
      'klines?symbol=&interval=1m',
      -1102,
      "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.",
    ],
    [
      'klines?symbol=btcusdt&interval=1m',
      -1100,
      "Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'.",
    ],
    [
      'klines?symbol=BTCUSDT&interval=1m&startTime=1.5',
      -1100,
      "Illegal characters found in parameter 'startTime'; legal range is '^[0-9]{1,20}$'.",
    ],
    [
      'klines?symbol=BTCUSDT&interval=1m&limit=-1',
      -1100,
      "Illegal characters found in parameter 'limit'; legal range is '^[0-9]{1,20}$'.",
    ],
    ['klines?symbol=BTCUSDT&interval=1m&limit=0', -1130, "Data sent for parameter 'limit' is not valid."],
    [
      'ticker/24hr?symbols=["BTCUSDT"',
      -1100,
      `Illegal characters found in parameter 'symbols'; legal range is '${range}'.`,
    ],
    ['ticker/24hr?symbol=BTCUSDT&symbols=["BTCUSDT"]', -1128, 'Combination of optional parameters invalid.'],
    ['ticker/24hr?symbol=BTCUSDT&type=SMALL', -1139, 'Invalid ticker type.'],
    ['ticker/24hr?symbol=BTCUSDT&symbol=ETHUSDT', -1101, 'Duplicate values for a parameter detected.'],
    [
      'klines?symbol=BTCUSDT&interval=1m&colour=red',
      -1104,
      "Not all sent parameters were read; read '2' parameter(s) but was sent '3'.",
    ],
  ])('%s', async (path, code, msg) => {
    const { get } = await simulated();
    expect(await get(`/api/v3/${path}`)).toMatchObject({ status: 400, body: { code, msg } });
  });

  it('answers 1s as an unknown interval where only minutes are recorded', async () => {
    const { get } = await serve(threeMinutes(), T + MINUTE);
    expect(await get('/api/v3/klines?symbol=BTCUSDT&interval=1s')).toMatchObject({
      status: 400,
      body: { code: -1120, msg: 'Invalid interval.' },
    });
  });

  it('answers 404 to other paths and methods', async () => {
    const { get, server } = await simulated();
    expect((await get('/api/v3/depth?symbol=BTCUSDT')).status).toBe(404);
    expect((await get('/')).status).toBe(404);
    expect((await fetch(`${server.url}/api/v3/ping`, { method: 'POST' })).status).toBe(404);
  });
});

describe('the server', () => {
  it('takes the time from its clock', async () => {
    const { get, clock } = await simulated();
    expect((await get('/api/v3/ping')).body).toEqual({});
    expect((await get('/api/v3/time')).body).toEqual({ serverTime: T + 7_300 });
    clock.time = 5;
    expect((await get('/api/v3/time')).body).toEqual({ serverTime: 5 });
  });

  it('adds up the weight of the minute, and counts its requests', async () => {
    const { get, clock, server } = await simulated();
    const weight = async (path: string) => Number((await get(path)).headers.get('x-mbx-used-weight-1m'));
    expect(await weight('/api/v3/ping')).toBe(1);
    expect(await weight('/api/v3/klines?symbol=BTCUSDT&interval=1s&limit=1')).toBe(3);
    expect(await weight('/api/v3/exchangeInfo')).toBe(23);
    clock.time += MINUTE;
    expect(await weight('/api/v3/ping')).toBe(1);
    expect(server.requests.count('/api/v3/ping')).toBe(2);
    expect(server.requests.count('/api/v3/time')).toBe(0);
    expect(server.requests.total).toBe(4);
  });

  it('breaks every connection while it is out, and is back afterwards', async () => {
    const { get, server } = await simulated();
    await get('/api/v3/ping');
    server.setOutage(true);
    await expect(get('/api/v3/ping')).rejects.toThrow('fetch failed');
    await expect(get('/api/v3/ping')).rejects.toThrow('fetch failed');
    server.setOutage(false);
    expect((await get('/api/v3/ping')).status).toBe(200);
  });

  it('lets a test answer in its place, break a connection, or leave the answer to it', async () => {
    const { get, server } = await simulated();
    server.setIntercept(({ path, query }) => {
      if (path === '/api/v3/time')
        return { status: 429, headers: { 'retry-after': '7' }, body: { code: -1003 } };
      return query.get('symbol') === 'ETHUSDT' ? 'drop' : undefined;
    });
    const refused = await get('/api/v3/time');
    expect([refused.status, refused.headers.get('retry-after'), refused.body]).toEqual([
      429,
      '7',
      { code: -1003 },
    ]);
    await expect(get('/api/v3/ticker/price?symbol=ETHUSDT')).rejects.toThrow('fetch failed');
    expect((await get('/api/v3/ticker/price?symbol=BTCUSDT')).status).toBe(200);
    server.setIntercept(undefined);
    expect((await get('/api/v3/time')).status).toBe(200);
  });

  it('says that its port is taken, and frees it when closed', async () => {
    const market = simulatedMarket({ seed: 1, symbols: SYMBOLS });
    const clock = { now: () => T };
    const first = await startMarketServer({ market, clock });
    const port = Number(new URL(first.url).port);
    await expect(startMarketServer({ market, clock, port })).rejects.toThrow('EADDRINUSE');
    // An idle keep-alive connection does not hold it up.
    await (await fetch(`${first.url}/api/v3/ping`)).json();
    await first.close();
    const second = await startMarketServer({ market, clock, port });
    await second.close();
  });
});
