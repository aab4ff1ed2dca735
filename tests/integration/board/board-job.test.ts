import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startMarketServer } from '../../../infra/local/market/server.ts';
import { simulatedMarket } from '../../../infra/local/market/simulated.ts';
import { boardStore } from '../../../shared/adapters/dynamodb/board-store.ts';
import { marketStore } from '../../../shared/adapters/dynamodb/market-store.ts';
import { createBoardSources } from '../../../shared/adapters/feeds/index.ts';
import type { Settings } from '../../../shared/application/ports.ts';
import { listMarkets } from '../../../shared/application/read-board.ts';
import { type BoardJobPorts, refreshBoard } from '../../../shared/application/refresh-board.ts';
import type { Quote } from '../../../shared/domain/market/quote.ts';
import { money, price, quantity } from '../../../shared/domain/money/decimal.ts';
import type { Listing } from '../../../shared/ports/listing-store.ts';
import type { BatchState } from '../../../shared/ports/market-store.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { type Handler, sendJson, startExchange } from '../feeds/exchange-server.ts';
import { BTC, ETH } from '../feeds/symbols.ts';

const MINUTE = 60_000;
let stores: Stores;
/** Each test has a day of its own: the board is one. */
let start = Date.parse('2026-11-20T00:00:00Z');
const at = (minute: number) => start + minute * MINUTE;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores.stop());
beforeEach(() => {
  start += 86_400_000;
});

const coin = (symbol: string, rest = {}) => ({
  symbol,
  name: `The ${symbol}`,
  current_price: 100,
  market_cap: symbol === 'btc' ? 2e9 : 1e9,
  total_volume: 5e7,
  sparkline_in_7d: { price: [90, 91, 92, 93, 100] },
  ...rest,
});
const ticker = (symbol: string, rest = {}) => ({
  symbol,
  openPrice: '80',
  lastPrice: '101',
  quoteVolume: symbol === 'ETHUSDT' ? '9000' : '5000',
  closeTime: at(0),
  ...rest,
});

const settings: Settings = {
  feeds: ['binance', 'coingecko'],
  symbols: [BTC, ETH],
  tickSeconds: 10,
  priceBound: 0.2,
  quoteStaleMs: 60_000,
  disagreementBound: 0.02,
};

/** A CoinGecko and an exchange that answer as the test says, the job over them, and what reads its board. */
const setup = async (options: { feeds?: Settings['feeds'] } = {}) => {
  const answers: { coingecko: Handler; binance: Handler } = {
    coingecko: (_url, response) =>
      sendJson(response, [
        coin('btc', { last_updated: new Date(now.time).toISOString() }),
        coin('eth'),
        coin('usdt', { current_price: 1 }),
      ]),
    binance: (_url, response) => sendJson(response, [ticker('BTCUSDT'), ticker('ETHUSDT')]),
  };
  const now = { time: start };
  const gecko = await startExchange((...request) => answers.coingecko(...request));
  const exchange = await startExchange((...request) => answers.binance(...request));
  const own = { ...settings, feeds: options.feeds ?? settings.feeds };
  const listed: Listing[] = [];
  const reports: [string, Readonly<Record<string, unknown>>][] = [];
  const market = marketStore(stores.client, TABLES.market);
  const boards = boardStore(stores.client, TABLES.market);
  const ports: BoardJobPorts = {
    boards,
    market,
    listings: { all: async () => listed },
    sources: createBoardSources(
      {
        FEEDS: own.feeds,
        SYMBOLS: own.symbols,
        BINANCE_API_URL: exchange.baseUrl,
        COINBASE_API_URL: exchange.baseUrl,
        COINGECKO_API_URL: `${gecko.baseUrl}/api/v3`,
      },
      { timeoutMs: 2_000 },
    ),
    settings: own,
    elapsed: () => 0,
    report: (what, details) => reports.push([what, details]),
  };
  const requests = () => [gecko.requests.length, exchange.requests.length];
  return {
    ports,
    boards,
    listed,
    answers,
    reports,
    requests,
    run: (minute: number) => {
      now.time = at(minute);
      return refreshBoard(ports, at(minute));
    },
    list: (minute: number) =>
      listMarkets({ boards, settings: own }, { sort: 'rank', limit: 100 }, at(minute)),
  };
};
const failing =
  (status: number, headers: Record<string, string> = {}): Handler =>
  (_url, response) =>
    response.writeHead(status, headers).end();

