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

/** The SDK only warns of a request that runs into its time, unless it is told to throw. */
describe('a call that gets no answer', () => {
  let stores: Stores;
  let silent: Silent;
  let deaf: Silent;
  let client: ReturnType<typeof documentClient>;
  beforeAll(async () => {
    stores = await startStores();
    await stores.addUser('ada');
    silent = await startSilentServer(stores.endpoint);
    deaf = await startSilentServer();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: silent.url,
      AWS_ENDPOINT_URL_SQS: deaf.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: deaf.url,
    });
    client = documentClient();
  });
  afterAll(async () => {
    client?.destroy();
    await silent?.stop();
    await deaf?.stop();
    await stores?.stop();
  });

  const lists = () =>
    asking(
      watchlistRoutes({
        watchlists: watchlistStore(client, TABLES.users),
        newId: () => `list-${silent.asked()}`,
        settings: { symbols: ['BTC/USDT' as MarketSymbol] },
        sleep: async () => {},
      } as unknown as Parameters<typeof watchlistRoutes>[0]),
    );

  test('a transaction is sent again, and carried out once: a list without an id of its client is no second one', async () => {
    silent.silence('TransactWriteItems', 1);
    const { ask } = lists();
    const made = await ask({
      method: 'POST',
      path: '/v1/watchlists',
      body: { name: 'x', symbols: ['BTC/USDT'] },
    });
    expect(made.status).toBe(201);
    expect(silent.asked()).toBe(2);
    expect((await watchlistStore(stores.client, TABLES.users).load('ada')).lists).toHaveLength(1);
  }, 60_000);

  test('money is booked once', async () => {
    silent.silence('TransactWriteItems', 1);
    const time = Date.UTC(2026, 10, 21);
    const entry = { id: '01KAH2V9G0Q8ZJ4T6Y3W5X7R2M', kind: 'deposit', amount: money(5), time } as const;
    const booked = await ledgerStore(client, TABLES).book({ userId: 'ada', accountId: 'main' }, entry);
    expect(booked).toBe('booked');
    expect(silent.asked()).toBe(2);
  }, 60_000);

  test('whoever has written a job knows it, and whoever is slower knows that too', async () => {
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
    silent.silence('GetItem', 99);
    const { ask } = lists();
    const [read, sent, signedIn] = await Promise.allSettled([
      ask({ path: '/v1/watchlists' }),
      tickQueue(`${deaf.url}/1/ticks`).send([
        { message: { batch: 0, slot: 1, reason: 'schedule' }, delaySeconds: 0 },
      ]),
      cognitoIdentity(cognitoClient(), { userPoolId: 'p', clientId: 'c' }).signIn('a@example.com', 'secret'),
    ]);
    expect(read).toMatchObject({ value: { status: 503, json: { code: 'store_unavailable' } } });
    expect(silent.asked()).toBe(3);
    expect(sent).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } });
    expect(signedIn).toMatchObject({ status: 'rejected', reason: { name: 'IdentityUnavailableError' } });
  }, 90_000);

  test('a transaction that is never answered is an unknown outcome, not a refusal', async () => {
    silent.silence('TransactWriteItems', 99);
    const { ask } = lists();
    const made = await ask({ method: 'POST', path: '/v1/watchlists', body: { name: 'y', symbols: [] } });
    expect(made).toMatchObject({ status: 503, json: { code: 'store_unavailable' } });
    expect(silent.asked()).toBe(3);
    expect((await watchlistStore(stores.client, TABLES.users).load('ada')).lists).toHaveLength(2);
  }, 90_000);
});
