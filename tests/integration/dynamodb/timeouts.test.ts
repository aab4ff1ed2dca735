import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { watchlistRoutes } from '../../../functions/http/watchlist-routes.ts';
import { cognitoClient, cognitoIdentity } from '../../../shared/adapters/cognito/identity-provider.ts';
import { documentClient } from '../../../shared/adapters/dynamodb/client.ts';
import { connectionStore } from '../../../shared/adapters/dynamodb/connection-store.ts';
import { historyJobs } from '../../../shared/adapters/dynamodb/history-jobs.ts';
import { ledgerStore } from '../../../shared/adapters/dynamodb/ledger-store.ts';
import { watchlistStore } from '../../../shared/adapters/dynamodb/watchlist-store.ts';
import { tickQueue } from '../../../shared/adapters/sqs/tick-queue.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { money } from '../../../shared/domain/money/decimal.ts';
import type { HistoryJob } from '../../../shared/ports/history.ts';
import { startSilentServer } from '../../fixtures/silent-server.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { asking } from '../../unit/http/requests.ts';

type Silent = Awaited<ReturnType<typeof startSilentServer>>;

interface Way {
  readonly silent: Silent;
  readonly client: ReturnType<typeof documentClient>;
}

/** The SDK only warns of a request that runs into its time, unless it is told to throw. */
describe.concurrent('a call that gets no answer', () => {
  let stores: Stores;
  let deaf: Silent;
  /** To the store, one for each test: they wait side by side. */
  const free: Way[] = [];
  const taken: Way[] = [];
  beforeAll(async () => {
    stores = await startStores();
    for (const user of ['ada', 'bob', 'cora']) await stores.addUser(user);
    for (let test = 0; test < 6; test += 1) {
      const silent = await startSilentServer(stores.endpoint);
      process.env.AWS_ENDPOINT_URL_DYNAMODB = silent.url;
      const client = documentClient();
      // The SDK reads the address with its first request.
      await watchlistStore(client, TABLES.users).load('ada');
      free.push({ silent, client });
    }
    deaf = await startSilentServer();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_SQS: deaf.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: deaf.url,
    });
  });
  afterAll(async () => {
    for (const { silent, client } of [...free, ...taken]) {
      client.destroy();
      await silent.stop();
    }
    await deaf?.stop();
    await stores?.stop();
  });

  const wayToStore = (): Way => {
    const way = free.pop();
    if (!way) throw new Error('there is one way for each test');
    taken.push(way);
    return way;
  };
  const lists = ({ silent, client }: Way) =>
    asking(
      watchlistRoutes({
        watchlists: watchlistStore(client, TABLES.users),
        newId: () => `list-${silent.asked()}`,
        settings: { symbols: ['BTC/USDT' as MarketSymbol] },
        sleep: async () => {},
      } as unknown as Parameters<typeof watchlistRoutes>[0]),
    );
  const listsOf = async (userId: string) =>
    (await watchlistStore(stores.client, TABLES.users).load(userId)).lists;

  test('a transaction is sent again, and carried out once: a list without an id of its client is no second one', async () => {
    const way = wayToStore();
    way.silent.silence('TransactWriteItems', 1);
    const made = await lists(way).ask({
      method: 'POST',
      path: '/v1/watchlists',
      body: { name: 'x', symbols: ['BTC/USDT'] },
      userId: 'ada',
    });
    expect(made.status).toBe(201);
    expect(way.silent.asked()).toBe(2);
    expect(await listsOf('ada')).toHaveLength(1);
  }, 60_000);

  test('money is booked once', async () => {
    const { silent, client } = wayToStore();
    silent.silence('TransactWriteItems', 1);
    const time = Date.UTC(2026, 10, 21);
    const entry = { id: '01KAH2V9G0Q8ZJ4T6Y3W5X7R2M', kind: 'deposit', amount: money(5), time } as const;
    const booked = await ledgerStore(client, TABLES).book({ userId: 'ada', accountId: 'main' }, entry);
    expect(booked).toBe('booked');
    expect(silent.asked()).toBe(2);
  }, 60_000);

  test('whoever has written a job knows it, and whoever is slower knows that too', async () => {
    const { silent, client } = wayToStore();
    const jobs = historyJobs(client, TABLES.market);
    const job = {
      ...{ id: 'j1', kind: 'import', batch: 0, venue: 'binance', symbol: 'BTC/USDT', from: 1, to: 2 },
      ...{ status: 'queued', done: 0, total: 1, error: undefined, busyUntil: 0, updatedAt: 1 },
    } as unknown as HistoryJob;
    silent.silence('PutItem', 1);
    expect(await jobs.save(job, 0)).toBe(true);
    expect(silent.asked()).toBe(2);
    expect(await jobs.save({ ...job, updatedAt: 2 }, 0)).toBe(false);
    expect((await jobs.load('j1'))?.rev).toBe(1);
  }, 60_000);

  test('a connection takes one place', async () => {
    const { silent, client } = wayToStore();
    const connections = connectionStore(client, TABLES.connections);
    const now = Date.UTC(2026, 10, 21);
    const connection = {
      id: 'c1',
      userId: 'ada',
      keyId: '',
      scopes: ['read'],
      madeAt: now,
      slot: 0,
      channels: [],
    };
    silent.silence('PutItem', 1);
    expect(await connections.open({ ...connection, expiresAt: now + 1_000 }, 20, now)).toBe(true);
    expect(await connections.ofUser('ada')).toHaveLength(1);
  }, 60_000);

  test('nothing waits for ever: the store, a queue and the user pool are given up, and the caller is told', async () => {
    const way = wayToStore();
    way.silent.silence('GetItem', 99);
    const [read, sent, signedIn] = await Promise.allSettled([
      lists(way).ask({ path: '/v1/watchlists', userId: 'cora' }),
      tickQueue(`${deaf.url}/1/ticks`).send([
        { message: { batch: 0, slot: 1, reason: 'schedule' }, delaySeconds: 0 },
      ]),
      cognitoIdentity(cognitoClient(), { userPoolId: 'p', clientId: 'c' }).signIn('a@example.com', 'secret'),
    ]);
    expect(read).toMatchObject({ value: { status: 503, json: { code: 'store_unavailable' } } });
    expect(way.silent.asked()).toBe(3);
    expect(sent).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } });
    expect(signedIn).toMatchObject({ status: 'rejected', reason: { name: 'IdentityUnavailableError' } });
  }, 90_000);

  test('a transaction that is never answered is an unknown outcome, not a refusal', async () => {
    const way = wayToStore();
    way.silent.silence('TransactWriteItems', 99);
    const made = await lists(way).ask({
      method: 'POST',
      path: '/v1/watchlists',
      body: { name: 'y', symbols: [] },
      userId: 'bob',
    });
    expect(made).toMatchObject({ status: 503, json: { code: 'store_unavailable' } });
    expect(way.silent.asked()).toBe(3);
    expect(await listsOf('bob')).toHaveLength(1);
  }, 90_000);
});
