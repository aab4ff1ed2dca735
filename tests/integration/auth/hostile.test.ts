import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AuthLab, authLab } from '../../fixtures/auth-lab.ts';
import { findOrphans } from '../../fixtures/orphans.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';

const password = 'Correct-horse-7-battery';

let stores: Stores;
let lab: AuthLab;
let email: string;
let people = 0;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores.stop());
beforeEach(async () => {
  lab = authLab(stores);
  people += 1;
  email = `person-${people}@example.com`;
  await post('sign-up', { email, password });
  await post('confirm', { email, code: lab.identity.mails.at(-1)?.code });
});

const post = (path: string, body: unknown, more: Partial<Parameters<AuthLab['post']>[2]> = {}) =>
  lab.post(path, body, {
    ...more,
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': `198.51.100.${people}, 192.0.2.1`,
      ...more.headers,
    },
  });
const signIn = () => post('sign-in', { email, password, tokenInBody: true });
const newSession = async () => {
  const { refreshToken } = (await signIn()).json as { refreshToken: string };
  return { refreshToken };
};
const cookieOf = ({ refreshToken }: { refreshToken: string }) => [`paperwick_refresh=${refreshToken}`];

describe('a session', () => {
  test.each(['cross-site', 'same-site'])('its cookie is nothing to a %s page', async (site) => {
    const session = await newSession();
    const asked = { cookies: cookieOf(session), headers: { 'sec-fetch-site': site } };
    expect(await post('refresh', undefined, asked)).toMatchObject({ status: 401 });
    await post('sign-out', undefined, asked);
    for (const own of [{ 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }, {}] as const)
      expect(
        await post('refresh', undefined, {
          cookies: cookieOf(session),
          headers: own as Record<string, string>,
        }),
      ).toMatchObject({ status: 200 });
  });

  test('signing out with a token in the body and one in the cookie revokes both', async () => {
    const [one, two] = [await newSession(), await newSession()];
    await post('sign-out', one, { cookies: cookieOf(two) });
    for (const session of [one, two]) expect(await post('refresh', session)).toMatchObject({ status: 401 });
  });

  test('of refreshes and a sign-out at once none leaves a session behind', async () => {
    const session = await newSession();
    const refreshes = Array.from({ length: 5 }, () => post('refresh', session));
    const [out, ...answers] = await Promise.all([post('sign-out', session), ...refreshes]);
    expect(out).toMatchObject({ status: 200 });
    for (const { status } of answers) expect([200, 401]).toContain(status);
    expect(await post('refresh', session)).toMatchObject({ status: 401 });
  });
});

describe('being erased', () => {
  const userId = () => `id-of-${email}`;
  const erase = () => lab.ask({ method: 'DELETE', path: '/v1/me', ...lab.as(userId()) });
  /** What is stored of this person, but for the marker that is left for a while. */
  const stored = async () => {
    const { Items = [] } = await stores.client.send(new ScanCommand({ TableName: TABLES.users }));
    return Items.filter((item) => JSON.stringify(item).includes(userId()) && !('ttl' in item));
  };

  test('asked for twice at once is done once, and both are told', async () => {
    await signIn();
    const answers = await Promise.all([erase(), erase(), erase()]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(200);
    // Who came after it was done is no longer known.
    for (const status of statuses) expect([200, 401]).toContain(status);
    expect(await stored()).toEqual([]);
    expect(lab.identity.people).toEqual([]);
  });

  test('with a token that the provider no longer takes, nothing is lost', async () => {
    await signIn();
    const before = await stored();
    lab.identity.people.length = 0;
    expect(await erase()).toMatchObject({ status: 401, json: { code: 'invalid_session' } });
    expect(await stored()).toEqual(before);
    expect(before.length).toBe(2);
  });

  test('cut off before the provider knew of it, is finished by the next sign-in', async () => {
    await signIn();
    expect(await lab.ports.users.erase(userId(), () => true)).toBe(true);
    expect(lab.identity.people).toHaveLength(1);
    expect(await signIn()).toMatchObject({ status: 401, json: { code: 'invalid_credentials' } });
    expect(lab.identity.people).toEqual([]);
    expect(await stored()).toEqual([]);
  });

  test('a sign-in at the same time makes nobody anew', async () => {
    await signIn();
    const makeKey = () =>
      lab.ask({
        method: 'POST',
        path: '/v1/api-keys',
        body: { name: 'x', scopes: ['read'] },
        ...lab.as(userId()),
      });
    await Promise.all([erase(), signIn(), makeKey(), signIn(), makeKey(), signIn(), makeKey()]);
    expect(await stored()).toEqual([]);
    expect(lab.identity.people).toEqual([]);
    expect(await findOrphans(stores.endpoint)).toEqual([]);
  });
});
