import { describe, expect, it } from 'vitest';
import { simpleRoutes } from '../../../functions/http/simple-routes.ts';
import { simpleErrors } from '../../../functions/middleware/error-styles.ts';
import type { Trade } from '../../../shared/domain/trades/trade.ts';
import { cancelled, closed, open, pending } from '../contract/trades.ts';
import { memoryPorts, NOW } from './memory-ports.ts';
import { type Ask, asking } from './requests.ts';

const good = { symbol: 'BTC/USD', buy_price: 64000, sell_price: 66000, stop_loss: 63000, quantity: 0.05 };
const create = (body: unknown, more: Partial<Ask> = {}): Ask => ({
  method: 'POST',
  path: '/trade/create',
  body,
  ...more,
});
const ABSENT = '01KAH2V9G0Q8ZJ4T6Y3W5X7R2M';

type Row = Readonly<Record<string, unknown>>;

const setup = () => {
  const { ports, memory } = memoryPorts();
  const put = (...trades: Trade[]) => {
    for (const trade of trades) memory.trades.set(`${trade.userId}/${trade.id}`, trade);
  };
  return { memory, put, ...asking(simpleRoutes(ports), simpleErrors) };
};

describe('GET /price/live', () => {
  it('is the price of the first BTC market, its age in a header', async () => {
    const { ask } = setup();
    const answer = await ask({ path: '/price/live' });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      symbol: 'BTC/USD',
      price: 64500,
      change_24h: -310.5,
      change_percent_24h: -0.479,
      stale: false,
    });
    expect(answer.headers.age).toBe('4');
  });
  it('says that it is older than its bound', async () => {
    const { ask } = setup();
    // The quote is of four seconds before NOW, the bound a minute.
    const stale = async (now: number) => ((await ask({ path: '/price/live', now })).json as Row).stale;
    expect(await stale(NOW + 55_999)).toBe(false);
    expect(await stale(NOW + 56_000)).toBe(true);
  });
  it('is unavailable while there is none', async () => {
    const { ask, memory } = setup();
    memory.quotes.length = 0;
    const answer = await ask({ path: '/price/live' });
    expect([answer.status, answer.text]).toEqual([503, '{"error":"price_unavailable"}']);
  });
});

describe('POST /trade/create', () => {
  it('makes a long with a limit entry, and ignores user_id and what else comes', async () => {
    const { ask, memory } = setup();
    const answer = await ask(create({ ...good, user_id: 7, theme: 'dark' }));
    expect(answer.status).toBe(201);
    const [trade] = memory.trades.values();
    expect(answer.json).toEqual({
      status: 'success',
      trade_id: trade?.id,
      message: 'Trade created: buys 0.05 BTC/USD at 64000, sells at 66000, stops at 63000',
    });
    expect(trade).toMatchObject({
      userId: 'ada',
      symbol: 'BTC/USDT',
      direction: 'long',
      quantity: '0.05',
      entry: { type: 'limit', limit: '64000' },
      exits: { takeProfit: '66000', stopLoss: '63000' },
      createdAt: NOW,
    });
  });

  it('takes another configured symbol as it is', async () => {
    const { ask, memory } = setup();
    const eth = { symbol: 'ETH/USDT', buy_price: 2900, sell_price: 3100, stop_loss: 2800, quantity: 1 };
    expect((await ask(create(eth))).status).toBe(201);
    expect([...memory.trades.values()]).toMatchObject([{ symbol: 'ETH/USDT' }]);
  });

  const without = (...names: (keyof typeof good)[]) =>
    Object.fromEntries(Object.entries(good).filter(([name]) => !names.includes(name as keyof typeof good)));
  const CASES: [name: string, ask: Ask, status: number, json: unknown][] = [
    [
      'no fields',
      create({}),
      400,
      { error: 'missing_fields', fields: ['symbol', 'buy_price', 'sell_price', 'stop_loss', 'quantity'] },
    ],
    [
      'two missing fields',
      create(without('stop_loss', 'symbol')),
      400,
      { error: 'missing_fields', fields: ['symbol', 'stop_loss'] },
    ],
    ['null', create({ ...good, quantity: null }), 400, { error: 'missing_fields', fields: ['quantity'] }],
    [
      'missing before wrong',
      create({ ...without('quantity'), symbol: 1 }),
      400,
      { error: 'missing_fields', fields: ['quantity'] },
    ],
    ['text for a number', create({ ...good, buy_price: '64000' }), 400, { error: 'invalid_types' }],
    ['a number for the symbol', create({ ...good, symbol: 5 }), 400, { error: 'invalid_types' }],
    ['a list', create([]), 400, { error: 'invalid_types' }],
    ['text', create('"hello"'), 400, { error: 'invalid_types' }],
    [
      'a wrong type before a broken rule',
      create({ ...good, buy_price: true, quantity: -1 }),
      400,
      { error: 'invalid_types' },
    ],
    ['no JSON', create('{'), 400, { error: 'invalid_json' }],
    ['no body', create(undefined), 400, { error: 'invalid_json' }],
    [
      'another content type',
      create(good, { headers: { 'content-type': 'text/plain' } }),
      415,
      { error: 'unsupported_media_type' },
    ],
    ['too much', create(`{"a":"${'x'.repeat(65_536)}"}`), 413, { error: 'body_too_large' }],
    [
      'a key that may only read',
      create(good, { scopes: 'read' }),
      403,
      { error: 'missing_scope', message: 'this needs an API key with the scope "trade"' },
    ],
    ['the log of an unknown trade', { path: `/trade/${ABSENT}/logs` }, 404, { error: 'not_found' }],
    ['the log of no id', { path: '/trade/7/logs' }, 404, { error: 'not_found' }],
  ];
  it.each(CASES)('refuses %s', async (_, request, status, json) => {
    const { ask, memory } = setup();
    const answer = await ask(request);
    expect([answer.status, answer.json]).toEqual([status, json]);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(memory.trades.size).toBe(0);
  });

  it.each<[string, object, string[]]>([
    ['a negative quantity', { quantity: -1 }, ['quantity']],
    ['zero', { buy_price: 0 }, ['buy_price']],
    ['a huge price', { sell_price: 1e300 }, ['sell_price']],
    ['a tiny quantity', { quantity: 5e-324 }, ['quantity']],
    ['a stop above the price', { stop_loss: 65000 }, ['stop_loss']],
    ['a target below the price', { sell_price: 63500 }, ['sell_price']],
    ['a price off the tick', { buy_price: 64000.001 }, ['buy_price']],
    ['an unknown symbol', { symbol: 'DOGE/USDT' }, ['symbol']],
    ['no symbol at all', { symbol: '' }, ['symbol']],
  ])('refuses %s, in the words of this API', async (_, wrong, fields) => {
    const { ask, memory } = setup();
    const answer = await ask(create({ ...good, ...wrong }));
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ error: 'invalid_values', fields, message: expect.any(String) });
    expect(answer.text).not.toMatch(/takeProfit|stopLoss|entry\.limit/);
    expect(memory.trades.size).toBe(0);
  });

  it('refuses a number beyond all numbers', async () => {
    const { ask } = setup();
    const answer = await ask(create(JSON.stringify(good).replace('0.05', '1e999')));
    expect([answer.status, answer.json]).toEqual([
      400,
      {
        error: 'invalid_values',
        fields: ['quantity'],
        message: 'quantity must be a positive number with at most 18 digits on each side of the point',
      },
    ]);
  });

  it('says the rule of the market once, about what it is about', async () => {
    const { ask } = setup();
    const { json } = await ask(create({ ...good, quantity: 0.00002 }));
    expect(json).toMatchObject({
      fields: ['quantity'],
      message: expect.stringMatching(/^buy_price x quantity /),
    });
  });
});

