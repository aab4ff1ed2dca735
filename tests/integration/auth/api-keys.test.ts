import { createHash } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { authorize } from '../../../functions/authorize.ts';
import { apiKeyStore } from '../../../shared/adapters/dynamodb/api-key-store.ts';
import { type AuthLab, authLab } from '../../fixtures/auth-lab.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';

const HOUR = 3_600_000;

let stores: Stores;
let lab: AuthLab;
let userId: string;
let count = 0;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores.stop());
beforeEach(async () => {
  lab = authLab(stores);
  count += 1;
  userId = `person-${count}`;
  await lab.ports.users.create({ userId, totp: false, createdAt: lab.clock.time });
});

interface KeyJson {
  readonly id: string;
  readonly key: string;
  readonly scopes: string[];
}
const person = () => lab.as(userId);
const make = (body: object, caller: object = person()) =>
  lab.ask({ method: 'POST', path: '/v1/api-keys', body, ...caller });
const made = async (body: object = { name: 'laptop', scopes: ['read', 'trade'] }) =>
  (await make(body)).json as KeyJson;
const list = async () =>
  (await lab.ask({ path: '/v1/api-keys', ...person() })).json as { items: Record<string, unknown>[] };
const revoke = (id: string, caller: object = person()) =>
  lab.ask({ method: 'DELETE', path: `/v1/api-keys/${id}`, ...caller });
const decide = (key: string) =>
  authorize({
    keys: apiKeyStore(stores.client, TABLES.users),
    tokens: { verify: async () => undefined },
    users: lab.ports.users,
    now: () => lab.clock.time,
  })({ identitySource: [`Bearer ${key}`] });

describe('an API key', () => {
  test('is shown once, opens the API with its scopes, and is stored nowhere', async () => {
    const { status, json } = await make({ name: 'laptop', scopes: ['read', 'trade'] });
    expect(status).toBe(201);
    const { key, id } = json as KeyJson;
    expect(key).toMatch(/^pw_[A-Za-z0-9_-]{40}$/);
    expect(await decide(key)).toEqual({
      isAuthorized: true,
      context: { userId, keyId: id, scopes: 'read trade', credential: 'key' },
    });
    const { Items } = await stores.client.send(new ScanCommand({ TableName: TABLES.users }));
    expect(JSON.stringify(Items)).not.toContain(key.slice(3));
    expect(JSON.stringify(Items)).toContain(createHash('sha256').update(key).digest('hex'));
    expect(JSON.stringify(await list())).not.toContain(key.slice(3));
  });

  test('is listed with its last use, which is written once an hour', async () => {
    const { key, id } = await made();
    expect((await list()).items).toEqual([
      {
        id,
        name: 'laptop',
        scopes: ['read', 'trade'],
        createdAt: '2026-11-21T10:00:00.250Z',
        expiresAt: null,
        lastUsedAt: null,
      },
    ]);
    for (const minutes of [0, 59, 60]) {
      lab.clock.time = Date.UTC(2026, 10, 21, 12, minutes);
      await decide(key);
      const [item] = (await list()).items;
      expect(item?.lastUsedAt).toBe(minutes === 60 ? '2026-11-21T13:00:00.000Z' : '2026-11-21T12:00:00.000Z');
    }
  });

  test('ends when it was said to end', async () => {
    const { key } = await made({ name: 'guest', scopes: ['read'], expiresAt: '2026-11-21T12:00:00+01:00' });
    expect(await decide(key)).toMatchObject({ isAuthorized: true });
    lab.clock.time = Date.UTC(2026, 10, 21, 11);
    expect(await decide(key)).toEqual({ isAuthorized: false });
  });

  test('is revoked for good, whatever asks at the same time', async () => {
    const { key, id } = await made();
    const [answer] = await Promise.all([revoke(id), decide(key), decide(key)]);
    expect(answer).toMatchObject({ status: 200, json: { id, status: 'revoked' } });
    lab.clock.time += 2 * HOUR;
    expect(await decide(key)).toEqual({ isAuthorized: false });
    expect(await list()).toEqual({ items: [] });
    expect(await revoke(id)).toMatchObject({ status: 404 });
  });

  test.each([
    [{ scopes: ['read'] }, 'name', 'required'],
    [{ name: 'x', scopes: [] }, 'scopes', 'too_small'],
    [{ name: 'x', scopes: ['read', 'read'] }, 'scopes', 'invalid'],
    [{ name: 'x', scopes: ['write'] }, 'scopes.0', 'not_allowed'],
    [{ name: '\u0000', scopes: ['read'] }, 'name', 'wrong_format'],
    [{ name: 'x', scopes: ['read'], key: 'pw_mine' }, 'key', 'unknown_field'],
  ])('%j is refused', async (body, field, code) => {
    expect(await make(body)).toMatchObject({ status: 400, json: { errors: [{ field, code }] } });
  });

  test('that has ended before it began is refused', async () => {
    const body = { name: 'x', scopes: ['read'], expiresAt: '2026-11-21T10:00:00Z' };
    expect(await make(body)).toMatchObject({ status: 422, json: { code: 'invalid_key' } });
  });

  test('there are fifty of at most', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, at) => make({ name: `${at}`, scopes: ['read'] })));
    expect(await make({ name: 'one more', scopes: ['read'] })).toMatchObject({
      status: 409,
      json: { code: 'too_many_keys' },
    });
    const [last] = (await list()).items;
    await revoke(String(last?.id));
    expect(await make({ name: 'in its place', scopes: ['read'] })).toMatchObject({ status: 201 });
  });

  test('also of sixty that are asked for at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) => make({ name: `${at}`, scopes: ['read'] })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array(50).fill(201),
      ...Array(10).fill(409),
    ]);
    expect((await list()).items).toHaveLength(50);
  });

  test('may be revoked twice at once', async () => {
    const { id } = await made();
    const answers = await Promise.all([revoke(id), revoke(id), revoke(id)]);
    expect(answers.map(({ status }) => status)).toContain(200);
    for (const { status } of answers) expect([200, 404]).toContain(status);
    await Promise.all(Array.from({ length: 50 }, (_, at) => make({ name: `${at}`, scopes: ['read'] })));
    expect((await list()).items).toHaveLength(50);
  });
});

