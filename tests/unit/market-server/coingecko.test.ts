import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { coinGecko } from '../../../infra/local/market/coingecko/routes.ts';
import type { Market } from '../../../infra/local/market/market.ts';
import { recordedMarket } from '../../../infra/local/market/recorded.ts';
import { FURTHER_COINS } from '../../../infra/local/market/simulated/further-coins.ts';
import { simulatedMarket } from '../../../infra/local/market/simulated.ts';
import { absent, COINGECKO_ANSWERS, csv, type Running, serve } from './support.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 0, 9, 12, 34, 56, 789);
const further = Object.keys(FURTHER_COINS).map((base) => `${base}/USDT`);
const FEW = ['BTC/USDT', 'ETH/USDC', 'ETH/USDT', 'LTC/EUR'];
/** Coins of the board only, which cost little. */
const light = (seed: number | string = 1) =>
  simulatedMarket({ seed, symbols: ['LTC/EUR'], further: further.slice(0, 25) });
const whole = (seed: number | string = 1) => simulatedMarket({ seed, symbols: FEW, further });

const BOARD =
  'vs_currency=usd&order=market_cap_desc&per_page=125&page=1&sparkline=true&price_change_percentage=1h,24h,7d';
type Coin = Record<string, unknown> & { id: string; symbol: string; current_price: number };
const coinsOf = async ({ get }: Running, query = BOARD): Promise<Coin[]> => {
  const { status, body } = await get(`/coingecko/api/v3/coins/markets?${query}`);
  expect(status).toBe(200);
  return body as Coin[];
};
const asked = (market: Market, now: number, query = BOARD): Coin[] =>
  coinGecko(market)('/coins/markets', new URLSearchParams(query), now).body as Coin[];
const points = (coin: Coin | undefined): number[] =>
  (coin?.sparkline_in_7d as { price: number[] } | undefined)?.price ?? [];

const recording = (name: string): unknown => JSON.parse(readFileSync(join(COINGECKO_ANSWERS, name), 'utf8'));

describe('shapes of the answers (needs ../shared/data)', () => {
  const missing = absent(COINGECKO_ANSWERS);

  it.skipIf(missing)('a coin has the fields of a recorded one, of its types or null', async () => {
    const recorded = recording('coins_markets.usd.top20.2022.json') as Coin[];
    const bitcoin = recorded.find(({ id }) => id === 'bitcoin');
    const spans = '1h,24h,7d,14d,30d,200d,1y';
    const query = `vs_currency=usd&price_change_percentage=${spans}&ids=bitcoin`;
    const [told, ...others] = await coinsOf(await serve(light(), NOW), query);
    expect(others).toEqual([]);
    expect(Object.keys(told ?? {}).sort()).toEqual(Object.keys(bitcoin ?? {}).sort());
    for (const [field, value] of Object.entries(told ?? {}))
      if (value !== null && bitcoin?.[field] !== null)
        expect([field, typeof value]).toEqual([field, typeof bitcoin?.[field]]);
    expect(told).toMatchObject({ id: 'bitcoin', symbol: 'btc', name: 'Bitcoin' });
    // With a plain question there are no other fields than in 2021's answer to one.
    const [plain] = await coinsOf(await serve(light(), NOW), 'vs_currency=usd&ids=bitcoin');
    const [before] = recording('coins_markets.bitcoin.usd.2021.json') as Coin[];
    expect(Object.keys(plain ?? {}).sort()).toEqual(Object.keys(before ?? {}).sort());
  });

  it.skipIf(missing)('a question without a currency is refused in the recorded words', async () => {
    const { get } = await serve(light(), NOW);
    const { status, body } = await get('/coingecko/api/v3/coins/markets');
    expect(status).toBe(422);
    expect(body).toEqual(recording('error.coins_markets.missing_vs_currency.422.json'));
  });

  it.skipIf(missing)('its ping is not that of the other exchange', async () => {
    const { get } = await serve(light(), NOW);
    const sample = readFileSync(join(COINGECKO_ANSWERS, 'shape.Ping.jkorf.txt'), 'utf8');
    expect((await get('/coingecko/api/v3/ping')).body).toEqual(JSON.parse(sample.slice(sample.indexOf('{'))));
    expect((await get('/api/v3/ping')).body).toEqual({});
  });
});

