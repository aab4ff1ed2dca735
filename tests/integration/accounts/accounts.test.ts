import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountList, accountSchema } from '../../../shared/contract/schemas/account.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { at, minutes } from '../tick/support.ts';
import { type Books, startBooks } from './support.ts';

const ACCOUNTS = '/v1/accounts';
const limit = (quantity: string, accountId?: string) => ({
  symbol: 'BTC/USDT',
  quantity,
  entry: { type: 'limit', limit: '100' },
  ...(accountId === undefined ? {} : { accountId }),
});

describe('accounts', () => {
  let stores: Stores;
  let books: Books;
  beforeAll(async () => {
    stores = await startStores();
  });
  beforeEach(async () => {
    books = await startBooks(stores, minutes(30, 105));
  });
  afterEach(() => books.close());
  afterAll(() => stores.stop());
  const listed = async (userId = 'u1') =>
    accountList.parse((await books.ask({ path: ACCOUNTS, userId })).json).items.map(({ id }) => id);

  it('are made, listed and read, each with its own money', async () => {
    const made = await books.post(ACCOUNTS, { id: 'swing', name: ' Swing ', openingBalance: '5000.5' });
    expect(made).toMatchObject({
      status: 201,
      headers: { location: '/v1/accounts/swing' },
      json: { id: 'swing', book: 1, name: 'Swing', cash: '5000.5', deposits: '5000.5', currency: 'USD' },
    });
    expect(made.json).toEqual(await books.account('swing'));
    expect(await listed()).toEqual(['main', 'swing']);
    expect(await books.audit('swing')).toMatchObject({ balanced: true });
  });

  it('begin empty under an id of our own where nothing is said', async () => {
    const made = accountSchema.parse((await books.post(ACCOUNTS, { name: 'Another' })).json);
    expect(made.id).toMatch(/^[0-9a-z]{26}$/);
    expect(made).toMatchObject({ cash: '0', makerRate: '0.006', takerRate: '0.006', slippageBps: 0 });
    expect(await books.account(made.id)).toEqual(made);
  });

  it('have one of each id, also where ten ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => books.post(ACCOUNTS, { id: 'one', name: 'One' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
    expect(await books.post(ACCOUNTS, { id: 'main', name: 'x' })).toMatchObject({
      json: { code: 'account_exists' },
    });
  });

  it('are twenty at most, also where thirty are asked for at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => books.post(ACCOUNTS, { id: `a${n}`, name: 'x' })),
    );
    const codes = answers.map(({ status, json }) => `${status} ${(json as { code?: string }).code ?? ''}`);
    // Nineteen beside main.
    expect(codes.filter((code) => code === '201 ')).toHaveLength(19);
    expect(codes.filter((code) => code === '409 too_many_accounts')).toHaveLength(11);
    const [, closed = ''] = await listed();
    await books.ask({ method: 'DELETE', path: `${ACCOUNTS}/${closed}` });
    expect((await books.post(ACCOUNTS, { id: 'room', name: 'x' })).status).toBe(201);
    expect((await books.post(ACCOUNTS, { id: 'no-room', name: 'x' })).status).toBe(409);
  });

  it('are not made for who does not exist', async () => {
    expect((await books.post(ACCOUNTS, { id: 'ghost', name: 'x' }, { userId: 'nobody' })).status).toBe(409);
    expect(await listed('nobody')).toEqual([]);
  });

  it('change their name, rates and slippage for trades made from then on', async () => {
    const before = await books.post('/v1/trades', limit('1'));
    const changed = await books.ask({
      method: 'PATCH',
      path: `${ACCOUNTS}/main`,
      body: { name: 'Mine', takerRate: '0.05', slippageBps: 500 },
    });
    expect(changed).toMatchObject({
      status: 200,
      json: { name: 'Mine', takerRate: '0.05', makerRate: '0.006', slippageBps: 500, reserved: '100.6' },
    });
    await books.post('/v1/trades', limit('1'));
    // 100.6 + 100 x 1.05
    expect(await books.account()).toMatchObject({ reserved: '205.6' });
    expect(before.status).toBe(201);
  });

  it.each([
    [{ takerRate: '0.0500001' }, 'takerRate'],
    [{ makerRate: '-0.001' }, 'makerRate'],
    [{ makerRate: '0.0000001' }, 'makerRate'],
    [{ makerRate: 0.001 }, 'makerRate'],
    [{ slippageBps: 501 }, 'slippageBps'],
    [{ slippageBps: 0.5 }, 'slippageBps'],
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(65) }, 'name'],
    [{ name: 'a\u0007b' }, 'name'],
    [{ name: 'x', cash: '5' }, 'cash'],
    [{ name: 'x', status: 'closed' }, 'status'],
    [{}, ''],
  ])('refuse %j', async (body, field) => {
    const answer = await books.ask({ method: 'PATCH', path: `${ACCOUNTS}/main`, body });
    expect(answer).toMatchObject({ status: 400, json: { code: 'validation_failed', errors: [{ field }] } });
  });

  it.each(['Main', 'a_b', '-a', 'x'.repeat(33), 'main#0002', ''])('take no id like "%s"', async (id) => {
    expect((await books.post(ACCOUNTS, { id, name: 'x' })).status).toBe(400);
  });

  it('hold their own trades', async () => {
    await books.post(ACCOUNTS, { id: 'swing', name: 'Swing', openingBalance: '500' });
    expect(await books.post('/v1/trades', limit('2', 'swing'))).toMatchObject({
      status: 201,
      json: { accountId: 'swing' },
    });
    expect(await books.account('swing')).toMatchObject({ cash: '298.8', reserved: '201.2' });
    expect(await books.account()).toMatchObject({ cash: '100000', reserved: '0' });
    const tooMuch = await books.post('/v1/trades', limit('3', 'swing'));
    expect(tooMuch).toMatchObject({ status: 422, json: { code: 'insufficient_funds' } });
    expect((await books.post('/v1/trades', limit('1', 'none'))).status).toBe(409);
  });

  it('close where nothing waits or is open, for good', async () => {
    await books.post(ACCOUNTS, { id: 'swing', name: 'Swing', openingBalance: '500' });
    const { json } = await books.post('/v1/trades', limit('2', 'swing'));
    const path = `${ACCOUNTS}/swing`;
    expect(await books.ask({ method: 'DELETE', path })).toMatchObject({
      status: 409,
      json: { code: 'account_not_empty' },
    });
    await books.ask({ method: 'DELETE', path: `/v1/trades/${(json as { id: string }).id}` });
    await books.ticks(7, 9);
    expect(await books.ask({ method: 'DELETE', path })).toMatchObject({
      status: 200,
      json: { status: 'closed', cash: '500' },
    });
    expect((await books.ask({ method: 'DELETE', path })).status).toBe(200);
    expect(await listed()).toEqual(['main']);
    expect(await books.account('swing')).toMatchObject({ status: 'closed' });
    expect((await books.post('/v1/trades', limit('1', 'swing'))).status).toBe(409);
    expect((await books.post(`${path}/deposits`, { amount: '1' })).status).toBe(409);
    expect((await books.ask({ method: 'PATCH', path, body: { name: 'x' } })).status).toBe(409);
    expect((await books.post(ACCOUNTS, { id: 'swing', name: 'x' })).status).toBe(409);
    expect((await books.ask({ path: '/v1/ledger', query: { account: 'swing' } })).status).toBe(200);
  });

  it('close or take a trade, never both', async () => {
    for (let round = 0; round < 10; round++) {
      const id = `r${round}`;
      await books.post(ACCOUNTS, { id, name: id, openingBalance: '500' });
      const [closed, traded] = await Promise.all([
        books.ask({ method: 'DELETE', path: `${ACCOUNTS}/${id}` }),
        books.post('/v1/trades', limit('1', id)),
      ]);
      expect([closed.status, traded.status]).toSatisfy(
        ([close, trade]) => (close === 200 && trade === 409) || (close === 409 && trade === 201),
      );
    }
  });

  it('main stays', async () => {
    const answer = await books.ask({ method: 'DELETE', path: `${ACCOUNTS}/main`, now: at(7) });
    expect(answer).toMatchObject({ status: 409, json: { code: 'main_account' } });
  });

  it('of others are as absent as none', async () => {
    await stores.addUser('u2');
    await books.post(ACCOUNTS, { id: 'secret', name: 'x' }, { userId: 'u2' });
    const path = `${ACCOUNTS}/secret`;
    const answers = await Promise.all([
      books.ask({ path }),
      books.ask({ path: `${path}/audit` }),
      books.ask({ method: 'PATCH', path, body: { name: 'y' } }),
      books.ask({ method: 'DELETE', path }),
      books.post(`${path}/reset`),
      books.post(`${path}/withdrawals`, { amount: '1' }),
      ...['ledger', 'fills', 'positions', 'portfolio', 'portfolio/history'].map((of) =>
        books.ask({ path: `/v1/${of}`, query: { account: 'secret' } }),
      ),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect(await books.account('secret', 'u2')).toMatchObject({ name: 'x', status: 'active' });
  });
});
