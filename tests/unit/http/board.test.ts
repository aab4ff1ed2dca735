import { describe, expect, it } from 'vitest';
import { boardRoutes } from '../../../functions/http/board-routes.ts';
import { boardNow } from '../../../functions/streams/whole-states.ts';
import { boardSchema, type MarketJson, marketSchema } from '../../../shared/contract/schemas/board.ts';
import type { BoardRow } from '../../../shared/domain/market/board.ts';
import { memoryPorts, NOW, symbol } from './memory-ports.ts';
import { asking } from './requests.ts';

const row = (rank: number, base: string, name: string, rest: Partial<BoardRow> = {}): BoardRow => ({
  rank,
  base,
  name,
  price: 1,
  time: NOW - 60_000,
  ...rest,
});

const ROWS = [
  row(1, 'BTC', 'Bitcoin', { price: 64502, change24h: -0.48, volume24h: 31e9, marketCap: 1.28e12 }),
  row(2, 'ETH', 'Ethereum', {
    price: 3000.5,
    change1h: 0.1,
    change24h: 2,
    change7d: -3,
    sparkline: [2, 3.5],
  }),
  row(3, 'BCH', 'Bitcoin Cash', { change24h: 11, symbol: symbol('BCH/USDT') }),
  row(4, 'PEPE', 'Pepe', { price: 0.0000123, change24h: 2 }),
];

const setup = (age = 60_000) => {
  const { ports, memory } = memoryPorts();
  const asOf = NOW - age;
  memory.board = {
    state: { checkedAt: asOf, asOf, source: 'coingecko', feeds: {}, disagreements: [] },
    board: { asOf, source: 'coingecko', rows: ROWS },
  };
  return { memory, ports, ...asking(boardRoutes(ports)) };
};

const list = async (query: Record<string, string> = {}, age?: number) => {
  const { json } = await setup(age).ask({ path: '/v1/markets', query });
  return boardSchema.parse(json);
};
const bases = async (query: Record<string, string>) => (await list(query)).items.map(({ base }) => base);

