import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, flat, minutes } from '../tick/support.ts';
import { type Books, startBooks } from './support.ts';

/** 100; from minute 10 on 320: the short of 9 was sold for 900, and costs 2,880 to buy back; from 20 on 90. */
const ROWS = minutes(40, 90, {
  ...Object.fromEntries(Array.from({ length: 10 }, (_, n) => [n, flat(100)])),
  ...Object.fromEntries(Array.from({ length: 10 }, (_, n) => [10 + n, flat(320)])),
});

/** Fill rules, 6.4. */
describe('an account that a gap has put into debt', () => {
  let stores: Stores;
  let books: Books | undefined;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterEach(() => books?.close());
  afterAll(() => stores.stop());

  it('opens nothing more: an entry that waits is rejected where it fires, and its money comes free', async () => {
    books = await startBooks(stores, ROWS, 1_000);
    const { post, ask, ticks } = books;
    const trade = (body: object) => ({ symbol: 'BTC/USDT', ...body });
    const short = { direction: 'short', quantity: '9', entry: { type: 'market' } };
    expect((await post('/v1/trades', trade(short), { now: at(6) })).status).toBe(201);
    const waiting = { quantity: '0.2', entry: { type: 'limit', limit: '95' } };
    const made = await post('/v1/trades', trade(waiting), { now: at(6) });
    expect(made.status).toBe(201);
    const { id } = made.json as { id: string };
    await ticks(7, 15);
    // 1000 - 5.4 (fee) + 900 - 2880 - 17.28 (fee) - 900 + 900 (collateral) - 19.114 (reserved)
    expect(await books.account()).toMatchObject({ cash: '-1021.794', reserved: '19.114' });
    await ticks(16, 24);
    expect((await ask({ path: `/v1/trades/${id}`, now: at(24) })).json).toMatchObject({ status: 'rejected' });
    expect(await books.account()).toMatchObject({ cash: '-1002.68', reserved: '0' });
    expect(await books.audit()).toMatchObject({ balanced: true });
    const more = trade({ quantity: '0.1', entry: { type: 'market' } });
    expect(await post('/v1/trades', more, { now: at(24) })).toMatchObject({ status: 422 });
  });
});
