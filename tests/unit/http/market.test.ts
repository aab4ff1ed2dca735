import { describe, expect, it } from 'vitest';
import { marketRoutes } from '../../../functions/http/market-routes.ts';
import { overviewRoute } from '../../../functions/http/overview-route.ts';
import { overviewSchema, statusSchema } from '../../../shared/contract/schemas/status.ts';
import type { Roster } from '../../../shared/domain/market/roster.ts';
import type { VenueId } from '../../../shared/domain/market/symbol.ts';
import type { Listing } from '../../../shared/ports/listing-store.ts';
import { memoryRoster } from '../../fixtures/memory-roster.ts';
import { closed, open } from '../contract/trades.ts';
import { instrument, memoryPorts, NOW, symbol } from './memory-ports.ts';
import { asking } from './requests.ts';

const setup = () => {
  const { ports, memory } = memoryPorts();
  return { memory, ...asking([...marketRoutes(ports), overviewRoute(ports)]) };
};

const btc = {
  symbol: 'BTC/USDT',
  price: '64500',
  change24h: '-310.5',
  changePercent24h: '-0.479',
  source: 'binance',
  time: '2026-11-20T09:29:56.000Z',
  ageSeconds: 4,
  stale: false,
};

describe('prices', () => {
  it('are listed in the order of the settings', async () => {
    const { ask } = setup();
    const eth = { ...btc, symbol: 'ETH/USDT', price: '3000', change24h: null, changePercent24h: null };
    expect((await ask({ path: '/v1/prices' })).json).toEqual({ items: [eth, btc] });
  });
  it('are given one by one', async () => {
    const { ask } = setup();
    expect(await ask({ path: '/v1/prices/BTC-USDT' })).toMatchObject({ status: 200, json: btc });
  });
  it.each(['DOGE-USDT', 'BTCUSDT', 'btc-usdt', 'BTC-USDT-X'])('of %s are not found', async (pair) => {
    const { ask } = setup();
    expect(await ask({ path: `/v1/prices/${pair}` })).toMatchObject({
      status: 404,
      json: { code: 'not_found' },
    });
  });
  it('that nobody has seen yet are unavailable', async () => {
    const { ask, memory } = setup();
    memory.quotes.length = 0;
    expect(await ask({ path: '/v1/prices/BTC-USDT' })).toMatchObject({
      status: 503,
      json: { code: 'price_unavailable' },
    });
    expect((await ask({ path: '/v1/prices' })).json).toEqual({ items: [] });
  });
  it('say that they are old', async () => {
    const { ask } = setup();
    const answer = await ask({ path: '/v1/prices/BTC-USDT', now: NOW + 120_000 });
    expect(answer.json).toMatchObject({ ageSeconds: 124, stale: true });
  });
});

it('instruments are listed in the order of the settings, each at the venue of its trades', async () => {
  const { ask } = setup();
  const eth = {
    symbol: 'ETH/USDT',
    venue: 'binance',
    tickSize: '0.01',
    lotSize: '0.00001',
    minQuantity: '0.00001',
    maxQuantity: '9000',
    minNotional: '5',
    followed: true,
  };
  expect((await ask({ path: '/v1/instruments' })).json).toEqual({
    items: [eth, { ...eth, symbol: 'BTC/USDT' }],
    next: null,
  });
});

