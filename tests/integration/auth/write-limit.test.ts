import { randomBytes } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dynamodbClient } from '../../../infra/local/dynamodb/tables.ts';
import { apiKeyManager } from '../../../shared/adapters/dynamodb/api-key-manager.ts';
import { writeLimiter } from '../../../shared/adapters/dynamodb/write-limiter.ts';
import type { WriteVerdict } from '../../../shared/ports/write-limiter.ts';
import { attachMeter, type Meter } from '../../benchmark/capacity/meter.ts';
import { authLab } from '../../fixtures/auth-lab.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';

const NOW = Date.UTC(2026, 10, 21, 10);
const LIMIT = { perSecond: 2, burst: 5 };

let stores: Stores;
let meter: Meter;
let userId: string;
let count = 0;
beforeAll(async () => {
  stores = await startStores();
  meter = attachMeter(stores.client, dynamodbClient(stores.endpoint));
});
afterAll(() => stores.stop());
beforeEach(async () => {
  count += 1;
  userId = `person-${count}`;
  await stores.addUser(userId);
});

/** As one container has it. */
const container = () => writeLimiter(stores.client, TABLES.users, LIMIT);
const passed = (verdicts: readonly WriteVerdict[]) =>
  verdicts.filter(({ verdict }) => verdict === 'go').length;

describe('the limit of writes over the real table', () => {
  test('holds over containers and over requests at once', async () => {
    const containers = [container(), container(), container(), container()];
    const burst = (now: number) =>
      Promise.all(Array.from({ length: 40 }, (_, at) => containers[at % 4]?.take(userId, now))).then(
        (verdicts) => passed(verdicts.filter((verdict) => verdict !== undefined)),
      );
    expect(await burst(NOW)).toBe(5);
    expect(await burst(NOW + 499)).toBe(0);
    expect(await burst(NOW + 500)).toBe(1);
    expect(await burst(NOW + 2_000)).toBe(3);
    expect(await burst(NOW + 60_000)).toBe(5);
  });

  test('says how long to wait', async () => {
    const one = container();
    for (let at = 0; at < 5; at += 1) expect(await one.take(userId, NOW)).toEqual({ verdict: 'go' });
    expect(await one.take(userId, NOW + 100)).toEqual({ verdict: 'wait', ms: 400 });
    // One that has never heard of this user asks, and is told.
    expect(await container().take(userId, NOW + 100)).toEqual({ verdict: 'wait', ms: 400 });
  });

  test('is each user’s own', async () => {
    const one = container();
    await stores.addUser(`${userId}-x`);
    for (let at = 0; at < 9; at += 1) await one.take(userId, NOW);
    expect(await one.take(`${userId}-x`, NOW)).toEqual({ verdict: 'go' });
  });

  test('costs one write unit for each write, and a flood nothing', async () => {
    const one = container();
    const times = async (count: number): Promise<void> => {
      for (let at = 0; at < count; at += 1) await one.take(userId, NOW);
    };
    expect((await meter.measure(() => times(1))).reported).toEqual({ read: 0, write: 1 });
    const rest = await meter.measure(() => times(4));
    expect([rest.reported, rest.computed]).toEqual([
      { read: 0, write: 4 },
      { read: 0, write: 4 },
    ]);
    expect((await meter.measure(() => times(100))).requests.size).toBe(0);
  });

  test('lets nobody write who has been erased, and makes nothing of them', async () => {
    expect(await container().take('nobody', NOW)).toEqual({ verdict: 'no_user' });
    await authLab(stores).ports.users.erase(userId, () => true);
    const all = async () => (await stores.client.send(new ScanCommand({ TableName: TABLES.users }))).Items;
    const before = await all();
    expect(await container().take(userId, NOW)).toEqual({ verdict: 'no_user' });
    expect(await all()).toEqual(before);
    expect(JSON.stringify(before)).not.toContain('user#nobody');
  });

  test('gets along with transactions over the same profile', async () => {
    const keys = apiKeyManager(stores.client, TABLES.users);
    const limiter = writeLimiter(stores.client, TABLES.users, { perSecond: 1, burst: 1_000 });
    const made = Array.from({ length: 20 }, () => {
      const hash = randomBytes(32).toString('hex');
      const key = { keyId: hash.slice(0, 12), userId, name: 'x', scopes: ['read'] as const };
      return keys.create(key, hash, { most: 50, makerId: '' });
    });
    const taken = await Promise.all(Array.from({ length: 50 }, () => limiter.take(userId, NOW)));
    expect(passed(taken)).toBe(50);
    expect(new Set(await Promise.all(made))).toEqual(new Set(['created']));
    const { Items = [] } = await stores.client.send(new ScanCommand({ TableName: TABLES.users }));
    const profile = Items.find(({ pk, sk }) => pk === `user#${userId}` && sk === 'profile');
    expect(profile?.writesFullAt).toBe(NOW + 50_000);
  });
});