describe('the lists', () => {
  const older = { ...pending, id: '01KAH2V9G0Q8ZJ4T6Y3W5X7R2A' };
  const newer = { ...open, id: '01KAH2V9G0Q8ZJ4T6Y3W5X7R2B' };

  it('of active trades are newest first, without what has ended or is not ours', async () => {
    const { ask, put } = setup();
    put(
      older,
      newer,
      closed,
      { ...cancelled, id: '01KAH2V9G0Q8ZJ4T6Y3W5X7R2C' },
      { ...newer, userId: 'bob' },
    );
    const { json } = await ask({ path: '/trade/active' });
    expect(json).toMatchObject([
      { id: newer.id, user_id: 'ada', status: 'bought', symbol: 'BTC/USD', unrealized_pnl: 25 },
      { id: older.id, user_id: 'ada', status: 'pending', unrealized_pnl: 0 },
    ]);
    expect(json).toHaveLength(2);
  });

  it('of active trades say which current price is older than its bound', async () => {
    const { ask, put } = setup();
    put(newer);
    const stale = async (now: number) =>
      ((await ask({ path: '/trade/active', now })).json as Row[]).map((row) => row.current_price_stale);
    expect(await stale(NOW + 55_999)).toEqual([false]);
    expect(await stale(NOW + 56_000)).toEqual([true]);
  });

  it('of history hold what was sold or stopped, and nothing that was never bought', async () => {
    const { ask, put } = setup();
    put(older, newer, closed, { ...cancelled, id: '01KAH2V9G0Q8ZJ4T6Y3W5X7R2C' });
    const { json } = await ask({ path: '/trade/history' });
    expect(json).toMatchObject([{ id: closed.id, status: 'sold', pnl: 100, fees: 39, net_pnl: 61 }]);
    expect(json).toHaveLength(1);
  });

  it('have no pages: 250 trades come at once', async () => {
    const { ask, put } = setup();
    put(
      ...Array.from({ length: 250 }, (_, n) => ({
        ...pending,
        id: `01KAH2V9G0Q8ZJ4T6Y3W5X7${String(n).padStart(3, '0')}`,
      })),
    );
    expect((await ask({ path: '/trade/active' })).json).toHaveLength(250);
  });

  it('of the log begin with the creation', async () => {
    const { ask, memory } = setup();
    await ask(create(good));
    const [trade] = memory.trades.values();
    const { json } = await ask({ path: `/trade/${trade?.id}/logs` });
    expect(json).toEqual([
      {
        id: `${trade?.id}#0`,
        trade_id: trade?.id,
        message: expect.stringMatching(/^Trade created/),
        price: 64000,
        timestamp: '2026-11-20T09:30:00.000Z',
      },
    ]);
    expect((await ask({ path: `/trade/${trade?.id}/logs`, userId: 'bob' })).status).toBe(404);
  });
});
