import { describe, expect, it } from 'vitest';
import { tradeRoutes } from '../../../functions/http/trade-routes.ts';
import { logPage } from '../../../shared/contract/schemas/log.ts';
import { tradePage, tradeSchema } from '../../../shared/contract/schemas/trade.ts';
import { closed } from '../contract/trades.ts';
import { memoryPorts, NOW } from './memory-ports.ts';
import { type Ask, asking } from './requests.ts';

const bracket = {
  symbol: 'BTC/USDT',
  quantity: '0.05',
  entry: { type: 'limit', limit: '64000' },
  takeProfit: '66000',
  stopLoss: '63000',
};
const post = (body: unknown, more: Partial<Ask> = {}): Ask => ({
  method: 'POST',
  path: '/v1/trades',
  body,
  ...more,
});

const setup = () => {
  const { ports, memory } = memoryPorts();
  const { ask } = asking(tradeRoutes(ports));
  const make = async (more: object = {}, userId = 'ada', now = NOW) => {
    const answer = await ask(post({ ...bracket, ...more }, { userId, now }));
    return tradeSchema.parse(answer.json);
  };
  return { ask, memory, make };
};

describe('POST /v1/trades', () => {
  it('makes a trade, armed at the moment of the request', async () => {
    const { ask, memory } = setup();
    const answer = await ask(post(bracket));
    const trade = tradeSchema.parse(answer.json);
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({
      location: `/v1/trades/${trade.id}`,
      'content-type': 'application/json',
    });
    expect(trade).toMatchObject({
      symbol: 'BTC/USDT',
      venue: 'binance',
      direction: 'long',
      quantity: '0.05',
      entry: { type: 'limit', limit: '64000' },
      takeProfit: '66000',
      stopLoss: '63000',
      status: 'pending',
      createdAt: '2026-11-20T09:30:00.000Z',
      currentPrice: '64500',
    });
    expect([...memory.trades.keys()]).toEqual([`ada/${trade.id}`]);
  });

  it('answers a repeat of the same body with the same trade, however its decimals are written', async () => {
    const { ask, memory, make } = setup();
    const first = await make({ clientTradeId: 'a-1' });
    const again = { clientTradeId: 'a-1', ...bracket, quantity: '0.0500', direction: 'long' };
    const answer = await ask(post(again, { now: NOW + 60_000 }));
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ id: first.id, clientTradeId: 'a-1' });
    expect(memory.trades.size).toBe(1);
  });

  it('takes null as absent, in a repeat too', async () => {
    const { ask, memory } = setup();
    const body = { symbol: 'BTC/USDT', quantity: '0.05', entry: { type: 'market' }, clientTradeId: 'a-1' };
    const nulls = { takeProfit: null, stopLoss: null, goodTill: null, direction: null };
    const first = await ask(post({ ...body, ...nulls }));
    expect(first).toMatchObject({
      status: 201,
      json: { direction: 'long', takeProfit: null, goodTill: null },
    });
    const again = await ask(post(body));
    expect(again).toMatchObject({ status: 200, json: { id: tradeSchema.parse(first.json).id } });
    expect(memory.trades.size).toBe(1);
    expect((await ask(post({ ...body, clientTradeId: null }))).status).toBe(201);
    expect(memory.trades.size).toBe(2);
  });

  it('refuses the same clientTradeId with another body', async () => {
    const { ask, make, memory } = setup();
    await make({ clientTradeId: 'a-1' });
    const answer = await ask(post({ ...bracket, quantity: '0.06', clientTradeId: 'a-1' }));
    expect(answer).toMatchObject({ status: 409, json: { code: 'client_id_conflict' } });
    expect(memory.trades.size).toBe(1);
  });

  it('lets two users have the same clientTradeId', async () => {
    const { make, memory } = setup();
    await make({ clientTradeId: 'a-1' }, 'ada');
    await make({ clientTradeId: 'a-1' }, 'bob');
    expect(memory.trades.size).toBe(2);
  });

  it('takes other JSON types and capital letters in header names', async () => {
    const { ask } = setup();
    const headers = { 'Content-Type': 'application/vnd.api+json; charset=utf-8' };
    expect((await ask(post(bracket, { headers }))).status).toBe(201);
    expect((await ask(post(bracket, { base64: true }))).status).toBe(201);
  });
});

