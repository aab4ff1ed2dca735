import { createHash } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorize } from '../../../functions/authorize.ts';
import { createApiKey } from '../../../infra/scripts/create-api-key.ts';
import { accountStore } from '../../../shared/adapters/dynamodb/account-store.ts';
import { apiKeyStore } from '../../../shared/adapters/dynamodb/api-key-store.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

describe('a new API key', () => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterAll(() => stores.stop());

  const make = (userId: string, scopes: readonly ('read' | 'trade')[]) =>
    createApiKey(stores.client, TABLES.users, { userId, name: 'laptop', scopes }, NOW);

  test('opens the API to its user, with its scopes', async () => {
    const key = await make('ivan', ['read']);
    expect(key).toMatch(/^pw_[A-Za-z0-9_-]{40}$/);
    const decide = authorize({
      keys: apiKeyStore(stores.client, TABLES.users),
      tokens: { verify: async () => undefined },
      users: { profile: async () => undefined },
      now: Date.now,
    });
    expect(await decide({ identitySource: [`Bearer ${key}`] })).toEqual({
      isAuthorized: true,
      context: {
        userId: 'ivan',
        keyId: createHash('sha256').update(key).digest('hex').slice(0, 12),
        scopes: 'read',
        credential: 'key',
      },
    });
  });

  test('comes with an account for a new user, and leaves that of another as it is', async () => {
    await stores.addUser('olga', { makerRate: '0.001' });
    await make('olga', ['read', 'trade']);
    await make('petra', ['read', 'trade']);
    const accounts = accountStore(stores.client, TABLES);
    expect(await accounts.load('olga', 'main')).toMatchObject({ makerRate: '0.001' });
    expect(await accounts.load('petra', 'main')).toMatchObject({
      makerRate: '0.006',
      takerRate: '0.006',
      slippageBps: 0,
      status: 'active',
    });
  });

  test('is another each time, and is stored nowhere', async () => {
    const keys = [await make('maria', ['read']), await make('maria', ['read'])];
    expect(new Set(keys).size).toBe(2);
    const { Items } = await stores.client.send(new ScanCommand({ TableName: TABLES.users }));
    const stored = JSON.stringify(Items);
    for (const key of keys) expect(stored).not.toContain(key.slice(3));
  });
});
