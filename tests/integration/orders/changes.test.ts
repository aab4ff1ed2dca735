import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bulkAnswer } from '../../../shared/contract/schemas/bulk.ts';
import type { LogRowJson } from '../../../shared/contract/schemas/log.ts';
import { type TradeJson, tradeSchema } from '../../../shared/contract/schemas/trade.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { type Books, startBooks } from '../accounts/support.ts';
import { at, flat, minutes, type Row } from '../tick/support.ts';

/** Fees of 0.6 %, no slippage; each bar has a volume of 1. */
describe('changes through the API', () => {
  let stores: Stores;
  let books: Books | undefined;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterEach(() => books?.close());
  afterAll(() => stores.stop());

  const start = async (rows: Readonly<Record<number, Row>>, opening?: number): Promise<Books> => {
    books = await startBooks(stores, minutes(40, 100, rows), opening);
    return books;
  };
  const open = async (of: Books, body: object): Promise<string> => {
    const made = await of.post('/v1/trades', {
      symbol: 'BTC/USDT',
      quantity: '2',
      entry: { type: 'market' },
      ...body,
    });
    expect([made.status, made.text]).toEqual([201, made.text]);
    return tradeSchema.parse(made.json).id;
  };
  const get = async (of: Books, id: string): Promise<TradeJson> =>
    tradeSchema.parse((await of.ask({ path: `/v1/trades/${id}` })).json);
  const patch = (of: Books, id: string, minute: number, body: object, ifMatch?: string) =>
    of.ask({
      method: 'PATCH',
      path: `/v1/trades/${id}`,
      body,
      now: at(minute),
      headers: {
        'content-type': 'application/json',
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
    });
  const fillsOf = ({ fills }: TradeJson) =>
    fills.map(({ leg, price, quantity }) => `${leg} ${price} ${quantity}`);
  const logOf = async (of: Books, id: string) =>
    ((await of.ask({ path: `/v1/trades/${id}/logs` })).json as { items: LogRowJson[] }).items;
  const clean = async (of: Books) => {
    expect(of.logged).toEqual([]);
    expect(await of.imbalance()).toBe('0');
    expect(await of.audit()).toMatchObject({ balanced: true });
  };

  it('an OCO on a part of what is held: the stop of it fires, the rest stays', async () => {
    const of = await start({ 12: [100, 100, 94, 94] });
    const id = await open(of, {});
    await of.ticks(7, 8);
    const asked = await patch(of, id, 9, { takeProfit: '110', stopLoss: '95', covers: '0.5' }, '"2"');
    expect([asked.status, asked.headers.etag]).toEqual([202, '"3"']);
    await of.ticks(10, 14);
    const trade = await get(of, id);
    expect(fillsOf(trade)).toEqual(['entry 100 2', 'stop_loss 95 0.5']);
    expect(trade).toMatchObject({ status: 'open', openQuantity: '1.5' });
    await clean(of);
  });

  it('a trailing stop and targets given to an open trade, in percent of its quantity', async () => {
    const of = await start({ 12: [100, 106, 100, 106], 13: flat(106), 14: [106, 106, 90, 90] });
    const id = await open(of, {});
    await of.ticks(7, 8);
    const body = { trailing: { percent: '2' }, targets: [{ price: '105', percent: '25' }] };
    expect((await patch(of, id, 9, body)).status).toBe(202);
    await of.ticks(10, 16);
    const trade = await get(of, id);
    // 106 x 0.98 = 103.88
    expect(fillsOf(trade)).toEqual(['entry 100 2', 'target 105 0.5', 'trailing_stop 103.88 1.5']);
    const changed = (await logOf(of, id)).find(({ type }) => type === 'exits_changed');
    expect(changed?.changes).toMatchObject({
      trailing: { percent: '2' },
      targets: [{ price: '105', quantity: '0.5' }],
    });
    await clean(of);
  });

  it('after the first target the stop may rise above it', async () => {
    const of = await start({
      7: flat(101),
      8: [101, 106, 101, 106],
      ...Object.fromEntries(Array.from({ length: 6 }, (_, n) => [n + 9, flat(108)])),
      15: [108, 108, 104, 104],
    });
    const id = await open(of, {
      targets: [{ price: '105', percent: '50' }],
      stopLoss: '95',
      breakEven: true,
    });
    await of.ticks(7, 11);
    expect(await get(of, id)).toMatchObject({ stopLoss: '100' });
    expect((await patch(of, id, 11, { stopLoss: '107' })).status).toBe(202);
    await of.ticks(12, 17);
    expect(fillsOf(await get(of, id))).toEqual(['entry 100 2', 'target 105 1', 'stop_loss 107 1']);
    await clean(of);
  });

  it('a version that the tick has moved on is refused', async () => {
    const of = await start({});
    const id = await open(of, { stopLoss: '90' });
    await of.ticks(7, 8);
    expect(await patch(of, id, 9, { stopLoss: '91' }, '"1"')).toMatchObject({
      status: 412,
      json: { code: 'version_conflict' },
    });
    expect(await get(of, id)).toMatchObject({ stopLoss: '90', version: 2 });
  });

  it('an entry that waits gets another price and quantity, and what that may cost is held at once', async () => {
    const of = await start({ 12: [100, 100, 94, 94] });
    const id = await open(of, { entry: { type: 'limit', limit: '90' } });
    // 90 x 2 x 1.006
    expect(await of.account()).toMatchObject({ reserved: '181.08' });
    expect((await patch(of, id, 8, { entry: { type: 'limit', limit: '95' }, quantity: '3' })).status).toBe(
      202,
    );
    // 95 x 3 x 1.006
    expect(await of.account()).toMatchObject({ reserved: '286.71' });
    await of.ticks(9, 14);
    const trade = await get(of, id);
    expect(fillsOf(trade)).toEqual(['entry 95 3']);
    expect(trade).toMatchObject({ quantity: '3', entry: { limit: '95' } });
    expect(await of.account()).toMatchObject({ reserved: '0' });
    await clean(of);
  });

  it('less is given back once the change has acted', async () => {
    const of = await start({});
    const id = await open(of, { entry: { type: 'limit', limit: '90' } });
    expect((await patch(of, id, 8, { quantity: '1' })).status).toBe(202);
    expect(await of.account()).toMatchObject({ reserved: '181.08' });
    await of.ticks(9, 10);
    expect(await of.account()).toMatchObject({ reserved: '90.54' });
    await clean(of);
  });

  it('a change that the account cannot bear is refused, and holds nothing', async () => {
    const of = await start({}, 200);
    const id = await open(of, { entry: { type: 'limit', limit: '90' } });
    const answer = await patch(of, id, 8, { quantity: '3' });
    // 90 x 1 x 1.006 more; 200 - 181.08 is free.
    expect(answer).toMatchObject({
      status: 422,
      json: {
        code: 'insufficient_funds',
        errors: [{ message: 'needs 90.54 more, free cash is 18.92' }],
      },
    });
    expect(await get(of, id)).toMatchObject({ version: 1, quantity: '2', state: 'pending' });
    expect(await of.account()).toMatchObject({ reserved: '181.08', cash: '18.92' });
    await clean(of);
  });

  it('two changes at once, of which the account can bear one: one is refused', async () => {
    const of = await start({}, 400);
    const ids = [
      await open(of, { entry: { type: 'limit', limit: '90' } }),
      await open(of, { entry: { type: 'limit', limit: '90' } }),
    ];
    // 362.16 is held; 30.18 more is there once.
    const answers = await Promise.all(
      ids.map((id) => patch(of, id, 8, { entry: { type: 'limit', limit: '105' }, quantity: '2' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 422]);
    await clean(of);
  });

  it('both readings of a bar that reaches stop and target, at the end', async () => {
    const of = await start({ 10: [100, 106, 94, 100] });
    const id = await open(of, { takeProfit: '105', stopLoss: '95' });
    await of.ticks(7, 12);
    const trade = await get(of, id);
    // 190 - 200 - 1.2 - 1.14, or 210 - 200 - 1.2 - 1.26
    expect(trade).toMatchObject({
      closeReason: 'stop_loss',
      netPnl: '-12.34',
      readings: { pessimistic: { netPnl: '-12.34' }, optimistic: { netPnl: '7.54' } },
    });
    await clean(of);
  });

  it('the rest of an entry is cancelled, and ends at its good-till time', async () => {
    const of = await start({});
    const body = { quantity: '2', participation: '0.25' };
    const cancelled = await open(of, body);
    const expired = await open(of, { ...body, goodTill: new Date(at(9)).toISOString() });
    await of.ticks(7, 7);
    expect((await get(of, cancelled)).legs).toMatchObject([
      { leg: 'entry', quantity: '2', filledQuantity: '0.25', state: 'armed' },
    ]);
    const answer = await of.ask({ method: 'DELETE', path: `/v1/trades/${cancelled}`, now: at(8) });
    expect(answer).toMatchObject({ status: 202, json: { state: 'cancelling', status: 'open' } });
    await of.ticks(9, 12);
    for (const id of [cancelled, expired]) {
      const trade = await get(of, id);
      expect(trade).toMatchObject({ status: 'open', legs: [{ leg: 'entry', state: 'disarmed' }] });
      expect(Number(trade.filledQuantity)).toBeLessThan(1.5);
      const ended = (await logOf(of, id)).find(({ type }) => type === 'entry_ended');
      expect(ended?.reason).toMatch(id === cancelled ? /cancelled/ : /good-till/);
    }
    expect(await of.account()).toMatchObject({ reserved: '0' });
    await clean(of);
  });

  it('all that is open is closed, all that waits is cancelled, of one symbol or of all', async () => {
    const of = await start({});
    const opened = [await open(of, {}), await open(of, { stopLoss: '90' })];
    const waiting = [
      await open(of, { entry: { type: 'limit', limit: '90' } }),
      await open(of, { entry: { type: 'oco', limit: '90', stop: '120' } }),
    ];
    await of.ticks(7, 8);
    const close = await of.post('/v1/trades/close', { symbol: 'BTC/USDT' }, { now: at(9) });
    const cancel = await of.post('/v1/trades/cancel', { all: true }, { now: at(9) });
    const idsOf = (json: unknown) => bulkAnswer.parse(json).items.map(({ id, status }) => `${id} ${status}`);
    expect([close.status, idsOf(close.json).sort()]).toEqual([207, opened.map((id) => `${id} 202`).sort()]);
    expect([cancel.status, idsOf(cancel.json).sort()]).toEqual([
      207,
      waiting.map((id) => `${id} 202`).sort(),
    ]);
    await of.ticks(10, 12);
    for (const id of opened)
      expect(await get(of, id)).toMatchObject({ status: 'closed', closeReason: 'manual' });
    for (const id of waiting) expect(await get(of, id)).toMatchObject({ status: 'cancelled' });
    expect((await of.post('/v1/trades/close', { all: true }, { now: at(13) })).json).toEqual({
      items: [],
      next: null,
    });
    const again = await of.post('/v1/trades/close', { ids: opened }, { now: at(13) });
    expect(bulkAnswer.parse(again.json).items).toMatchObject([
      { status: 409, problem: { code: 'trade_ended' } },
      { status: 409, problem: { code: 'trade_ended' } },
    ]);
    await clean(of);
  });
});