describe('GET /v1/trades', () => {
  it('gives pages, newest first, and others see none of it', async () => {
    const { ask, make } = setup();
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.unshift((await make({}, 'ada', NOW + n * 1000)).id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { limit: '2', ...(cursor === null ? {} : { cursor }) };
      const page = tradePage.parse((await ask({ path: '/v1/trades', query })).json);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(made);
    expect((await ask({ path: '/v1/trades', userId: 'bob' })).json).toEqual({ items: [], next: null });
  });

  it('filters by status and symbol', async () => {
    const { ask, make } = setup();
    const { id } = await make();
    const of = async (query: Record<string, string>) =>
      tradePage.parse((await ask({ path: '/v1/trades', query })).json).items.map((trade) => trade.id);
    expect(await of({ status: 'pending,open', symbol: 'BTC/USDT' })).toEqual([id]);
    expect(await of({ status: 'closed' })).toEqual([]);
    expect(await of({ symbol: 'ETH/USDT' })).toEqual([]);
  });
});

describe('/v1/trades/{id}', () => {
  it('is absent for anybody else, whatever is asked of it', async () => {
    const { ask, make } = setup();
    const path = `/v1/trades/${(await make()).id}`;
    const statuses = await Promise.all([
      ask({ path, userId: 'bob' }),
      ask({ path: `${path}/logs`, userId: 'bob' }),
      ask({ path, method: 'DELETE', userId: 'bob' }),
      ask({ path, method: 'PATCH', body: { stopLoss: null }, userId: 'bob' }),
      ask({ path: `${path}/close`, method: 'POST', userId: 'bob' }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect((await ask({ path })).json).toMatchObject({ state: 'pending', version: 1 });
  });

  it('takes a cancel, an amendment and a close as commands that wait', async () => {
    const { ask, make, memory } = setup();
    const path = `/v1/trades/${(await make()).id}`;
    const amended = await ask({
      path,
      method: 'PATCH',
      body: { takeProfit: null, stopLoss: '62000' },
      now: NOW + 1000,
    });
    expect(amended).toMatchObject({
      status: 202,
      json: { status: 'pending', state: 'amending', takeProfit: '66000' },
    });
    const notOpen = await ask({ path: `${path}/close`, method: 'POST', body: {} });
    expect(notOpen).toMatchObject({ status: 409, json: { code: 'trade_not_open' } });
    const cancelled = await ask({ path, method: 'DELETE', now: NOW + 2000 });
    expect(cancelled).toMatchObject({ status: 202, json: { status: 'pending', state: 'cancelling' } });
    const symbols = memory.sent.map((message) => [message.slot - NOW, message.symbols, message.reason]);
    expect(symbols).toEqual([
      [1000, ['BTC/USDT'], 'command'],
      [2000, ['BTC/USDT'], 'command'],
    ]);
  });

  it('refuses a change of a closed trade', async () => {
    const { ask, memory } = setup();
    memory.trades.set(`ada/${closed.id}`, closed);
    const path = `/v1/trades/${closed.id}`;
    const answers = await Promise.all([
      ask({ path, method: 'PATCH', body: { stopLoss: '1' } }),
      ask({ path, method: 'DELETE' }),
      ask({ path: `${path}/close`, method: 'POST' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409]);
    for (const { json } of answers) expect(json).toMatchObject({ code: 'trade_ended' });
    expect(memory.trades.get(`ada/${closed.id}`)).toBe(closed);
  });

  it('refuses an amendment to the wrong side of the entry', async () => {
    const { ask, make } = setup();
    const path = `/v1/trades/${(await make()).id}`;
    const answer = await ask({ path, method: 'PATCH', body: { takeProfit: '63500' } });
    expect(answer).toMatchObject({
      status: 422,
      json: { code: 'invalid_trade', errors: [{ field: 'takeProfit' }] },
    });
  });

  it('has a log that begins with its creation', async () => {
    const { ask, make } = setup();
    const { id } = await make();
    await ask({ path: `/v1/trades/${id}`, method: 'DELETE', now: NOW + 1000 });
    const page = logPage.parse((await ask({ path: `/v1/trades/${id}/logs` })).json);
    expect(page.items.map(({ seq, type, time, price }) => [seq, type, time, price])).toEqual([
      [0, 'trade_created', '2026-11-20T09:30:00.000Z', '64000'],
      [1, 'command_requested', '2026-11-20T09:30:01.000Z', null],
    ]);
    expect(page.items[0]?.message).toMatch(/^Trade created/);
  });
});