describe('the market beside what it says as Binance', () => {
  it.each(['BTC', 'APT', 'PEPE'])('%s has the same price, day and hours', async (base) => {
    const running = await serve(whole(), NOW);
    const coin = (await coinsOf(running)).find(({ symbol }) => symbol === base.toLowerCase());
    const day = (await running.get(`/api/v3/ticker/24hr?symbol=${base}USDT`)).body as Record<string, string>;
    const [last, open] = [Number(day.lastPrice), Number(day.openPrice)];
    expect(coin).toMatchObject({
      current_price: last,
      high_24h: Number(day.highPrice),
      low_24h: Number(day.lowPrice),
      total_volume: Math.round(Number(day.quoteVolume)),
      last_updated: new Date(NOW).toISOString(),
    });
    expect(coin?.price_change_percentage_24h_in_currency).toBeCloseTo((last / open - 1) * 100, 9);
    const hours = (await running.get(`/api/v3/klines?symbol=${base}USDT&interval=1h&limit=170`))
      .body as string[][];
    // The last hour has just begun: what closed before each is what a sparkline tells.
    const closes = hours.slice(0, -1).map((hour) => Number(hour[4]));
    expect(points(coin)).toEqual(closes.slice(-168));
    const weekAgo = closes.at(-169) ?? 0;
    expect(coin?.price_change_percentage_7d_in_currency).toBeCloseTo((last / weekAgo - 1) * 100, 9);
    const minute = Math.floor((NOW - HOUR) / 60_000) * 60_000;
    const before = (
      await running.get(`/api/v3/klines?symbol=${base}USDT&interval=1m&startTime=${minute}&limit=1`)
    ).body as string[][];
    const hourAgo = Number(before[0]?.[1]);
    expect(coin?.price_change_percentage_1h_in_currency).toBeCloseTo((last / hourAgo - 1) * 100, 9);
  });

  it('ranks Bitcoin first and Ethereum second, in any market and year', () => {
    for (let year = 2016; year < 2036; year += 1) {
      const coins = asked(light(`market ${year}`), Date.UTC(year, year % 12, 9, 12, 34));
      expect(coins.slice(0, 2).map(({ id }) => id)).toEqual(['bitcoin', 'ethereum']);
      expect(coins.map(({ market_cap_rank }) => market_cap_rank)).toEqual(coins.map((_, index) => index + 1));
      expect(coins).toHaveLength(25);
    }
  });

  it('has each coin once, by the dollar that is liked best, and none that is sold for euros alone', () => {
    const coins = asked(whole(), NOW);
    expect(new Set(coins.map(({ id }) => id)).size).toBe(coins.length);
    const only = simulatedMarket({ seed: 1, symbols: ['ETH/USDC', 'ETH/USDT', 'XYZ/EUR'] });
    expect(asked(only, NOW).map(({ id, current_price }) => [id, current_price])).toEqual([
      ['ethereum', coins.find(({ id }) => id === 'ethereum')?.current_price],
    ]);
  });

  it('makes a price of an hour once, and an hour later one a coin', () => {
    const market = simulatedMarket({ seed: 1, symbols: ['BTC/USDT'], further });
    let made = 0;
    const counted: Market = {
      ...market,
      priceBefore: (...hour) => {
        made += 1;
        return market.priceBefore(...hour);
      },
    };
    const ask = coinGecko(counted);
    const requests = (now: number) => {
      made = 0;
      ask('/coins/markets', new URLSearchParams(BOARD), now);
      return made;
    };
    const coins = further.length;
    // The 168 of the sparkline, and one more seven days ago.
    expect(requests(NOW)).toBe(coins * 169);
    expect(requests(NOW + 60_000)).toBe(0);
    expect(requests(NOW + HOUR)).toBe(coins);
  });
});

