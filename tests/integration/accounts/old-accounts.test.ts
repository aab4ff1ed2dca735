import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { seedDemoUser } from '../../../infra/local/demo.ts';
import { dynamodbClient } from '../../../infra/local/dynamodb/tables.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { at, type Row } from '../tick/support.ts';
import { type Books, startBooks } from './support.ts';

/** 105 for twenty minutes, then 50. */
const ROWS = Array.from({ length: 60 }, (_, minute): Row => {
  const price = minute < 20 ? 105 : 50;
  return [price, price, price, price];
});

/** Accounts of before there were funds: rates, status, realizedPnl, fees and fillCount, and trades that hold nothing. */
describe('an account that was made before there were funds', () => {
  let stores: Stores;
  let books: Books;
  let short: string;
  const stop = async () => {
    await books?.close();
    await stores?.stop();
  };
  afterAll(stop);

  const trade = async (body: object): Promise<string> => {
    const made = await books.post('/v1/trades', { symbol: 'BTC/USDT', quantity: '1', ...body });
    expect(made.status).toBe(201);
    return (made.json as { id: string }).id;
  };
  const strip = (table: string, Key: Record<string, string>, attributes: string) =>
    stores.client.send(
      new UpdateCommand({ TableName: table, Key, UpdateExpression: `REMOVE ${attributes}` }),
    );

  /** A long and a short open, a limit at 50 that waits, a trade closed where it began: at 105, each fee 0.63. */
  beforeEach(async () => {
    await stop();
    stores = await startStores();
    books = await startBooks(stores, ROWS);
    await trade({ entry: { type: 'market' } });
    short = await trade({ direction: 'short', entry: { type: 'market' } });
    const pending = await trade({ entry: { type: 'limit', limit: '50' } });
    const closed = await trade({ entry: { type: 'market' } });
    await books.ticks(7, 8);
    await books.post(`/v1/trades/${closed}/close`, undefined, { now: at(8) + 1 });
    await books.ticks(9, 10);
    const account = { pk: 'user#u1', sk: 'account#main' };
    const funds = '#live, cash, reserved, deposits, withdrawals, openingBalance, #name';
    await stores.client.send(
      new UpdateCommand({
        TableName: TABLES.users,
        Key: account,
        UpdateExpression: `REMOVE ${funds}`,
        ExpressionAttributeNames: { '#live': 'live', '#name': 'name' },
      }),
    );
    await strip(TABLES.trades, { userId: 'u1', tradeId: pending }, 'trade.reservation');
  });

  it('gets its opening balance as it is first read, once, however many read it', async () => {
    const reads = ['/v1/accounts/main', '/v1/accounts', '/v1/portfolio', '/v1/accounts/main/audit'];
    const answers = await Promise.all([...reads, ...reads].map((path) => books.ask({ path })));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    // 100,000 less four fees, the long's cost, and as much again as the short's collateral.
    expect(await books.account()).toMatchObject({
      cash: '99787.48',
      reserved: '105',
      deposits: '100000',
      withdrawals: '0',
      fees: '2.52',
      fillCount: 4,
      status: 'active',
      name: 'main',
      book: 1,
    });
    expect(await books.audit()).toMatchObject({ balanced: true, conclusive: true, trades: 4 });
    expect(await books.imbalance()).toBe('0');
  });

  it('settles before it is first read: nothing of it is refused, lost or counted twice', async () => {
    const close = await books.post(`/v1/trades/${short}/close`, undefined, { now: at(10) + 1 });
    expect(close.status).toBe(202);
    await books.ticks(11, 22);
    // Six fills: five at 105, one at 50.
    expect(await books.account()).toMatchObject({
      cash: '99841.55',
      reserved: '0',
      fees: '3.45',
      fillCount: 6,
    });
    expect(await books.audit()).toMatchObject({ balanced: true, conclusive: true });
  });

  it('settles while it is first read', async () => {
    await books.post(`/v1/trades/${short}/close`, undefined, { now: at(10) + 1 });
    await Promise.all([
      books.ticks(11, 22),
      ...Array.from({ length: 12 }, () => books.ask({ path: '/v1/portfolio' })),
    ]);
    expect(await books.account()).toMatchObject({ cash: '99841.55', reserved: '0', fillCount: 6 });
    expect(await books.audit()).toMatchObject({ balanced: true });
  });

  it('trades, deposits and resets as any other; a waiting entry that holds nothing keeps its book open', async () => {
    expect(
      (await books.post('/v1/accounts/main/deposits', { amount: '7' }, { now: at(10) + 1 })).status,
    ).toBe(201);
    expect(await books.account()).toMatchObject({ cash: '99794.48', deposits: '100007' });
    const reset = await books.post('/v1/accounts/main/reset', undefined, { now: at(10) + 2 });
    expect(reset.json).toMatchObject({ status: 'closing', book: 1 });
    await books.ticks(11, 13);
    expect(await books.account()).toMatchObject({ status: 'active', book: 2, cash: '100000' });
    const audit = await books.ask({ path: '/v1/accounts/main/audit', query: { book: '1' } });
    expect(audit.json).toMatchObject({ balanced: true, account: { status: 'closed' } });
  });

  it('of the demo user stays as it is when the runtime starts again', async () => {
    const raw = dynamodbClient(stores.endpoint);
    await seedDemoUser(raw, TABLES.users, 'pw_of_a_test');
    await stores.client.send(
      new UpdateCommand({
        TableName: TABLES.users,
        Key: { pk: 'user#demo', sk: 'account#main' },
        UpdateExpression: 'SET fees = :fees, fillCount = :one REMOVE cash, reserved, deposits, withdrawals',
        ExpressionAttributeValues: { ':fees': 3, ':one': 1 },
      }),
    );
    await seedDemoUser(raw, TABLES.users, 'pw_of_a_test');
    raw.destroy();
    expect(await books.account('main', 'demo')).toMatchObject({
      cash: '99997',
      deposits: '100000',
      fees: '3',
    });
  });
});