describe('all that the exchanges list', () => {
  const listed = (venue: VenueId, ...names: string[]): Listing => ({
    venue,
    at: NOW,
    instruments: names.map((name) => ({ ...instrument(symbol(name)), venue })),
  });
  const roster: Roster = {
    version: 1,
    entries: [
      { symbol: symbol('PEPE/USDT'), slot: 0, wantedUntil: NOW, by: '' },
      { symbol: symbol('WIF/USDT'), slot: 1, wantedUntil: NOW, by: '', goneAt: NOW },
    ],
  };
  const browse = async (query: Record<string, string>) => {
    const { ports } = memoryPorts();
    const listings = [
      listed('coinbase', 'BTC/USD', 'BTC/USDT', 'PEPE/USD'),
      // Not of FEEDS here.
      listed('coingecko', 'XMR/USD'),
      listed('binance', 'BTC/EUR', 'BTC/USDT', 'PEPE/USDT', 'WBTC/BTC', 'WIF/USDT', 'XPEP/USDT'),
    ];
    const { ask } = asking(
      marketRoutes({
        ...ports,
        roster: memoryRoster(roster),
        listings: { all: async () => listings, put: async () => {} },
      }),
    );
    const { status, json } = await ask({ path: '/v1/instruments', query });
    return {
      status,
      ...(json as { items: { symbol: string; venue: string; followed: boolean }[]; next: string }),
    };
  };
  const names = async (query: Record<string, string>) =>
    (await browse(query)).items.map(({ symbol }) => symbol);

  it('is there for the asking, each symbol once, at the venue of its trades', async () => {
    const { items, next } = await browse({ all: 'true' });
    expect(items.map(({ symbol, venue }) => `${symbol} ${venue}`)).toEqual([
      'BTC/EUR binance',
      'BTC/USD coinbase',
      'BTC/USDT binance',
      'PEPE/USD coinbase',
      'PEPE/USDT binance',
      'WBTC/BTC binance',
      'WIF/USDT binance',
      'XPEP/USDT binance',
    ]);
    expect(next).toBeNull();
    expect(items.filter(({ followed }) => followed).map(({ symbol }) => symbol)).toEqual([
      'BTC/USDT',
      'PEPE/USDT',
    ]);
  });

  it('is searched: what begins so comes first', async () => {
    expect(await names({ search: 'pep' })).toEqual(['PEPE/USD', 'PEPE/USDT', 'XPEP/USDT']);
    expect(await names({ search: 'btc' })).toEqual(['BTC/EUR', 'BTC/USD', 'BTC/USDT', 'WBTC/BTC']);
    expect(await names({ search: 'PEPE/USDT' })).toEqual(['PEPE/USDT']);
    expect(await names({ search: '%_.*' })).toEqual([]);
    expect(await names({ quote: 'USD' })).toEqual(['BTC/USD', 'PEPE/USD']);
    expect(await names({ venue: 'coinbase', quote: 'USDT' })).toEqual(['BTC/USDT']);
    expect(await names({ venue: 'coingecko' })).toEqual([]);
  });

  it('comes by the page', async () => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await browse({ search: 'btc', limit: '3', ...(cursor ? { cursor } : {}) });
      found.push(...page.items.map(({ symbol }) => symbol));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(found).toEqual(await names({ search: 'btc' }));
    for (const query of [{ cursor: 'nonsense' }, { quote: 'usd' }, { all: 'yes' }, { venue: 'mtgox' }])
      expect(await browse(query as never)).toMatchObject({ status: 400 });
  });
});

describe('health, which needs no key', () => {
  it('is ok while ticks come', async () => {
    const { ask } = setup();
    const answer = await ask({ path: '/health', scopes: undefined });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      status: 'ok',
      market: 'binance',
      lastTickAt: '2026-11-20T09:29:50.000Z',
      lagSeconds: 10,
    });
  });
  it('is degraded when they do not', async () => {
    const { ask } = setup();
    const answer = await ask({ path: '/health', scopes: undefined, now: NOW + 170_001 });
    expect(answer).toMatchObject({ status: 503, json: { status: 'degraded', lagSeconds: 180.001 } });
  });
});

it('the status parses', async () => {
  const { ask } = setup();
  const status = statusSchema.parse((await ask({ path: '/v1/status' })).json);
  expect(status).toMatchObject({
    now: '2026-11-20T09:30:00.000Z',
    feeds: [
      { venue: 'binance', state: 'ok' },
      { venue: 'coinbase', state: 'unknown' },
    ],
    markets: [
      {
        symbol: 'BTC/USDT',
        lagSeconds: 2.001,
        resolution: '1s',
        quoteSource: 'binance',
        quoteAgeSeconds: 4,
        stale: false,
      },
      { symbol: 'ETH/USDT' },
    ],
    board: { asOf: null, stale: true, feeds: [] },
    disagreements: [],
  });
});

