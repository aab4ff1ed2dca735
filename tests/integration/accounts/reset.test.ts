import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resetAccount } from '../../../shared/application/reset-account.ts';
import { samplePortfolios } from '../../../shared/application/sample-portfolios.ts';
import { ledgerPage } from '../../../shared/contract/schemas/ledger.ts';
import { tradeSchema } from '../../../shared/contract/schemas/trade.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, minutes, snapshot } from '../tick/support.ts';
import { type Books, startBooks } from './support.ts';

const RESET = '/v1/accounts/main/reset';
const buy = (entry: object) => ({ symbol: 'BTC/USDT', quantity: '2', entry });

describe('a reset', () => {
  let stores: Stores;
  let books: Books;
  beforeAll(async () => {
    stores = await startStores();
  });
  beforeEach(async () => {
    books = await startBooks(stores, minutes(70, 105));
  });
  afterEach(() => books.close());
  afterAll(() => stores.stop());

  const make = async (entry: object, now = at(6)) =>
    tradeSchema.parse((await books.post('/v1/trades', buy(entry), { now })).json).id;
  /** One trade open, one pending, 50 paid in. */
  const busy = async () => {
    const open = await make({ type: 'market' });
    await books.ticks(7, 9);
    const pending = await make({ type: 'limit', limit: '90' }, at(9));
    await books.post('/v1/accounts/main/deposits', { amount: '50', clientEntryId: 'pay' }, { now: at(9) });
    return { open, pending };
  };

  it('of an account at rest is done at once', async () => {
    const answer = await books.post(RESET);
    expect(answer).toMatchObject({ status: 202, json: { status: 'active', book: 2, cash: '100000' } });
    expect(await books.post(RESET)).toMatchObject({ json: { book: 3 } });
  });

  it('closes a trade that fills before its cancel can act', async () => {
    const id = await make({ type: 'market' });
    // The entry is armed and has seen no price yet: it fills first, and its cancel comes too late.
    expect(await books.post(RESET, undefined, { now: at(6) + 1 })).toMatchObject({
      json: { status: 'closing' },
    });
    await books.ticks(7, 9);
    expect(await books.account()).toMatchObject({ status: 'closing' });
    await books.ticks(10, 12);
    expect(await books.account()).toMatchObject({ status: 'active', book: 2 });
    const trade = tradeSchema.parse((await books.ask({ path: `/v1/trades/${id}` })).json);
    expect(trade).toMatchObject({ status: 'closed', closeReason: 'manual' });
  });

  it('ends all trades, archives the book and begins a new one; nothing is erased', async () => {
    const { open, pending } = await busy();
    await books.ask({
      method: 'PATCH',
      path: '/v1/accounts/main',
      body: { name: 'Mine', takerRate: '0.01' },
    });
    expect(await books.post(RESET, undefined, { now: at(10) })).toMatchObject({
      status: 202,
      json: { status: 'closing', book: 1 },
    });
    const trade = buy({ type: 'market' });
    expect((await books.post('/v1/trades', trade, { now: at(10) })).status).toBe(409);
    const booking = { amount: '1' };
    expect((await books.post('/v1/accounts/main/deposits', booking)).status).toBe(409);
    expect(await books.account()).toMatchObject({ status: 'closing' });
    await books.ticks(11, 13);
    const fresh = await books.account();
    expect(fresh).toMatchObject({
      status: 'active',
      book: 2,
      name: 'Mine',
      takerRate: '0.01',
      cash: '100000',
      reserved: '0',
      deposits: '100000',
      fees: '0',
      fillCount: 0,
    });
    const statuses = await Promise.all(
      [open, pending].map(async (id) =>
        tradeSchema.parse((await books.ask({ path: `/v1/trades/${id}` })).json),
      ),
    );
    expect(statuses.map(({ status, accountId }) => [status, accountId])).toEqual([
      ['closed', 'main'],
      ['cancelled', 'main'],
    ]);
    const ledger = async (query: Record<string, string> = {}) =>
      ledgerPage.parse((await books.ask({ path: '/v1/ledger', query })).json).items.map(({ kind }) => kind);
    expect(await ledger()).toEqual([]);
    expect(await ledger({ book: '1' })).toEqual(['fill', 'deposit', 'fill']);
    const archived = await books.ask({ path: '/v1/accounts/main/audit', query: { book: '1' } });
    expect(archived.json).toMatchObject({
      balanced: true,
      // 210 x 0.006 twice
      account: { status: 'closed', book: 1, fees: '2.52', cash: '100047.48' },
      trades: 2,
    });
    expect(await books.audit()).toMatchObject({ balanced: true, trades: 0, entries: 0 });
  });

  it('lets the new book trade like the old, and a repeated clientEntryId books nothing twice', async () => {
    await busy();
    await books.post(RESET, undefined, { now: at(10) });
    await books.ticks(11, 13);
    expect(await books.account()).toMatchObject({ book: 2 });
    const again = { amount: '50', clientEntryId: 'pay' };
    expect((await books.post('/v1/accounts/main/deposits', again, { now: at(13) })).status).toBe(200);
    await make({ type: 'market' }, at(13));
    await books.ticks(14, 16);
    expect(await books.account()).toMatchObject({ book: 2, cash: '99788.74', fillCount: 1 });
    expect(await books.imbalance()).toBe('0');
    expect(await books.audit()).toMatchObject({ balanced: true, entries: 1, trades: 1 });
  });

  it('is finished by one of many that look at once', async () => {
    await busy();
    await books.post(RESET, undefined, { now: at(10) });
    await books.ticks(11, 13);
    const seen = await Promise.all(Array.from({ length: 10 }, () => books.account()));
    expect(seen.map(({ status, book }) => `${status} ${book}`)).toEqual(Array(10).fill('active 2'));
    const items = (await snapshot(stores)).users ?? [];
    expect(items.filter(({ sk }) => String(sk).startsWith('account#'))).toHaveLength(2);
  });

  it('is finished by the hourly job where nobody looks', async () => {
    await busy();
    await books.post(RESET, undefined, { now: at(10) });
    await books.ticks(11, 13);
    await books.ticks(59, 60);
    await samplePortfolios(books.requests, at(60));
    expect(await books.requests.accounts.load('u1', 'main')).toMatchObject({ accountId: 'main#0002' });
  });

  it('asked again ends a trade that the index did not show the first time', async () => {
    const { open, pending } = await busy();
    const { requests } = books;
    const blind = {
      ...requests,
      trades: { ...requests.trades, active: async () => ({ items: [], next: undefined }) },
    };
    await resetAccount(blind, { userId: 'u1', accountId: 'main', now: at(10) });
    await books.ticks(11, 13);
    // Whatever an index says: the account's own counters tell that something is left.
    expect(await books.account()).toMatchObject({ status: 'closing', book: 1 });
    expect(await books.post(RESET, undefined, { now: at(13) })).toMatchObject({
      json: { status: 'closing' },
    });
    await books.ticks(14, 16);
    expect(await books.account()).toMatchObject({ status: 'active', book: 2 });
    const ended = await requests.trades.loadMany(
      [open, pending].map((tradeId) => ({ userId: 'u1', tradeId })),
    );
    expect(ended.map((trade) => 'status' in trade && trade.status).sort()).toEqual(['cancelled', 'closed']);
  });

  it('of a closed account is refused', async () => {
    await books.post('/v1/accounts', { id: 'old', name: 'Old' });
    await books.ask({ method: 'DELETE', path: '/v1/accounts/old' });
    expect((await books.post('/v1/accounts/old/reset')).status).toBe(409);
    expect((await books.post('/v1/accounts/none/reset')).status).toBe(404);
  });
});