describe('a run', () => {
  test('asks CoinGecko once, and nobody else', async () => {
    const { run, list, requests } = await setup();
    expect(await run(0)).toMatchObject({ asked: 'coingecko', coins: 3 });
    expect(requests()).toEqual([1, 0]);
    const board = await list(1);
    expect(board).toMatchObject({ asOf: at(0), source: 'coingecko', stale: false });
    expect(board.items).toMatchObject([
      { rank: 1, base: 'BTC', name: 'The btc', price: 100, sparkline: [90, 100], symbol: 'BTC/USDT' },
      { rank: 2, base: 'ETH', symbol: 'ETH/USDT' },
      { rank: 3, base: 'USDT' },
    ]);
  });

  test('that comes twice, or late, asks nobody', async () => {
    const { run, list, requests } = await setup();
    await run(5);
    for (const minute of [5, 4]) expect(await run(minute)).toEqual({ coins: 0, disagreements: 0 });
    expect(requests()).toEqual([1, 0]);
    expect((await list(5)).asOf).toBe(at(5));
  });

  test('writes names and sparklines once an hour, and when a coin is new', async () => {
    const { run, boards, answers } = await setup();
    const written = async () => ((await boards.load())?.names?.writtenAt ?? 0) - start;
    await run(0);
    await run(1);
    await run(59);
    expect(await written()).toBe(0);
    await run(60);
    expect(await written()).toBe(60 * MINUTE);
    answers.coingecko = (_url, response) => sendJson(response, [coin('btc'), coin('new')]);
    await run(61);
    expect(await written()).toBe(61 * MINUTE);
  });

  const listing = (venue: 'binance' | 'coinbase', symbols: readonly string[]): Listing => ({
    venue,
    at: 0,
    instruments: symbols.map((symbol) => ({
      venue,
      symbol: symbol as never,
      tickSize: price('0.1'),
      lotSize: quantity('0.1'),
      minQuantity: quantity('0.1'),
      maxQuantity: quantity('10'),
      minNotional: money('1'),
    })),
  });

  test('tells how a coin is traded as soon as a feed lists it, not the hour after', async () => {
    const { run, list, boards, listed, answers } = await setup();
    answers.coingecko = (_url, response) => sendJson(response, [coin('btc'), coin('arb')]);
    const symbols = async (minute: number) => (await list(minute)).items.map(({ symbol }) => symbol);
    const written = async () => ((await boards.load())?.names?.writtenAt ?? 0) - start;
    await run(0);
    // Nothing is listed yet: the settings say what they know.
    expect(await symbols(0)).toEqual(['BTC/USDT', undefined]);
    listed.push(listing('binance', ['ARB/USDC', 'BTC/USDT']));
    await run(1);
    expect(await symbols(1)).toEqual(['BTC/USDT', 'ARB/USDC']);
    await run(2);
    expect(await written()).toBe(MINUTE);
    listed.splice(0, 1, listing('binance', ['ARB/USDT', 'ARB/USDC', 'BTC/USDT']));
    await run(3);
    expect(await symbols(3)).toEqual(['BTC/USDT', 'ARB/USDT']);
    listed.splice(0, 1, listing('binance', ['BTC/USDT']));
    await run(4);
    expect(await symbols(4)).toEqual(['BTC/USDT', undefined]);
  });

  test('finds the instrument of a coin among those that the feeds list, in their order', async () => {
    const { run, list, listed, answers } = await setup({ feeds: ['binance', 'coinbase', 'coingecko'] });
    listed.push(
      listing('coinbase', ['AAA/USDT', 'BBB/USD', 'DDD/EUR']),
      listing('binance', ['AAA/USDC', 'CCC/USDC', 'CCC/USDT']),
    );
    answers.coingecko = (_url, response) =>
      sendJson(
        response,
        ['aaa', 'bbb', 'ccc', 'ddd'].map((id) => coin(id)),
      );
    await run(0);
    const found = (await list(0)).items.map(({ base, symbol }) => [base, symbol]);
    expect(found).toEqual([
      ['AAA', 'AAA/USDC'],
      ['BBB', 'BBB/USD'],
      ['CCC', 'CCC/USDT'],
      ['DDD', undefined],
    ]);
  });
});

