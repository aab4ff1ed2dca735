import { describe, expect, test } from 'vitest';
import { createBinanceBoard } from '../../../shared/adapters/feeds/binance-board.ts';
import { createCoinGeckoBoard } from '../../../shared/adapters/feeds/coingecko-board.ts';
import { createBoardSources } from '../../../shared/adapters/feeds/index.ts';
import { rankCoins } from '../../../shared/domain/market/board.ts';
import type { VenueId } from '../../../shared/domain/market/symbol.ts';
import { type Handler, sendJson, startExchange } from './exchange-server.ts';
import { describeRecorded, recording } from './recorded.ts';
import { BTC, symbolOf } from './symbols.ts';

const coingecko = async (handler: Handler) => {
  const server = await startExchange(handler);
  return { ...server, board: createCoinGeckoBoard({ baseUrl: `${server.baseUrl}/api/v3`, retries: 0 }) };
};
const binance = async (handler: Handler, symbols = [BTC]) => {
  const server = await startExchange(handler);
  const options = { id: 'binance', baseUrl: server.baseUrl, symbols, retries: 0 } as const;
  return { ...server, board: createBinanceBoard(options) };
};
const answering =
  (body: unknown): Handler =>
  (_url, response) =>
    sendJson(response, body);

/** As the file says it, read without the adapter. */
interface RecordedCoin {
  symbol: string;
  name: string;
  current_price: number;
  market_cap: number;
  total_volume: number;
  price_change_percentage_1h_in_currency: number | null;
  price_change_percentage_24h_in_currency: number | null;
  price_change_percentage_7d_in_currency: number | null;
  last_updated: string;
}

describeRecorded('the board by CoinGecko, as recorded on 2022-02-23', () => {
  const text = () => recording('coingecko/coins_markets.usd.top250.2022-02-23.json.gz');

  test('every field of every coin is as the file has it', async () => {
    const { board } = await coingecko((_url, response) => response.end(text()));
    const expected = (JSON.parse(text()) as RecordedCoin[]).map((coin) => {
      const optional = {
        change1h: coin.price_change_percentage_1h_in_currency,
        change24h: coin.price_change_percentage_24h_in_currency,
        change7d: coin.price_change_percentage_7d_in_currency,
      };
      return {
        base: coin.symbol.toUpperCase(),
        name: coin.name,
        price: coin.current_price,
        marketCap: coin.market_cap,
        volume24h: coin.total_volume,
        time: Date.parse(coin.last_updated),
        ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null)),
      };
    });
    expect(expected).toHaveLength(250);
    expect(await board.coins()).toEqual(expected);
  });

  test('the bogus coin that it ranks first is not on the board, and ranks have no gap', async () => {
    const { board } = await coingecko((_url, response) => response.end(text()));
    const coins = await board.coins();
    expect(coins[0]).toMatchObject({ base: 'TICO', marketCap: 3_333_370_870_735, volume24h: 5.4 });
    const ranked = rankCoins(coins);
    expect(ranked).toHaveLength(100);
    expect(ranked.map(({ rank }) => rank)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(ranked.slice(0, 4).map(({ base }) => base)).toEqual(['BTC', 'ETH', 'USDT', 'BNB']);
    expect(ranked.map(({ base }) => base)).not.toContain('TICO');
    // Of the other 249 each keeps its market cap, and they stand in its order.
    expect(ranked.every(({ marketCap }) => marketCap !== undefined)).toBe(true);
    const caps = ranked.map(({ marketCap = 0 }) => marketCap);
    expect(caps).toEqual(caps.toSorted((left, right) => right - left));
  });

  test('on a board that has room for it, it stands last and without a market cap', async () => {
    const file = 'coingecko/coins_markets.usd.top20.2022.json';
    const { board } = await coingecko((_url, response) => response.end(recording(file)));
    const ranked = rankCoins(await board.coins());
    expect(ranked).toHaveLength(20);
    expect(ranked.at(-1)).toMatchObject({ base: 'TICO', rank: 20 });
    expect(ranked.at(-1)).not.toHaveProperty('marketCap');
  });
});

