import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OrderJson } from '../../../shared/contract/schemas/order.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, flat, minutes } from '../tick/support.ts';
import { type Books, startBooks } from './support.ts';

/** 100, from minute 10 on 110, in minute 20 up to 130 and back. */
const ROWS = minutes(60, 110, {
  ...Object.fromEntries(Array.from({ length: 10 }, (_, n) => [n, flat(100)])),
  20: [110, 130, 110, 110],
});

describe('spot orders', () => {
  let stores: Stores;
  let books: Books | undefined;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterEach(() => books?.close());
  afterAll(() => stores.stop());

  const start = async () => {
    books = await startBooks(stores, ROWS);
    return books;
  };
  const order = async (of: Books, body: object, now: number, status = 201): Promise<OrderJson> => {
    const answer = await of.post('/v1/orders', { symbol: 'BTC/USDT', type: 'market', ...body }, { now });
    expect([answer.status, answer.text]).toEqual([status, answer.text]);
    return answer.json as OrderJson;
  };
  const buy = (of: Books, quantity: string, now: number) => order(of, { side: 'buy', quantity }, now);
  const get = async (of: Books, id: string, now: number) =>
    (await of.ask({ path: `/v1/orders/${id}`, now })).json as OrderJson;
  const clean = async (of: Books) => {
    expect(await of.imbalance()).toBe('0');
    expect(await of.audit()).toMatchObject({ balanced: true });
  };

  it('buys a quantity, sells half of it over two lots, first in, first out', async () => {
    const of = await start();
    const first = await buy(of, '2', at(6));
    const second = await buy(of, '1', at(7));
    await of.ticks(7, 10);
    expect(await get(of, first.id, at(10))).toMatchObject({
      status: 'filled',
      averagePrice: '100',
      side: 'buy',
    });
    const sold = await order(of, { side: 'sell', quantity: '2.5' }, at(11));
    expect(sold).toMatchObject({
      status: 'open',
      parts: [
        { tradeId: first.id, quantity: '2' },
        { tradeId: second.id, quantity: '0.5' },
      ],
    });
    await of.ticks(12, 14);
    // 2.5 x 110 x 0.006, in two fees
    expect(await get(of, sold.id, at(14))).toMatchObject({
      status: 'filled',
      filledQuantity: '2.5',
      averagePrice: '110',
      fees: '1.65',
    });
    const lots = (await of.ask({ path: '/v1/positions', now: at(14) })).json as { items: object[] };
    expect(lots.items).toMatchObject([{ quantity: '0.5', cost: '50', trades: 1 }]);
    // 2.5 x (110 - 100); fees 1.2 + 0.6 + 1.65; 0.5 x 100 still in the lot
    expect(await of.account()).toMatchObject({
      realizedPnl: '25',
      fees: '3.45',
      cash: '99971.55',
      reserved: '0',
    });
    await clean(of);
  });

  it('sells at a limit that waits, and takes back what has not been sold', async () => {
    const of = await start();
    await buy(of, '2', at(6));
    await of.ticks(7, 10);
    const low = await order(of, { side: 'sell', type: 'limit', limit: '125', quantity: '1' }, at(12));
    const high = await order(of, { side: 'sell', type: 'limit', limit: '150', quantity: '0.5' }, at(12));
    await of.ticks(13, 16);
    expect(await get(of, low.id, at(16))).toMatchObject({ status: 'open', filledQuantity: '0' });
    const tooMuch = await of.post(
      '/v1/orders',
      { symbol: 'BTC/USDT', side: 'sell', type: 'market', quantity: '0.6' },
      { now: at(16) },
    );
    expect(tooMuch).toMatchObject({ status: 422, json: { code: 'insufficient_holdings' } });
    await of.ticks(17, 23);
    expect(await get(of, low.id, at(23))).toMatchObject({ status: 'filled', averagePrice: '125' });
    await of.ask({ method: 'DELETE', path: `/v1/orders/${high.id}`, now: at(23) });
    await of.ticks(24, 26);
    expect(await get(of, high.id, at(26))).toMatchObject({ status: 'cancelled', filledQuantity: '0' });
    expect(await of.ask({ method: 'DELETE', path: `/v1/orders/${high.id}`, now: at(26) })).toMatchObject({
      status: 409,
    });
    await clean(of);
  });

  it('turns an amount into lots at the limit or the last price, rounded down', async () => {
    const of = await start();
    // 1234.5 / 100 = 12.345
    expect(await order(of, { side: 'buy', amount: '1234.5678' }, at(5, 30_000))).toMatchObject({
      quantity: '12.345',
    });
    expect(
      await order(of, { side: 'buy', type: 'limit', limit: '90', amount: '100' }, at(5, 30_000)),
    ).toMatchObject({
      quantity: '1.111',
    });
    const none = await of.post(
      '/v1/orders',
      { symbol: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.05' },
      { now: at(5, 30_000) },
    );
    expect(none).toMatchObject({
      status: 422,
      json: { errors: [{ field: 'amount', code: 'amount_too_small' }] },
    });
  });

  it("never takes a bracket's lot, a short, or another account's", async () => {
    const of = await start();
    const entry = { type: 'market' };
    await of.post(
      '/v1/trades',
      { symbol: 'BTC/USDT', quantity: '1', entry, takeProfit: '200' },
      { now: at(6) },
    );
    await of.post(
      '/v1/trades',
      { symbol: 'BTC/USDT', quantity: '1', entry, direction: 'short' },
      { now: at(6) },
    );
    await of.post('/v1/accounts', { id: 'other', name: 'other', openingBalance: '5000' }, { now: at(6) });
    await order(of, { side: 'buy', quantity: '1', accountId: 'other' }, at(6));
    await of.ticks(7, 10);
    const none = await of.post(
      '/v1/orders',
      { symbol: 'BTC/USDT', side: 'sell', type: 'market', quantity: '0.5' },
      { now: at(11) },
    );
    expect(none).toMatchObject({ status: 422, json: { code: 'insufficient_holdings' } });
  });

  it('is idempotent: the same clientOrderId is one sale, with another body a conflict', async () => {
    const of = await start();
    await buy(of, '2', at(6));
    await of.ticks(7, 10);
    const body = { side: 'sell', quantity: '1', clientOrderId: 'half' };
    const both = await Promise.all(
      [1, 2].map(() =>
        of.post('/v1/orders', { symbol: 'BTC/USDT', type: 'market', ...body }, { now: at(11) }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 201]);
    const [id, ...others] = [...new Set(both.map(({ json }) => (json as OrderJson).id))];
    expect(others).toEqual([]);
    expect(await order(of, body, at(12), 200)).toMatchObject({ id });
    await order(of, { ...body, quantity: '0.5' }, at(12), 409);
    await of.ticks(13, 15);
    const lots = (await of.ask({ path: '/v1/positions', now: at(15) })).json as { items: object[] };
    expect(lots.items).toMatchObject([{ quantity: '1' }]);
    await clean(of);
  });

  it('two sales at the same moment never sell a lot twice', async () => {
    const of = await start();
    await buy(of, '2', at(6));
    await of.ticks(7, 10);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        of.post(
          '/v1/orders',
          { symbol: 'BTC/USDT', side: 'sell', type: 'market', quantity: '0.6' },
          { now: at(11) },
        ),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 422, 422]);
    await of.ticks(12, 14);
    const lots = (await of.ask({ path: '/v1/positions', now: at(14) })).json as { items: object[] };
    expect(lots.items).toMatchObject([{ quantity: '0.2' }]);
    await clean(of);
  });

  it('closes a part of a bracket, whose exits go on with the rest', async () => {
    const of = await start();
    const made = await of.post(
      '/v1/trades',
      { symbol: 'BTC/USDT', quantity: '2', entry: { type: 'market' }, takeProfit: '125', stopLoss: '90' },
      { now: at(6) },
    );
    const { id } = made.json as { id: string };
    await of.ticks(7, 10);
    const part = await of.post(`/v1/trades/${id}/close`, { quantity: '0.5' }, { now: at(12) });
    expect(part).toMatchObject({ status: 202, json: { state: 'closing' } });
    await of.ticks(13, 22);
    const { json } = await of.ask({ path: `/v1/trades/${id}`, now: at(22) });
    // 0.5 x 10 + 1.5 x 25
    expect(json).toMatchObject({ status: 'closed', closeReason: 'take_profit', realizedPnl: '42.5' });
    await clean(of);
  });

  it('gives back the collateral of the part of a short', async () => {
    const of = await start();
    const made = await of.post(
      '/v1/trades',
      { symbol: 'BTC/USDT', quantity: '2', direction: 'short', entry: { type: 'market' } },
      { now: at(6) },
    );
    const { id } = made.json as { id: string };
    await of.ticks(7, 10);
    await of.post(`/v1/trades/${id}/close`, { quantity: '0.5' }, { now: at(12) });
    await of.ticks(13, 15);
    // Sold 2 at 100, bought back 0.5 at 110: -5; fees 1.2 + 0.33; 150 held.
    expect(await of.account()).toMatchObject({
      reserved: '150',
      realizedPnl: '-5',
      fees: '1.53',
      cash: '99843.47',
    });
    await clean(of);
  });

  it('passes by what waits in parts, and sells a remainder of any worth', async () => {
    const of = await start();
    await buy(of, '1', at(6));
    await buy(of, '1', at(7));
    await of.ticks(7, 10);
    const wait = { side: 'sell', type: 'limit', limit: '150', quantity: '0.01' };
    for (let n = 0; n < 5; n++) await order(of, wait, at(12));
    // The sixth part goes to the second lot; a sale at the market takes the first one's rest.
    expect(await order(of, wait, at(12))).toMatchObject({ parts: [{ quantity: '0.01' }] });
    expect(await order(of, { side: 'sell', quantity: '1.939' }, at(12))).toMatchObject({
      parts: [{ quantity: '0.95' }, { quantity: '0.989' }],
    });
    expect(await order(of, { side: 'sell', quantity: '0.001' }, at(12))).toMatchObject({ status: 'open' });
    await of.ticks(13, 15);
    const lots = (await of.ask({ path: '/v1/positions', now: at(15) })).json as { items: object[] };
    expect(lots.items).toMatchObject([{ quantity: '0.06' }]);
    await clean(of);
  });

  it("an order is a purchase or a sale: a bracket's stop entry, or a short, is none", async () => {
    const of = await start();
    const made = await of.post(
      '/v1/trades',
      { symbol: 'BTC/USDT', quantity: '1', entry: { type: 'stop', stop: '105' } },
      { now: at(5, 30_000) },
    );
    const { id } = made.json as { id: string };
    expect(await of.ask({ path: `/v1/orders/${id}`, now: at(6) })).toMatchObject({ status: 404 });
    expect(await of.ask({ method: 'DELETE', path: `/v1/orders/${id}`, now: at(6) })).toMatchObject({
      status: 404,
    });
    expect((await of.ask({ path: `/v1/trades/${id}`, now: at(6) })).json).toMatchObject({ state: 'pending' });
  });
});
