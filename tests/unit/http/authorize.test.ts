import { describe, expect, it } from 'vitest';
import { authorize } from '../../../functions/authorize.ts';
import type { ApiKeyRecord } from '../../../shared/ports/api-key-store.ts';

/** SHA-256 of `pw_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA` (pw_ and 40 A), by sha256sum. */
const KEY = `pw_${'A'.repeat(40)}`;
const HASH = '7e729e5fe72f4406acab5f367e9df50008020cebc6f50d62804cd133279e406d';

/** Three parts, as RFC 7515 has them; whether it is good is the verifier's to say. */
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2ln';
const NOW = Date.UTC(2026, 10, 21, 10);
const SIGNED_IN = NOW - 600_000;
const HOUR = 3_600_000;
const KEPT: ApiKeyRecord = { keyId: 'k1', userId: 'ada', scopes: ['read', 'trade'], name: 'laptop' };

const setup = (record: Partial<ApiKeyRecord> = {}, profile: { sessionsFrom?: number } | null = {}) => {
  const asked: string[] = [];
  const used: string[] = [];
  const decide = authorize({
    keys: {
      byHash: async (hash) => {
        asked.push(hash);
        return hash === HASH ? { ...KEPT, ...record } : undefined;
      },
      markUsed: async ({ keyId }, hash, now) => {
        used.push(`${keyId} ${hash === HASH} ${now}`);
      },
    },
    tokens: {
      verify: async (token) =>
        token === TOKEN ? { userId: 'ann', signedInAt: SIGNED_IN, expiresAt: NOW + 900_000 } : undefined,
    },
    users: {
      profile: async (userId) =>
        userId === 'ann' && profile ? { userId, totp: false, ...profile } : undefined,
    },
    now: () => NOW,
  });
  return { asked, used, decide: (...identitySource: string[]) => decide({ identitySource }) };
};

describe('the authorizer', () => {
  it.each([`Bearer ${KEY}`, `bearer ${KEY}`])('lets a known key in: %s', async (header) => {
    const { asked, decide } = setup();
    expect(await decide(header)).toEqual({
      isAuthorized: true,
      context: { userId: 'ada', keyId: 'k1', scopes: 'read trade', credential: 'key' },
    });
    expect(asked).toEqual([HASH]);
  });

  it('denies an unknown key, by its hash alone', async () => {
    const { asked, decide } = setup();
    expect(await decide(`Bearer pw_${'B'.repeat(40)}`)).toEqual({ isAuthorized: false });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    '',
    KEY,
    'Bearer',
    'Bearer ',
    'Bearer short',
    `Basic ${KEY}`,
    `Bearer ${KEY} more`,
    `Bearer ${KEY}\n`,
    `Bearer key#${KEY}`,
    `Bearer ${'A'.repeat(129)}`,
  ])('denies %j without a look-up', async (header) => {
    const { asked, decide } = setup();
    expect(await decide(header)).toEqual({ isAuthorized: false });
    expect(asked).toEqual([]);
  });

  it('denies a key that has expired, at the moment it does', async () => {
    expect(await setup({ expiresAt: NOW }).decide(`Bearer ${KEY}`)).toEqual({ isAuthorized: false });
    expect(await setup({ expiresAt: NOW + 1 }).decide(`Bearer ${KEY}`)).toMatchObject({
      isAuthorized: true,
      // For the handlers: API Gateway may keep this answer beyond it.
      context: { expiresAt: NOW + 1 },
    });
  });

  it.each([
    [{}, 1],
    [{ lastUsedAt: NOW - HOUR }, 1],
    [{ lastUsedAt: NOW - HOUR + 1 }, 0],
  ])('notes the use of a key at most once an hour: %j', async (record, writes) => {
    const { used, decide } = setup(record);
    await decide(`Bearer ${KEY}`);
    expect(used).toEqual(writes === 1 ? [`k1 true ${NOW}`] : []);
  });

  it('lets a person in whose token is good, with every scope and no key', async () => {
    const { asked, decide } = setup();
    expect(await decide(`Bearer ${TOKEN}`)).toEqual({
      isAuthorized: true,
      context: {
        userId: 'ann',
        keyId: '',
        scopes: 'read trade admin',
        credential: 'token',
        expiresAt: NOW + 900_000,
        signedInAt: SIGNED_IN,
      },
    });
    expect(asked).toEqual([]);
  });

  it('denies a token of who has been erased', async () => {
    const { decide } = setup({}, null);
    expect(await decide(`Bearer ${TOKEN}`)).toEqual({ isAuthorized: false });
  });

  it.each([
    [SIGNED_IN, true],
    [SIGNED_IN + 1, false],
  ])('with all sessions before %i ended, the token is good: %s', async (sessionsFrom, isAuthorized) => {
    const { decide } = setup({}, { sessionsFrom });
    expect(await decide(`Bearer ${TOKEN}`)).toMatchObject({ isAuthorized });
  });

  it.each([`${TOKEN}x`, TOKEN.replace(/\.[^.]*$/, '.'), `${TOKEN.slice(0, -4)}${'A'.repeat(4100)}`])(
    'denies a token that is not, and never takes it for a key',
    async (token) => {
      const { asked, decide } = setup();
      expect(await decide(`Bearer ${token}`)).toEqual({ isAuthorized: false });
      expect(asked).toEqual([]);
    },
  );

  it('denies a request without the header', async () => {
    const { decide } = setup();
    expect(await decide()).toEqual({ isAuthorized: false });
  });
});