describe('the board by CoinGecko', () => {
  const bitcoin = {
    id: 'bitcoin',
    symbol: 'btc',
    name: 'Bitcoin',
    current_price: 64502,
    market_cap: 1.28e12,
    total_volume: 31e9,
    price_change_percentage_24h: -0.5,
    price_change_percentage_1h_in_currency: 0.1,
    price_change_percentage_24h_in_currency: -0.48,
    price_change_percentage_7d_in_currency: 3.05,
    sparkline_in_7d: { price: Array.from({ length: 168 }, (_, hour) => 60_000 + hour) },
    last_updated: '2026-11-20T09:29:31.736Z',
  };

  test('is one request, for more coins than it shows', async () => {
    const { board, requests } = await coingecko(answering([bitcoin]));
    await board.coins();
    expect(requests).toEqual([
      '/api/v3/coins/markets?vs_currency=usd&order=market_cap_desc&per_page=125&page=1&sparkline=true&price_change_percentage=1h,24h,7d',
    ]);
  });

  test('keeps every fourth hour of a sparkline, the newest among them', async () => {
    const { board } = await coingecko(answering([bitcoin]));
    const [coin] = await board.coins();
    expect(coin?.sparkline).toHaveLength(42);
    expect(coin?.sparkline?.at(-1)).toBe(60_167);
    expect(coin?.sparkline?.at(-2)).toBe(60_163);
    expect(coin?.sparkline?.[0]).toBe(60_003);
  });

  test.each([
    ['null', { market_cap: null, total_volume: null, price_change_percentage_7d_in_currency: null }],
    ['missing', { market_cap: undefined, total_volume: undefined, last_updated: undefined }],
    ['of another type', { market_cap: 'much', sparkline_in_7d: [1, 2], last_updated: 'yesterday' }],
    ['impossible', { market_cap: -1, price_change_percentage_1h_in_currency: -101 }],
  ])('shows a coin without the fields that are %s', async (_, spoiled) => {
    const { board } = await coingecko(answering([{ ...bitcoin, ...spoiled }]));
    const [coin] = await board.coins();
    expect(coin).toMatchObject({ base: 'BTC', name: 'Bitcoin', price: 64502, change24h: -0.48 });
    expect(coin).not.toHaveProperty('marketCap');
  });

  test('takes the other 24 h change where the one asked for is null', async () => {
    const { board } = await coingecko(
      answering([{ ...bitcoin, price_change_percentage_24h_in_currency: null }]),
    );
    expect(await board.coins()).toMatchObject([{ change24h: -0.5 }]);
  });

  test.each([
    ['price', { current_price: null }],
    ['price above zero', { current_price: 0 }],
    ['number as its price', { current_price: '64502' }],
    ['name', { name: ' ' }],
    ['ticker', { symbol: '' }],
    ['ticker that can stand in a path', { symbol: 'btc/usd' }],
  ])('leaves out a coin without a %s, and no other', async (_, spoiled) => {
    const { board } = await coingecko(answering([{ ...bitcoin, ...spoiled }, null, 7, bitcoin]));
    expect((await board.coins()).map(({ base }) => base)).toEqual(['BTC']);
  });

  test.each([[[]], [[{ symbol: 'btc' }]], [{ status: 'ok' }], [{ error: 'no' }]])(
    'an answer without a coin is a bad one: %j',
    async (body) => {
      const { board, requests } = await coingecko(answering(body));
      await expect(board.coins()).rejects.toMatchObject({ kind: 'bad_answer' });
      expect(requests).toHaveLength(1);
    },
  );
});

interface RecordedTicker {
  symbol: string;
  lastPrice: string;
  openPrice: string;
  quoteVolume: string;
  closeTime: number;
}