describe('a recorded market', () => {
  const START = Date.UTC(2024, 0, 1);
  /** Two hours of minutes: 100 at first, 110 from the second hour on, 121 in the third. */
  const minutes = Array.from({ length: 121 }, (_, index): number[] => {
    const price = [100, 110, 121][Math.floor(index / 60)] ?? 0;
    return [START + index * 60_000, price, price, price, price, 1];
  });
  const market = () => recordedMarket({ files: [csv('BTCUSDT.1m.csv', minutes)] });

  it('says null of what lies before it, and never invents', () => {
    const [coin] = asked(market(), START + 2 * HOUR);
    expect(coin).toMatchObject({
      id: 'bitcoin',
      current_price: 121,
      market_cap: 2_383_700_000,
      market_cap_rank: 1,
      total_volume: null,
      high_24h: null,
      price_change_24h: null,
      price_change_percentage_24h: null,
      price_change_percentage_24h_in_currency: null,
      price_change_percentage_7d_in_currency: null,
      market_cap_change_24h: null,
    });
    expect(coin?.price_change_percentage_1h_in_currency).toBeCloseTo(10, 9);
    // The last price before each whole hour; before the first there was none.
    expect(points(coin)).toEqual([100, 110]);
  });

  it('has no coin before its first trade, and an old price is told with its time', () => {
    expect(asked(market(), START - 1)).toEqual([]);
    const [coin] = asked(market(), START + 3 * HOUR);
    expect(coin).toMatchObject({ current_price: 121, last_updated: '2024-01-01T02:00:59.999Z' });
  });

  it('knows the day once a day has been recorded', () => {
    const rows = Array.from({ length: 26 * 60 }, (_, index): number[] => {
      const price = index < 120 ? 200 : 250;
      return [START + index * 60_000, price, price + 1, price - 1, price, 2];
    });
    const [coin] = asked(recordedMarket({ files: [csv('BTCUSDT.1m.csv', rows)] }), START + DAY + HOUR);
    expect(coin).toMatchObject({ current_price: 250, price_change_24h: 50, high_24h: 251, low_24h: 199 });
    expect(coin?.price_change_percentage_24h).toBe(25);
    // 60 minutes at 200 and 1,380 at 250, 2 coins in each.
    expect(coin?.total_volume).toBe(2 * (60 * 200 + 1_380 * 250));
  });

  it('of a coin that nobody knows says neither name nor market cap', () => {
    const rows = minutes.map((row) => [...row]);
    const [coin] = asked(recordedMarket({ files: [csv('QQQUSDT.1m.csv', rows)] }), START + HOUR);
    expect(coin).toMatchObject({
      id: 'qqq',
      name: 'QQQ',
      market_cap: null,
      market_cap_rank: null,
      circulating_supply: null,
    });
  });
});

describe('questions', () => {
  it.each([
    ['vs_currency=usd&ids=ethereum,bitcoin', ['bitcoin', 'ethereum']],
    ['vs_currency=usd&ids=ethereum,bitcoin&order=market_cap_asc', ['ethereum', 'bitcoin']],
    ['vs_currency=USD&ids=dogecoin,aptos,nothing&order=id_asc', ['aptos', 'dogecoin']],
    ['vs_currency=usd&ids=dogecoin,aptos&order=id_desc', ['dogecoin', 'aptos']],
    ['vs_currency=usd&per_page=1&page=2', ['ethereum']],
    ['vs_currency=usd&per_page=2&page=1&order=luck', ['bitcoin', 'ethereum']],
    ['vs_currency=usd&ids=bitcoin&page=9', []],
  ])('%s', (query, ids) => {
    expect(asked(light(), NOW, query).map(({ id }) => id)).toEqual(ids);
  });

  it('gives a hundred where no number is named, and no sparkline unasked', () => {
    const many = simulatedMarket({ seed: 1, symbols: ['LTC/EUR'], further });
    const coins = asked(many, NOW, 'vs_currency=usd');
    expect(coins).toHaveLength(100);
    expect(coins[0]).not.toHaveProperty('sparkline_in_7d');
  });

  it('refuses other currencies, and has no other paths', async () => {
    const { get } = await serve(light(), NOW);
    expect(await get('/coingecko/api/v3/coins/markets?vs_currency=eur')).toMatchObject({
      status: 400,
      body: { error: 'invalid vs_currency' },
    });
    expect((await get('/coingecko/api/v3/coins/bitcoin')).status).toBe(404);
  });
});