describe('the board', () => {
  it('is ranked, exact text, null where nobody knows, with the instruments of the settings', async () => {
    const board = await list();
    expect(board).toMatchObject({ asOf: '2026-11-20T09:29:00.000Z', source: 'coingecko', stale: false });
    expect(board.next).toBeNull();
    expect(board.items[0]).toEqual({
      rank: 1,
      base: 'BTC',
      name: 'Bitcoin',
      price: '64502',
      changePercent1h: null,
      changePercent24h: '-0.48',
      changePercent7d: null,
      volume24h: '31000000000',
      marketCap: '1280000000000',
      sparkline: null,
      symbol: 'BTC/USDT',
    });
    expect(board.items[1]).toMatchObject({ sparkline: ['2', '3.5'], symbol: 'ETH/USDT' });
    expect(board.items[2]).toMatchObject({ symbol: 'BCH/USDT' });
    expect(board.items[3]).toMatchObject({ price: '0.0000123', symbol: null });
  });

  it.each([
    [{}, ['BTC', 'ETH', 'BCH', 'PEPE']],
    [{ order: 'desc' }, ['PEPE', 'BCH', 'ETH', 'BTC']],
    [{ sort: 'name' }, ['BTC', 'BCH', 'ETH', 'PEPE']],
    [{ sort: 'price' }, ['BTC', 'ETH', 'BCH', 'PEPE']],
    [{ sort: 'price', order: 'asc' }, ['PEPE', 'BCH', 'ETH', 'BTC']],
    [{ sort: 'change24h' }, ['BCH', 'ETH', 'PEPE', 'BTC']],
    // What is unknown stands last in either order.
    [{ sort: 'change7d', order: 'asc' }, ['ETH', 'BCH', 'BTC', 'PEPE']],
    [{ sort: 'change7d', order: 'desc' }, ['ETH', 'BCH', 'BTC', 'PEPE']],
    [{ sort: 'marketCap', order: 'asc' }, ['BTC', 'BCH', 'ETH', 'PEPE']],
  ] as [Record<string, string>, string[]][])('is sorted by %j', async (query, expected) => {
    expect(await bases(query)).toEqual(expected);
  });

  it.each([
    ['bitcoin', ['BTC', 'BCH']],
    ['  eTh ', ['ETH']],
    ['pe', ['PEPE']],
    ['nothing of it', []],
  ])('is searched for "%s" by name or ticker', async (search, expected) => {
    expect(await bases({ search })).toEqual(expected);
  });

  it.each(['rank', 'change24h', 'change7d', 'name'])(
    'is paged by %s without a gap or a repeat',
    async (sort) => {
      const whole = await bases({ sort });
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await list({ sort, limit: '1', ...(cursor === null ? {} : { cursor }) });
        seen.push(...page.items.map(({ base }) => base));
        cursor = page.next;
      } while (cursor !== null);
      expect(seen).toEqual(whole);
    },
  );

  it('refuses the cursor of another list', async () => {
    const { next } = await list({ limit: '1' });
    for (const query of [{ cursor: next ?? '', sort: 'name' }, { cursor: 'bm9uc2Vuc2U' }]) {
      const answer = await setup().ask({ path: '/v1/markets', query });
      expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_cursor' } });
    }
  });

  it.each([
    [{ sort: 'luck' }, 'sort', 'not_allowed'],
    [{ order: 'up' }, 'order', 'not_allowed'],
    [{ search: ' ' }, 'search', 'wrong_format'],
    [{ search: 'x'.repeat(65) }, 'search', 'too_big'],
    [{ limit: '101' }, 'limit', 'too_big'],
    [{ page: '2' }, 'page', 'unknown_field'],
  ] as [Record<string, string>, string, string][])('refuses %j', async (query, field, code) => {
    const answer = await setup().ask({ path: '/v1/markets', query });
    expect(answer).toMatchObject({
      status: 400,
      json: { code: 'validation_failed', errors: [{ field, code }] },
    });
  });

  it('says over sockets what it says over HTTP, but for sparklines', async () => {
    const { ports, ask } = setup();
    const { items, ...rest } = boardSchema.parse((await ask({ path: '/v1/markets' })).json);
    const rows = items.map(({ sparkline: _, ...row }) => row);
    expect(rows.map(({ symbol }) => symbol)).toEqual(['BTC/USDT', 'ETH/USDT', 'BCH/USDT', null]);
    const { board } = await boardNow(ports, NOW);
    expect({ ...board, next: null }).toEqual({ ...rest, items: rows });
  });

  it('trades a coin by what was found for it, whatever the settings follow', async () => {
    const { memory, ask } = setup();
    const { board, state } = memory.board ?? {};
    const rows = ROWS.map((row) => (row.base === 'BTC' ? { ...row, symbol: symbol('BTC/USDC') } : row));
    if (board && state) memory.board = { state, board: { ...board, rows } };
    const { items } = boardSchema.parse((await ask({ path: '/v1/markets' })).json);
    expect(items[0]?.symbol).toBe('BTC/USDC');
  });

  it('is stale from three minutes on', async () => {
    expect((await list({}, 179_999)).stale).toBe(false);
    expect((await list({}, 180_000)).stale).toBe(true);
  });

  it('that nobody has filled yet is empty, and stale', async () => {
    const { ports } = memoryPorts();
    const { ask } = asking(boardRoutes(ports));
    expect((await ask({ path: '/v1/markets' })).json).toEqual({
      asOf: null,
      source: null,
      stale: true,
      items: [],
      next: null,
    });
    expect(await ask({ path: '/v1/markets/BTC' })).toMatchObject({
      status: 503,
      json: { code: 'price_unavailable' },
    });
  });
});

describe('one coin of the board', () => {
  it('comes with the instruments of every feed', async () => {
    const answer = await setup().ask({ path: '/v1/markets/BTC' });
    const market: MarketJson = marketSchema.parse(answer.json);
    expect(market).toMatchObject({ base: 'BTC', rank: 1, source: 'coingecko', stale: false });
    expect(market.asOf).toBe('2026-11-20T09:29:00.000Z');
    expect(market.instruments[0]).toEqual({
      symbol: 'BTC/USDT',
      venue: 'binance',
      tickSize: '0.01',
      lotSize: '0.00001',
      minQuantity: '0.00001',
      maxQuantity: '9000',
      minNotional: '5',
      followed: true,
    });
    expect(market.instruments).toHaveLength(1);
  });

  it.each(['DOGE', 'btc', 'B/C'])('%s is not found', async (base) => {
    const answer = await setup().ask({ path: `/v1/markets/${base}` });
    expect(answer).toMatchObject({ status: 404 });
  });
});