describeRecorded("the board by Binance's ticker of all symbols, as recorded on 2019-08-22", () => {
  const file = 'binance/ticker_24hr.all.2019-08-22.json.gz';

  test('has the markets against dollars that are still traded, of each coin the one with most volume', async () => {
    const { board } = await binance((_url, response) => response.end(recording(file)));
    const coins = await board.coins();
    const all = JSON.parse(recording(file)) as RecordedTicker[];
    const newest = Math.max(...all.map(({ closeTime }) => closeTime));
    const dollars = all.filter(
      ({ symbol, closeTime }) => /USD[TC]$/.test(symbol) && newest - closeTime < 86_400_000,
    );
    const bases = new Set(dollars.map(({ symbol }) => symbol.slice(0, -4)));
    expect(new Set(coins.map(({ base }) => base))).toEqual(bases);
    expect(coins).toHaveLength(bases.size);
    expect(bases.size).toBeGreaterThan(40);
    for (const coin of coins) {
      const own = dollars
        .filter(({ symbol }) => symbol.slice(0, -4) === coin.base)
        .sort((left, right) => Number(right.quoteVolume) - Number(left.quoteVolume));
      const [best] = own;
      expect(coin).toMatchObject({
        price: Number(best?.lastPrice),
        volume24h: Number(best?.quoteVolume),
        time: best?.closeTime,
      });
      const change = (Number(best?.lastPrice) / Number(best?.openPrice) - 1) * 100;
      expect(coin.change24h).toBeCloseTo(change, 9);
    }
  });

  test('ranks by volume, for nobody tells a market cap', async () => {
    const { board } = await binance((_url, response) => response.end(recording(file)));
    const ranked = rankCoins(await board.coins());
    expect(ranked.slice(0, 5).map(({ base, name }) => [base, name])).toEqual([
      ['BTC', 'Bitcoin'],
      ['ETH', 'Ethereum'],
      ['BNB', 'BNB'],
      ['XRP', 'XRP'],
      ['BCHABC', undefined],
    ]);
    expect(ranked.some(({ marketCap }) => marketCap !== undefined)).toBe(false);
  });
});

describe("the board by an exchange's ticker", () => {
  const now = 1_795_167_000_000;
  const ticker = (symbol: string, rest = {}) => ({
    symbol,
    openPrice: '80',
    lastPrice: '100',
    quoteVolume: '5000',
    closeTime: now,
    ...rest,
  });

  test('is one request for the smallest form', async () => {
    const { board, requests } = await binance(answering([ticker('BTCUSDT')]));
    expect(await board.coins()).toEqual([
      { base: 'BTC', name: 'Bitcoin', price: 100, change24h: 25, volume24h: 5000, time: now },
    ]);
    expect(requests).toEqual(['/api/v3/ticker/24hr?type=MINI']);
  });

  test('reads the base off the end of an id, and knows the configured ones', async () => {
    const ids = ['BTCUSD', 'XTUSD', 'ETHBTC', 'TUSDUSDT', 'USDT', '币安USDT', 'SOLUSDC', 'SOLUSDT'];
    const answer = ids.map((id) => ticker(id, id === 'SOLUSDC' ? { lastPrice: '7', quoteVolume: '1' } : {}));
    const { board } = await binance(answering(answer), [symbolOf('BTC/USD')]);
    expect((await board.coins()).map(({ base, price }) => [base, price])).toEqual([
      ['BTC', 100],
      ['TUSD', 100],
      ['SOL', 100],
    ]);
  });

  test.each([
    ['no price', { lastPrice: '0' }],
    ['an infinite price', { lastPrice: 'Infinity' }],
    ['a volume that is none', { quoteVolume: 'NaN' }],
    ['a number that is no text', { lastPrice: 100 }],
    ['a day of silence', { closeTime: now - 86_400_000 }],
  ])('leaves out a market with %s', async (_, spoiled) => {
    const { board } = await binance(answering([ticker('ETHUSDT', spoiled), ticker('BTCUSDT')]));
    expect((await board.coins()).map(({ base }) => base)).toEqual(['BTC']);
  });

  test.each([[[]], [[ticker('ETHBTC')]], [{ code: -1 }]])(
    'an answer without a market is a bad one: %j',
    async (body) => {
      const { board } = await binance(answering(body));
      await expect(board.coins()).rejects.toMatchObject({ kind: 'bad_answer' });
    },
  );
});

test.each([
  [
    ['binance', 'coinbase', 'coingecko'],
    ['coingecko', 'binance'],
  ],
  [['coingecko'], ['coingecko']],
  [['simulated'], ['simulated']],
  [['coinbase', 'binance'], ['binance']],
  [['coinbase'], []],
] as [VenueId[], VenueId[]][])('feeds %j make a board of %j', (feeds, expected) => {
  const url = 'http://127.0.0.1:9';
  const sources = createBoardSources({
    FEEDS: feeds,
    SYMBOLS: [BTC],
    BINANCE_API_URL: url,
    COINBASE_API_URL: url,
    COINGECKO_API_URL: url,
  });
  expect(sources.map(({ id }) => id)).toEqual(expected);
});