describe('where CoinGecko does not answer', () => {
  test.each([
    [failing(500), 'answered 500'],
    [failing(451), 'answered 451'],
    [((_url, response) => response.end('<html>')) as Handler, 'a page of HTML'],
    [((_url, response) => response.end('[]')) as Handler, 'no coin'],
    [((_url, response) => response.end('[{"symbol":')) as Handler, 'no JSON'],
  ])('the board stays, and the next run asks the exchange', async (handler, reason) => {
    const { run, list, answers, requests, reports } = await setup();
    await run(0);
    answers.coingecko = handler;
    expect(await run(1)).toEqual({ asked: 'coingecko', coins: 0, disagreements: 0 });
    expect(reports).toEqual([
      ['board_not_answered', { venue: 'coingecko', reason: expect.stringContaining(reason) }],
    ]);
    expect(await list(2)).toMatchObject({ asOf: at(0), source: 'coingecko', stale: false });
    expect(requests()).toEqual([2, 0]);

    expect(await run(2)).toMatchObject({ asked: 'binance', coins: 2 });
    expect(requests()).toEqual([2, 1]);
    const board = await list(2);
    expect(board).toMatchObject({ asOf: at(2), source: 'binance', stale: false });
    // By volume now; names and sparklines are those that CoinGecko told.
    expect(board.items).toMatchObject([
      { rank: 1, base: 'ETH', name: 'The eth', price: 101, change24h: 26.25, sparkline: [90, 100] },
      { rank: 2, base: 'BTC', name: 'The btc' },
    ]);
    expect(board.items[0]).not.toHaveProperty('marketCap');
  });

  test('it is asked again the run after, one request a run all the while, and leads again once it answers', async () => {
    const { run, answers, requests, list } = await setup();
    const good = answers.coingecko;
    answers.coingecko = failing(503);
    const asked: unknown[] = [];
    for (let minute = 0; minute < 9; minute += 1) asked.push((await run(minute)).asked);
    const [gecko = 0, exchange = 0] = requests();
    expect(gecko + exchange).toBe(9);
    expect(asked.slice(0, 4)).toEqual(['coingecko', 'binance', 'coingecko', 'binance']);
    // Never two in a row without a board: it is never three minutes old.
    expect(asked.join().includes('coingecko,coingecko')).toBe(false);
    answers.coingecko = good;
    for (let minute = 9; minute < 12; minute += 1) await run(minute);
    expect(await list(11)).toMatchObject({ source: 'coingecko', asOf: at(11) });
  });

  test('Retry-After is obeyed to the minute', async () => {
    const { run, answers, requests } = await setup();
    const good = answers.coingecko;
    answers.coingecko = failing(429, { 'retry-after': '300' });
    await run(0);
    answers.coingecko = good;
    for (let minute = 1; minute < 5; minute += 1)
      expect(await run(minute)).toMatchObject({ asked: 'binance' });
    expect(requests()).toEqual([1, 4]);
    expect(await run(5)).toMatchObject({ asked: 'coingecko', coins: 3 });
  });

  test('and is the only source, it is left alone as told, and the board says stale', async () => {
    const { run, answers, list, requests } = await setup({ feeds: ['coingecko'] });
    await run(0);
    answers.coingecko = failing(429, { 'retry-after': '240' });
    await run(1);
    for (let minute = 2; minute < 5; minute += 1) expect((await run(minute)).asked).toBeUndefined();
    expect(requests()).toEqual([2, 0]);
    expect(await list(2)).toMatchObject({ stale: false, asOf: at(0) });
    expect(await list(3)).toMatchObject({ stale: true, asOf: at(0) });
    expect((await run(5)).asked).toBe('coingecko');
  });

  test('nor the exchange, what is there is shown, and says that it is stale', async () => {
    const { run, answers, list } = await setup();
    await run(0);
    Object.assign(answers, { coingecko: failing(500), binance: failing(418) });
    for (let minute = 1; minute < 6; minute += 1) await run(minute);
    expect(await list(5)).toMatchObject({ stale: true, asOf: at(0), source: 'coingecko' });
  });
});

const quoted = (quote: Partial<Quote>, batch = 0): BatchState => ({
  batch,
  version: 1,
  slot: 0,
  markets: [
    {
      venue: 'binance',
      symbol: BTC,
      cursor: 0,
      before: 0,
      quote: { symbol: BTC, price: 100, source: 'binance', time: at(0) - 4_000, ...quote },
    },
  ],
  feeds: {},
  clocks: {},
  instrumentsAt: 0,
  feedsOrder: 'binance',
});

