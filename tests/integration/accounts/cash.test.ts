import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { type Faults, installFaults, losingAnswers } from '../tick/faults.ts';
import { minutes, snapshot } from '../tick/support.ts';
import { type Books, startBooks } from './support.ts';

const DEPOSITS = '/v1/accounts/main/deposits';
const WITHDRAWALS = '/v1/accounts/main/withdrawals';

describe('deposits and withdrawals', () => {
  let stores: Stores;
  let faults: Faults;
  let books: Books;
  beforeAll(async () => {
    stores = await startStores();
    faults = installFaults(stores);
  });
  beforeEach(async () => {
    books = await startBooks(stores, minutes(30, 105));
  });
  afterEach(async () => {
    faults.set(undefined);
    await books.close();
  });
  afterAll(() => stores.stop());
  const lines = async () =>
    ((await snapshot(stores)).ledger ?? []).filter(({ entryId }) => /^\d/.test(String(entryId))).length;

  it('move cash to the last digit, each with its line', async () => {
    expect(await books.post(DEPOSITS, { amount: '0.00000001' })).toMatchObject({
      status: 201,
      json: { kind: 'deposit', amount: '0.00000001', clientEntryId: null },
    });
    expect(await books.post(WITHDRAWALS, { amount: '99999.99999999' })).toMatchObject({
      status: 201,
      json: { kind: 'withdrawal', amount: '-99999.99999999' },
    });
    expect(await books.account()).toMatchObject({
      cash: '0.00000002',
      deposits: '100000.00000001',
      withdrawals: '99999.99999999',
    });
    expect(await books.audit()).toMatchObject({ balanced: true, entries: 2, differences: [] });
  });

  it('take out what is free, and not a digit more', async () => {
    const refused = await books.post(WITHDRAWALS, { amount: '100000.00000001' });
    expect(refused).toMatchObject({
      status: 422,
      json: { code: 'insufficient_funds', errors: [{ field: 'amount' }] },
    });
    expect(await lines()).toBe(0);
    expect((await books.post(WITHDRAWALS, { amount: '100000' })).status).toBe(201);
    expect(await books.account()).toMatchObject({ cash: '0', withdrawals: '100000' });
  });

  it('leave alone what a waiting trade holds', async () => {
    // 100 x 900 x 1.006 = 90540
    await books.post('/v1/trades', {
      symbol: 'BTC/USDT',
      quantity: '900',
      entry: { type: 'limit', limit: '100' },
    });
    expect(await books.account()).toMatchObject({ cash: '9460', reserved: '90540' });
    expect((await books.post(WITHDRAWALS, { amount: '9460.00000001' })).status).toBe(422);
    expect((await books.post(WITHDRAWALS, { amount: '9460' })).status).toBe(201);
    expect(await books.imbalance()).toBe('0');
  });

  it('answer a repeat with the first entry, and refuse another under its id', async () => {
    const first = await books.post(DEPOSITS, { amount: '10.50', clientEntryId: 'pay-1' });
    const again = await books.post(DEPOSITS, { amount: '10.5', clientEntryId: 'pay-1' });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.json).toEqual(first.json);
    const other = await books.post(DEPOSITS, { amount: '11', clientEntryId: 'pay-1' });
    expect(other).toMatchObject({ status: 409, json: { code: 'client_id_conflict' } });
    const otherWay = await books.post(WITHDRAWALS, { amount: '10.5', clientEntryId: 'pay-1' });
    expect(otherWay).toMatchObject({ status: 409, json: { code: 'client_id_conflict' } });
    expect(await books.account()).toMatchObject({ cash: '100010.5' });
  });

  it('book once where twenty ask at once under one id', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => books.post(DEPOSITS, { amount: '7', clientEntryId: 'race' })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await books.account()).toMatchObject({ cash: '100007' });
    expect(await lines()).toBe(1);
  });

  it('book once where the answer gets lost', async () => {
    faults.set(losingAnswers(1));
    expect((await books.post(DEPOSITS, { amount: '3' })).status).toBe(201);
    faults.set(undefined);
    expect(await books.account()).toMatchObject({ cash: '100003', deposits: '100003' });
    expect(await lines()).toBe(1);
  });

  it('pay out of one purse: of 40 withdrawals of 4,000 at once, 25 are paid', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => books.post(WITHDRAWALS, { amount: '4000' })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(25);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(15);
    expect(await books.account()).toMatchObject({ cash: '0', withdrawals: '100000' });
    expect(await books.audit()).toMatchObject({ balanced: true, entries: 25 });
  });

  it.each([
    ['a JSON number', { amount: 5 }, 'amount'],
    ['nothing', { amount: '0' }, 'amount'],
    ['less than nothing', { amount: '-5' }, 'amount'],
    ['nine decimals', { amount: '0.000000001' }, 'amount'],
    ['more than there is', { amount: '1000000000000.1' }, 'amount'],
    ['a strange id', { amount: '5', clientEntryId: 'a b' }, 'clientEntryId'],
    ['another field', { amount: '5', currency: 'EUR' }, 'currency'],
  ])('refuse %s', async (_, body, field) => {
    const answer = await books.post(DEPOSITS, body);
    expect(answer).toMatchObject({ status: 400, json: { code: 'validation_failed', errors: [{ field }] } });
    expect(await lines()).toBe(0);
  });

  it('know nothing of accounts of others, nor of none', async () => {
    await stores.addUser('u2');
    await books.post('/v1/accounts', { id: 'mine', name: 'Mine' }, { userId: 'u2' });
    for (const id of ['mine', 'none'])
      expect((await books.post(`/v1/accounts/${id}/deposits`, { amount: '5' })).status).toBe(404);
  });
});