it('the status tells of the board and of what disagrees with it, while it is not stale', async () => {
  const { ask, memory } = setup();
  const asOf = NOW - 100_000;
  const told = {
    symbol: memory.quotes[0]?.symbol as never,
    venue: 'binance',
    price: 64500,
    source: 'coingecko',
    sourcePrice: 66000,
    share: 0.023256,
    since: asOf,
  } as const;
  const feeds = { coingecko: { failures: 1, retryAt: NOW, lastOkAt: asOf, lastError: 'answered 429' } };
  memory.board = { state: { checkedAt: NOW, asOf, source: 'coingecko', feeds, disagreements: [told] } };
  const status = statusSchema.parse((await ask({ path: '/v1/status' })).json);
  expect(status.board).toMatchObject({
    source: 'coingecko',
    ageSeconds: 100,
    stale: false,
    feeds: [{ venue: 'coingecko', state: 'failing', lastError: 'answered 429' }],
  });
  expect(status.disagreements).toMatchObject([
    { venue: 'binance', price: '64500', source: 'coingecko', sourcePrice: '66000', share: '0.023256' },
  ]);
  const later = statusSchema.parse((await ask({ path: '/v1/status', now: NOW + 80_000 })).json);
  expect(later).toMatchObject({ board: { stale: true, ageSeconds: 180 }, disagreements: [] });
});

it('health reads no board and no blind windows: it is asked often, by anybody', async () => {
  const { ports, memory } = memoryPorts();
  const refused = async () => {
    throw new Error('not for health');
  };
  const boards = { ...ports.boards, state: refused, load: refused };
  const { ask } = asking(
    marketRoutes({ ...ports, boards, market: { ...ports.market, blindWindows: refused } }),
  );
  expect(await ask({ path: '/health', scopes: undefined })).toMatchObject({ status: 200 });
  expect(memory.quotes).toHaveLength(2);
});

it('the OpenAPI document needs no key', async () => {
  const { ask } = setup();
  const answer = await ask({ path: '/openapi.json', scopes: undefined });
  expect(answer).toMatchObject({ status: 200, json: { openapi: '3.1.0' } });
});

describe('the overview', () => {
  it('is everything at once, of this user alone', async () => {
    const { ask, memory } = setup();
    const mine = { ...open, id: '01KAH2V9G0Q8ZJ4T6Y3W5X7R2N' };
    memory.trades.set('ada/1', mine);
    memory.trades.set('ada/2', closed);
    memory.trades.set('bob/3', { ...mine, userId: 'bob' });
    const overview = overviewSchema.parse((await ask({ path: '/v1/overview' })).json);
    expect(overview.market).toEqual({ source: 'binance', simulated: false, stale: false });
    expect(overview.account).toEqual({
      id: 'main',
      makerRate: '0.006',
      takerRate: '0.006',
      slippageBps: 0,
    });
    expect(overview.prices).toHaveLength(2);
    // 64500 - 64000 = 500, x 0.05 = 25
    expect(overview.active).toMatchObject([{ id: mine.id, currentPrice: '64500', unrealizedPnl: '25' }]);
    expect(overview.history).toMatchObject([
      { id: closed.id, realizedPnl: '100', netPnl: '61', currentPrice: null },
    ]);
    expect(overview.feeds).toHaveLength(2);
  });
  it('of a user without an account has no rates', async () => {
    const { ask } = setup();
    const answer = await ask({ path: '/v1/overview', userId: 'nobody' });
    expect(answer).toMatchObject({ status: 200, json: { account: null } });
  });
  it('is stale while a price is missing', async () => {
    const { ask, memory } = setup();
    memory.quotes.pop();
    expect((await ask({ path: '/v1/overview' })).json).toMatchObject({ market: { stale: true } });
  });
  it.each(['simulated', 'replay'] as const)('says that prices of %s are not real', async (venue) => {
    const { ports } = memoryPorts();
    const { ask } = asking([overviewRoute({ ...ports, settings: { ...ports.settings, feeds: [venue] } })]);
    expect((await ask({ path: '/v1/overview' })).json).toMatchObject({
      market: { source: venue, simulated: true },
    });
  });
});
