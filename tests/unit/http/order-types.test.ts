import { describe, expect, it } from 'vitest';
import { bulkRoutes } from '../../../functions/http/bulk-routes.ts';
import { tradeRoutes } from '../../../functions/http/trade-routes.ts';
import { bulkAnswer } from '../../../shared/contract/schemas/bulk.ts';
import { tradeSchema } from '../../../shared/contract/schemas/trade.ts';
import { CorruptTradeError } from '../../../shared/ports/trade-store.ts';
import { open } from '../contract/trades.ts';
import { memoryPorts, NOW } from './memory-ports.ts';
import { type Ask, asking } from './requests.ts';

/** BTC/USDT at 64500: tick 0.01, lot 0.00001. */
const base = { symbol: 'BTC/USDT', quantity: '0.05', entry: { type: 'limit', limit: '64000' } };

const setup = () => {
  const { ports, memory } = memoryPorts();
  const { ask, logged } = asking([...tradeRoutes(ports), ...bulkRoutes(ports)]);
  const post = (path: string, body: unknown, more: Partial<Ask> = {}) =>
    ask({ method: 'POST', path, body, ...more });
  const make = async (more: object = {}, userId = 'ada') => {
    const answer = await post('/v1/trades', { ...base, ...more }, { userId });
    expect([answer.status, answer.text]).toEqual([201, answer.text]);
    return tradeSchema.parse(answer.json);
  };
  const patch = (id: string, body: unknown, ifMatch?: string) =>
    ask({
      method: 'PATCH',
      path: `/v1/trades/${id}`,
      body,
      headers: {
        'content-type': 'application/json',
        ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
      },
    });
  /** As if its entry had filled. */
  const fill = (id: string) => {
    const trade = memory.trades.get(`ada/${id}`);
    if (!trade) throw new Error(`there is no ${id}`);
    const { createdAt, quantity, exits, symbol } = trade;
    memory.trades.set(`ada/${id}`, {
      ...open,
      id,
      createdAt,
      quantity,
      exits,
      symbol,
      takeProfit: undefined as never,
    });
  };
  return { ports, memory, ask, post, make, patch, fill, logged };
};

describe('each order type is answered as it was asked for', () => {
  it.each<[string, object]>([
    ['post-only', { entry: { type: 'limit', limit: '64000', postOnly: true } }],
    ['two entries', { entry: { type: 'oco', limit: '64000', stop: '65000' } }],
    [
      'two entries, the stop a limit',
      { entry: { type: 'oco', limit: '64000', stop: '65000', stopLimit: '65010' } },
    ],
    ['a stop-limit exit', { stopLoss: '63000', stopLimit: '62990' }],
    ['targets', { targets: [{ price: '65000', quantity: '0.02' }], takeProfit: '66000' }],
    ['break-even', { targets: [{ price: '65000', quantity: '0.02' }], stopLoss: '63000', breakEven: true }],
    ['a trailing stop', { trailing: { amount: '500', percent: null, activation: null } }],
    ['one with an activation price', { trailing: { amount: null, percent: '1.5', activation: '65000' } }],
    ['exits for a part', { stopLoss: '63000', takeProfit: '66000', covers: '0.02' }],
    ['times', { timeOutSeconds: 3600, dailyClose: '21:05' }],
    ['an iceberg within a share of the volume', { visible: '0.01', participation: '0.1' }],
  ])('%s', async (_, body) => {
    const { make } = setup();
    expect(await make(body)).toMatchObject(body);
  });

  it('targets in percent of the quantity, rounded down to the lot, nothing left over', async () => {
    const { make } = setup();
    const targets = [
      { price: '65000', percent: '33.3' },
      { price: '66000', percent: '66.7' },
    ];
    // 33.3 % of 0.05 is 0.01665.
    expect(await make({ targets })).toMatchObject({
      targets: [
        { price: '65000', quantity: '0.01665' },
        { price: '66000', quantity: '0.03335' },
      ],
    });
  });

  it('what it is given back may be sent again', async () => {
    const { make, post } = setup();
    const { entry, takeProfit, stopLoss, stopLimit, targets, trailing, breakEven, ...rest } = await make({
      trailing: { percent: '2' },
      targets: [{ price: '65000', percent: '50' }],
    });
    const { covers, timeOutSeconds, dailyClose, participation, visible, symbol, quantity } = rest;
    const exits = { takeProfit, stopLoss, stopLimit, targets, trailing, breakEven, covers };
    const again = { symbol, quantity, entry, ...exits, timeOutSeconds, dailyClose, participation, visible };
    expect(await post('/v1/trades', again)).toMatchObject({ status: 201, json: exits });
  });

  it('a rule that is broken names its field', async () => {
    const { post } = setup();
    const body = { ...base, targets: [{ price: '65000', quantity: '0.06' }], trailing: { percent: '60' } };
    expect(await post('/v1/trades', { ...body, trailing: null })).toMatchObject({
      status: 422,
      json: { code: 'invalid_trade', errors: [{ field: 'targets', code: 'targets_exceed_quantity' }] },
    });
    expect(await post('/v1/trades', body)).toMatchObject({
      status: 422,
      json: { errors: [{ field: 'trailing.percent', code: 'percent_out_of_range' }] },
    });
  });
});