describe('what a key may do with keys', () => {
  const key = (...scopes: string[]) => ({ userId, scopes: scopes.join(' '), credential: 'key' as const });

  test.each([[['read']], [['trade']], [['read', 'trade']]])('%j: nothing', async (scopes) => {
    expect(await make({ name: 'x', scopes: ['read'] }, key(...scopes))).toMatchObject({
      status: 403,
      json: { code: 'missing_scope' },
    });
    expect(await lab.ask({ path: '/v1/api-keys', ...key(...scopes) })).toMatchObject({ status: 403 });
    const { id } = await made();
    expect(await revoke(id, key(...scopes))).toMatchObject({ status: 403 });
  });

  test('none can be given a scope that its maker lacks', async () => {
    const { id } = await made({ name: 'admin', scopes: ['read', 'admin'] });
    const admin = { ...key('read', 'admin'), keyId: id };
    expect(await make({ name: 'x', scopes: ['read', 'trade'] }, admin)).toMatchObject({
      status: 403,
      json: { code: 'missing_scope', detail: expect.stringContaining('trade') },
    });
    expect(await make({ name: 'x', scopes: ['read', 'admin'] }, admin)).toMatchObject({ status: 201 });
  });

  test('none outlives its maker', async () => {
    const expiresAt = '2026-11-22T10:00:00Z';
    const { id } = await made({ name: 'guest', scopes: ['read', 'admin'], expiresAt });
    const guest = { ...key('read', 'admin'), keyId: id };
    for (const longer of [{}, { expiresAt: '2026-11-22T10:00:00.001Z' }])
      expect(await make({ name: 'x', scopes: ['admin'], ...longer }, guest)).toMatchObject({
        status: 422,
        json: {
          code: 'invalid_key',
          errors: [
            { field: 'expiresAt', code: 'outlives_maker', message: expect.stringContaining('10:00:00.000Z') },
          ],
        },
      });
    expect(await make({ name: 'x', scopes: ['admin'], expiresAt }, guest)).toMatchObject({ status: 201 });
  });

  test('one that has been revoked makes none, though the authorizer may let it in for a minute', async () => {
    const { id } = await made({ name: 'admin', scopes: ['read', 'admin'] });
    const admin = { ...key('read', 'admin'), keyId: id };
    const racing = await Promise.all([
      revoke(id),
      ...Array.from({ length: 10 }, () => make({ name: 'x', scopes: ['admin'] }, admin)),
    ]);
    expect(racing[0]).toMatchObject({ status: 200 });
    expect(await make({ name: 'x', scopes: ['admin'] }, admin)).toMatchObject({
      status: 403,
      json: { code: 'missing_scope' },
    });
    const late = racing.slice(1).filter(({ status }) => status === 201).length;
    expect((await list()).items).toHaveLength(late);
  });

  test('nobody sees or revokes the keys of another', async () => {
    const { id, key: secret } = await made();
    await lab.ports.users.create({ userId: `${userId}-x`, totp: false });
    expect(await revoke(id, lab.as(`${userId}-x`))).toMatchObject({ status: 404 });
    expect((await lab.ask({ path: '/v1/api-keys', ...lab.as(`${userId}-x`) })).json).toEqual({ items: [] });
    expect(await decide(secret)).toMatchObject({ isAuthorized: true });
  });

  test('nobody who has been erased gets a key', async () => {
    expect(await make({ name: 'x', scopes: ['read'] }, lab.as('nobody'))).toMatchObject({ status: 404 });
  });

  test.each([
    ['DELETE', '/v1/me'],
    ['POST', '/v1/auth/totp'],
    ['DELETE', '/v1/auth/totp'],
    ['POST', '/v1/auth/totp/verify'],
    ['POST', '/v1/auth/change-password'],
  ])('%s %s is for people, whatever the scopes of a key', async (method, path) => {
    const body = path.endsWith('verify')
      ? { code: '123456' }
      : path.endsWith('password')
        ? { password: 'a', newPassword: 'b' }
        : undefined;
    const answer = await lab.ask({
      method,
      path,
      ...(body ? { body } : {}),
      ...key('read', 'trade', 'admin'),
    });
    expect(answer).toMatchObject({ status: 403, json: { code: 'token_required' } });
  });
});