describe('what the venues quote', () => {
  const withState = async (state: BatchState) => {
    const lab = await setup();
    return {
      ...lab,
      ports: { ...lab.ports, market: { ...lab.ports.market, loadBatches: async () => [state] } },
    };
  };

  test('is held against the board, and what disagrees is told, with when it began', async () => {
    const { ports, boards, reports } = await withState(quoted({ price: 103 }));
    expect(await refreshBoard(ports, at(0))).toMatchObject({ disagreements: 1 });
    const told = {
      symbol: 'BTC/USDT',
      venue: 'binance',
      price: 103,
      source: 'coingecko',
      sourcePrice: 100,
      // 100 / 103 - 1
      share: -0.029126,
      since: at(0),
    };
    expect((await boards.state())?.disagreements).toEqual([told]);
    expect(reports).toEqual([['prices_disagree', told]]);
    const later = {
      ...ports,
      market: { ...ports.market, loadBatches: async () => [quoted({ price: 90, time: at(1) })] },
    };
    await refreshBoard(later, at(1));
    // CoinGecko's price is a minute old by now, which is new enough.
    expect((await boards.state())?.disagreements).toMatchObject([{ price: 90, since: at(0) }]);
    const agreed = {
      ...ports,
      market: { ...ports.market, loadBatches: async () => [quoted({ time: at(2) })] },
    };
    await refreshBoard(agreed, at(2));
    expect((await boards.state())?.disagreements).toEqual([]);
  });

  test.each([
    ['within the bound', { price: 101.9 }],
    ['too old', { price: 150, time: 0 }],
    ['of the same source', { price: 150, source: 'coingecko' as const }],
    ['of a coin that is not on the board', { price: 150, symbol: 'XYZ/USDT' as never }],
  ])('disagrees with nothing where it is %s', async (_, quote) => {
    const { ports } = await withState(quoted(quote));
    expect(await refreshBoard(ports, at(0))).toMatchObject({ disagreements: 0 });
  });

  test("a pause that the ticks were told is the board's too", async () => {
    const feeds = { coingecko: { failures: 1, retryAt: at(3), lastOkAt: 0 } };
    const { ports, requests } = await withState({ ...quoted({}), feeds });
    expect(await refreshBoard(ports, at(0))).toMatchObject({ asked: 'binance' });
    expect(requests()).toEqual([0, 1]);
    expect(await refreshBoard(ports, at(3))).toMatchObject({ asked: 'coingecko' });
  });
});

test('200 people who look at it make no request outside', async () => {
  const { run, list, requests } = await setup();
  await run(0);
  // Ten at a time: it is the requests outside that are counted, not what the emulator bears.
  for (let wave = 0; wave < 20; wave += 1) await Promise.all(Array.from({ length: 10 }, () => list(0)));
  expect(requests()).toEqual([1, 0]);
});

test.each(['simulated', 'replay'] as const)(
  'a %s market makes one request a run, and a whole board of its own name',
  async (mode) => {
    const market = simulatedMarket({ seed: 3, symbols: ['BTC/USDT', 'ETH/USDT'], further: ['ARB/USDT'] });
    let time = at(0);
    const clock = { now: () => time };
    const server = await startMarketServer({ market, clock });
    onTestFinished(() => server.close());
    const { ports, list, requests } = await setup({ feeds: [mode] });
    const sources = createBoardSources({
      FEEDS: [mode],
      SYMBOLS: [BTC],
      BINANCE_API_URL: server.url,
      COINBASE_API_URL: server.url,
      COINGECKO_API_URL: server.coinGeckoUrl,
    });
    for (let minute = 0; minute < 10; minute += 1) {
      time = at(minute) + 3_000;
      expect(await refreshBoard({ ...ports, sources }, at(minute))).toMatchObject({ asked: mode, coins: 3 });
      await Promise.all(Array.from({ length: 20 }, () => list(minute)));
    }
    expect(server.requests.count('/coingecko/api/v3/coins/markets')).toBe(10);
    expect(server.requests.total).toBe(10);
    expect(requests()).toEqual([0, 0]);
    const board = await list(9);
    expect(board).toMatchObject({ source: mode, stale: false, asOf: at(9) });
    expect(board.items.map(({ name }) => name)).toEqual(['Bitcoin', 'Ethereum', 'Arbitrum']);
    for (const row of board.items) {
      expect(row.sparkline).toHaveLength(42);
      for (const known of [row.change1h, row.change24h, row.change7d, row.marketCap, row.volume24h])
        expect(known).toEqual(expect.any(Number));
    }

    // Its server is away: the board grows old, one request a run or none, and comes back.
    server.setOutage(true);
    expect(await refreshBoard({ ...ports, sources }, at(10))).toMatchObject({ asked: mode, coins: 0 });
    expect(server.requests.total).toBe(11);
    server.setOutage(false);
    expect(await refreshBoard({ ...ports, sources }, at(11))).toMatchObject({ asked: mode, coins: 3 });
  },
);