describe('PATCH with If-Match', () => {
  it('changes the version that it is meant for, and no other', async () => {
    const { make, patch, ask } = setup();
    const { id } = await make();
    const read = await ask({ path: `/v1/trades/${id}` });
    expect(read.headers).toMatchObject({ etag: '"1"' });
    const changed = await patch(id, { stopLoss: '63000' }, '"1"');
    expect(changed).toMatchObject({ status: 202, headers: { etag: '"2"' }, json: { state: 'amending' } });
    expect(await patch(id, { stopLoss: '62000' }, '"1"')).toMatchObject({
      status: 412,
      json: { code: 'version_conflict', detail: 'the trade is at version 2: look at it again' },
    });
    expect((await patch(id, { stopLoss: '62000' }, 'W/"1", W/"2"')).status).toBe(202);
    expect((await patch(id, { stopLoss: '61000' }, '*')).status).toBe(202);
    expect((await patch(id, { stopLoss: '60000' })).status).toBe(202);
    expect((await patch(id, { stopLoss: '59000' }, '5')).status).toBe(400);
  });

  it('takes the header in any case, as gateways write it', async () => {
    const { make, ask } = setup();
    const { id } = await make();
    const headers = { 'content-type': 'application/json', 'if-match': '"9"' };
    const answer = await ask({
      method: 'PATCH',
      path: `/v1/trades/${id}`,
      body: { stopLoss: '63000' },
      headers,
    });
    expect(answer.status).toBe(412);
  });
});

describe('PATCH of an entry that waits', () => {
  it('takes other prices, another quantity, another good-till time', async () => {
    const { make, patch, memory } = setup();
    const { id } = await make();
    const body = {
      entry: { type: 'limit', limit: '63500' },
      quantity: '0.06',
      goodTill: '2026-11-21T09:30:00Z',
    };
    expect((await patch(id, body)).status).toBe(202);
    // 63500 x 0.06 x 1.006 = 3832.86; before it was 64000 x 0.05 x 1.006 = 3219.2.
    expect(memory.trades.get(`ada/${id}`)?.commands).toMatchObject([
      {
        kind: 'amend',
        changes: {},
        entry: { entry: { type: 'limit', limit: '63500' }, quantity: '0.06', goodTill: NOW + 86_400_000 },
        reservation: '3832.86',
        extra: '613.66',
      },
    ]);
  });

  it.each<[object, string]>([
    [{ entry: { type: 'stop', stop: '65000' } }, 'entry.type entry_type_fixed'],
    [{ entry: { type: 'limit', limit: '64000.001' } }, 'entry.limit price_off_tick'],
    [{ quantity: '0.000001' }, 'quantity quantity_too_small'],
    [{ quantity: '9001' }, 'quantity quantity_too_large'],
    // 0.00007 x 64000 = 4.48 is below 5.
    [{ quantity: '0.00007' }, 'quantity below_min_notional'],
    [{ goodTill: '2026-11-20T09:29:59Z' }, 'goodTill good_till_past'],
    [{ targets: [{ price: '63000', percent: '50' }] }, 'targets.0.price target_not_above_entry'],
    [{ trailing: { amount: '0.001' } }, 'trailing.amount price_off_tick'],
    [{ breakEven: true, stopLoss: '63000' }, 'breakEven break_even_without_targets'],
  ])('%j: %s', async (body, violation) => {
    const { make, patch } = setup();
    const { id } = await make();
    const answer = await patch(id, body);
    const { errors } = answer.json as { errors: { field: string; code: string }[] };
    expect([answer.status, errors.map(({ field, code }) => `${field} ${code}`)]).toEqual([422, [violation]]);
  });

  it('is refused where the account cannot bear it, and nothing is changed', async () => {
    const { make, patch, memory, ports } = setup();
    const { id } = await make();
    // 100,000,000 of cash in this account: 3 x 9000 lots would need more than that; the store says so.
    const settle = ports.trades.settle;
    ports.trades.settle = async (settlement) =>
      Number(settlement.account?.needs ?? 0) > 1_000_000 ? 'insufficient_funds' : settle(settlement);
    const answer = await patch(id, { quantity: '8000' });
    expect(answer).toMatchObject({ status: 422, json: { code: 'insufficient_funds' } });
    expect(memory.trades.get(`ada/${id}`)).toMatchObject({ version: 1, commands: [] });
    expect((await patch(id, { quantity: '1' })).status).toBe(202);
  });

  it('of a trade that is open is refused', async () => {
    const { make, patch, fill } = setup();
    const { id } = await make();
    fill(id);
    expect(await patch(id, { quantity: '0.04' })).toMatchObject({
      status: 409,
      json: { code: 'trade_not_pending' },
    });
  });
});

