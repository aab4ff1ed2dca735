import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { minutes, snapshot } from '../tick/support.ts';
import { type Books, startBooks } from './support.ts';

describe('the audit', () => {
  let stores: Stores;
  let books: Books;
  beforeAll(async () => {
    stores = await startStores();
  });
  beforeEach(async () => {
    books = await startBooks(stores, minutes(30, 105));
    const of = { symbol: 'BTC/USDT', quantity: '2' };
    await books.post('/v1/trades', { ...of, entry: { type: 'market' } });
    await books.post('/v1/trades', { ...of, entry: { type: 'market' }, direction: 'short' });
    await books.post('/v1/trades', { ...of, entry: { type: 'limit', limit: '50' } });
    await books.post('/v1/accounts/main/deposits', { amount: '10' });
    await books.ticks(7, 9);
  });
  afterEach(() => books.close());
  afterAll(() => stores.stop());

  const add = (set: string, value: number) =>
    stores.client.send(
      new UpdateCommand({
        TableName: TABLES.users,
        Key: { pk: 'user#u1', sk: 'account#main' },
        UpdateExpression: `ADD ${set} :value`,
        ExpressionAttributeValues: { ':value': value },
      }),
    );
  const differing = async () => {
    const { balanced, differences } = await books.audit();
    expect(balanced).toBe(differences.length === 0);
    return [...new Set(differences.map(({ what }) => what))].sort();
  };

  it('finds nothing where nothing is wrong: a long, a short and a pending trade', async () => {
    expect(await books.audit()).toMatchObject({
      balanced: true,
      conclusive: true,
      entries: 3,
      trades: 3,
      differences: [],
      // 100.6 for the pending, 210 for the short
      account: { reserved: '310.6', fees: '2.52', fillCount: 2 },
    });
  });

  it.each([
    ['cash', 0.01, ['balance', 'cash']],
    ['reserved', -1, ['balance', 'reserved']],
    ['deposits', 1, ['balance', 'deposits']],
    ['withdrawals', 1, ['balance', 'withdrawals']],
    ['realizedPnl', 0.5, ['balance', 'realizedPnl']],
    ['fees', 0.00000001, ['balance', 'fees']],
    ['fillCount', 1, ['fillCount']],
  ])('names %s where it is off by %s', async (counter, by, expected) => {
    await add(counter, by);
    expect(await differing()).toEqual(expected);
  });

  it('names both sides of what cancels out in the balance', async () => {
    await add('cash', 5);
    await add('deposits', 5);
    expect((await books.audit()).differences).toEqual([
      { what: 'cash', stated: expect.any(String), recomputed: expect.any(String) },
      { what: 'deposits', stated: '100015', recomputed: '100010' },
    ]);
  });

  it('names a line that is gone, and a fill that says something else', async () => {
    const lines = (await snapshot(stores)).ledger ?? [];
    const fills = lines.filter(({ kind }) => kind === 'fill');
    const keyOf = (line: (typeof fills)[number] | undefined) => ({
      book: line?.book,
      entryId: line?.entryId,
    });
    await stores.client.send(
      new UpdateCommand({
        TableName: TABLES.ledger,
        Key: keyOf(fills[0]),
        UpdateExpression: 'SET price = :price',
        ExpressionAttributeValues: { ':price': '104' },
      }),
    );
    expect(await differing()).toEqual(['fills']);
    await stores.client.send(new DeleteCommand({ TableName: TABLES.ledger, Key: keyOf(fills[0]) }));
    expect(await differing()).toEqual(['cash', 'fees', 'fillCount', 'fills']);
  });

  it('goes on while trades go on', async () => {
    const working = Array.from({ length: 20 }, () =>
      books.post('/v1/accounts/main/deposits', { amount: '1' }),
    );
    const audits = await Promise.all(Array.from({ length: 5 }, () => books.audit()));
    await Promise.all(working);
    for (const { balanced, conclusive } of audits) expect(balanced || !conclusive).toBe(true);
    expect(await books.audit()).toMatchObject({ balanced: true, conclusive: true });
  });
});