describe('many at a time', () => {
  const items = (json: unknown) => bulkAnswer.parse(json).items.map(({ id, status }) => ({ id, status }));

  it('cancels what it names, each with its own answer', async () => {
    const { make, post, fill, memory } = setup();
    const [pending, filled, theirs] = [await make(), await make(), await make({}, 'bob')];
    fill(filled.id);
    memory.sent.length = 0;
    const answer = await post('/v1/trades/cancel', { ids: [pending.id, filled.id, theirs.id, pending.id] });
    expect(answer.status).toBe(207);
    expect(answer.json).toMatchObject({
      items: [
        { id: pending.id, status: 202, trade: { state: 'cancelling' } },
        { id: filled.id, status: 409, problem: { code: 'trade_not_pending', instance: 'request-1' } },
        { id: theirs.id, status: 404, problem: { code: 'not_found' } },
      ],
      next: null,
    });
    // One evaluation for all of a symbol.
    expect(memory.sent).toHaveLength(1);
    expect(memory.trades.get(`bob/${theirs.id}`)?.commands).toEqual([]);
  });

  it('again, it changes nothing more', async () => {
    const { make, post, memory } = setup();
    const { id } = await make();
    await post('/v1/trades/cancel', { all: true });
    memory.sent.length = 0;
    const again = await post('/v1/trades/cancel', { all: true });
    expect(items(again.json)).toEqual([{ id, status: 202 }]);
    expect(memory.trades.get(`ada/${id}`)).toMatchObject({ version: 2 });
    expect(memory.sent).toEqual([]);
  });

  it('closes all of a symbol, and leaves the others and what waits', async () => {
    const { make, post, fill } = setup();
    const btc = await make();
    const waits = await make();
    const eth = await make({ symbol: 'ETH/USDT', entry: { type: 'limit', limit: '2900' } });
    fill(btc.id);
    fill(eth.id);
    const answer = await post('/v1/trades/close', { symbol: 'BTC/USDT' });
    expect(items(answer.json)).toEqual([{ id: btc.id, status: 202 }]);
    const rest = await post('/v1/trades/close', { accountId: 'main' });
    expect(items(rest.json).map(({ id }) => id)).not.toContain(waits.id);
    expect(items(rest.json)).toHaveLength(2);
    expect(items((await post('/v1/trades/close', { accountId: 'swing' })).json)).toEqual([]);
  });

  it('takes a hundred at a time, and says where to go on', async () => {
    const { make, post, memory } = setup();
    const made: string[] = [];
    for (let n = 0; n < 105; n++) made.push((await make({ quantity: '0.001' })).id);
    const first = await post('/v1/trades/cancel', { all: true });
    const { next } = bulkAnswer.parse(first.json);
    expect(items(first.json)).toHaveLength(100);
    const second = await post('/v1/trades/cancel', { all: true, cursor: next });
    expect(items(second.json)).toHaveLength(5);
    expect(bulkAnswer.parse(second.json).next).toBeNull();
    const waiting = [...memory.trades.values()].filter(({ commands }) => commands.length === 1);
    expect(waiting.map(({ id }) => id).sort()).toEqual(made.sort());
  });

  it('one that cannot be read stops no other', async () => {
    const { make, post, ports } = setup();
    const [bad, good] = [await make(), await make()];
    const load = ports.trades.load;
    ports.trades.load = async (key) => {
      if (key.tradeId === bad.id) throw new CorruptTradeError(key, 'no price');
      return load(key);
    };
    const answer = await post('/v1/trades/cancel', { ids: [bad.id, good.id] });
    expect(items(answer.json)).toEqual([
      { id: bad.id, status: 503 },
      { id: good.id, status: 202 },
    ]);
  });

  it('needs the scope to trade', async () => {
    const { post } = setup();
    expect((await post('/v1/trades/close', { all: true }, { scopes: 'read' })).status).toBe(403);
  });
});
