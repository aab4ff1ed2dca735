import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AuthLab, authLab } from '../../fixtures/auth-lab.ts';
import { TOTP_CODE } from '../../fixtures/memory-identity.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';

const password = 'Correct-horse-7-battery';
const other = 'Correct-horse-8-battery';
const MINUTE = 60_000;

let stores: Stores;
let lab: AuthLab;
let email: string;
let people = 0;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores.stop());
beforeEach(() => {
  lab = authLab(stores);
  people += 1;
  email = `person-${people}@example.com`;
  // A source of its own for each test: addresses are counted too.
  source = `198.51.100.${people}`;
});
let source: string;

const from = () => ({
  headers: { 'content-type': 'application/json', 'x-forwarded-for': `${source}, 192.0.2.1` },
});
const post = (path: string, body: unknown, more = {}) => lab.post(path, body, { ...from(), ...more });
const lastCode = () => lab.identity.mails.at(-1)?.code;
const signedUp = async () => {
  await post('sign-up', { email, password });
  await post('confirm', { email, code: lastCode() });
};
describe('signing up', () => {
  test('a person who confirms the code signs in, and owns a profile and the account main', async () => {
    expect(await post('sign-up', { email, password })).toMatchObject({ status: 202 });
    expect(await post('sign-in', { email, password })).toMatchObject({
      status: 403,
      json: { code: 'not_confirmed' },
    });
    expect(await post('confirm', { email, code: lastCode() })).toMatchObject({ status: 200 });
    const { status, json } = await post('sign-in', { email: email.toUpperCase(), password });
    expect(status).toBe(200);
    expect(json).toEqual({
      status: 'signed_in',
      accessToken: `access-id-of-${email}`,
      tokenType: 'Bearer',
      expiresIn: 900,
      refreshToken: null,
    });
    const { Items = [] } = await stores.client.send(
      new ScanCommand({
        TableName: TABLES.users,
        FilterExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `user#id-of-${email}` },
      }),
    );
    expect(Items.map(({ sk }) => sk).sort()).toEqual(['account#main', 'profile']);
    expect(Items.find(({ sk }) => sk === 'account#main')).toMatchObject({ cash: 100_000, deposits: 100_000 });
  });

  test('answers the same for an e-mail that is known, and begins anew as long as it waits', async () => {
    const first = await post('sign-up', { email, password });
    const again = await post('sign-up', { email, password: other });
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(lab.identity.mails).toHaveLength(2);
    await post('confirm', { email, code: lastCode() });
    const known = await post('sign-up', { email, password: `${other}-x` });
    expect([known.status, known.text]).toEqual([first.status, first.text]);
    expect(lab.identity.mails).toHaveLength(2);
    // Whoever signed up first, with somebody else's e-mail perhaps, has no password that counts.
    expect(await post('sign-in', { email, password })).toMatchObject({ status: 401 });
    expect(await post('sign-in', { email, password: `${other}-x` })).toMatchObject({ status: 401 });
    expect(await post('sign-in', { email, password: other })).toMatchObject({ status: 200 });
  });

  test('is refused where people are invited', async () => {
    Object.assign(lab.ports.settings, { allowSignUp: false });
    expect(await post('sign-up', { email, password })).toMatchObject({
      status: 403,
      json: { code: 'sign_up_closed' },
    });
    expect(lab.identity.people).toEqual([]);
  });

  test('a weak password is refused with its rules, before anybody is asked', async () => {
    const { status, json } = await post('sign-up', { email, password: 'short' });
    expect(status).toBe(422);
    expect(json).toMatchObject({
      code: 'invalid_password',
      errors: [{ field: 'password', code: 'too_small' }, { code: 'no_uppercase' }, { code: 'no_digit' }],
    });
    expect(lab.identity.people).toEqual([]);
  });

  test('an invited person sets a password of their own first', async () => {
    lab.identity.invite(email, 'first');
    const { json } = await post('sign-in', { email, password: 'first' });
    expect(json).toMatchObject({ status: 'challenge', challenge: 'new_password', expiresIn: 180 });
    const { session } = json as { session: string };
    expect(await post('challenge', { session, newPassword: 'weak' })).toMatchObject({ status: 422 });
    expect(await post('challenge', { session, code: TOTP_CODE })).toMatchObject({ status: 401 });
    expect(await post('challenge', { session, newPassword: password })).toMatchObject({ status: 200 });
    // Answered once, it is over.
    expect(await post('challenge', { session, newPassword: other })).toMatchObject({
      status: 401,
      json: { code: 'invalid_session' },
    });
    expect(await post('sign-in', { email, password })).toMatchObject({ status: 200 });
  });
});

describe('guessing', () => {
  test('an unknown e-mail and a wrong password are the same answer', async () => {
    await signedUp();
    const wrong = await post('sign-in', { email, password: 'wrong' });
    const unknown = await post('sign-in', { email: `un${email}`, password });
    expect([wrong.status, wrong.text]).toEqual([401, unknown.text]);
    expect(wrong.json).toMatchObject({ code: 'invalid_credentials' });
  });

  test.each(['known', 'unknown'])('a password of a person who is %s slows down', async (kind) => {
    if (kind === 'known') await signedUp();
    for (let guess = 0; guess < 5; guess += 1) {
      expect(await post('sign-in', { email, password: 'wrong' })).toMatchObject({ status: 401 });
    }
    const sixth = await post('sign-in', { email, password });
    expect(sixth).toMatchObject({ status: 429, json: { code: 'too_many_attempts' } });
    expect(sixth.headers['retry-after']).toBe('60');
    lab.clock.time += MINUTE;
    expect(await post('sign-in', { email, password: 'wrong' })).toMatchObject({ status: 401 });
    expect((await post('sign-in', { email, password })).headers['retry-after']).toBe('120');
    expect(lab.identity.calls).toHaveLength(6);
  });

  test('of fifty guesses at once five pass', async () => {
    const guesses = Array.from({ length: 50 }, () => post('sign-in', { email, password: 'wrong' }));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status !== 429).length).toBeLessThanOrEqual(5);
    expect(lab.identity.calls.length).toBeLessThanOrEqual(5);
  });

  test('the right password in time forgets the wrong ones', async () => {
    await signedUp();
    for (let round = 0; round < 3; round += 1) {
      for (let guess = 0; guess < 4; guess += 1) await post('sign-in', { email, password: 'wrong' });
      expect(await post('sign-in', { email, password })).toMatchObject({ status: 200 });
    }
  });

  test('one address that tries many people slows down, and another does not', async () => {
    for (let guess = 0; guess < 20; guess += 1)
      await post('sign-in', { email: `${guess}-${email}`, password: 'x' });
    expect(await post('sign-in', { email: `x-${email}`, password: 'x' })).toMatchObject({ status: 429 });
    source = '203.0.113.7';
    expect(await post('sign-in', { email: `x-${email}`, password: 'x' })).toMatchObject({ status: 401 });
  });

  test('a code slows down as well, and a wrong one says nothing of the e-mail', async () => {
    await post('sign-up', { email, password });
    const wrong = await post('confirm', { email, code: '999999' });
    const unknown = await post('confirm', { email: `un${email}`, code: '999999' });
    expect([wrong.status, wrong.text]).toEqual([422, unknown.text]);
    for (let guess = 0; guess < 4; guess += 1) await post('confirm', { email, code: '999999' });
    expect(await post('confirm', { email, code: lastCode() })).toMatchObject({ status: 429 });
  });

  test('what is kept of attempts tells no e-mail and no address, and ends by itself', async () => {
    await post('sign-in', { email, password: 'wrong' });
    const { Items = [] } = await stores.client.send(new ScanCommand({ TableName: TABLES.users }));
    const attempts = Items.filter(({ pk }) => String(pk).startsWith('attempts#'));
    expect(attempts.length).toBeGreaterThan(0);
    for (const item of attempts) expect(item.ttl).toBeGreaterThan(lab.clock.time / 1000);
    expect(JSON.stringify(attempts)).not.toContain('example.com');
    expect(JSON.stringify(attempts)).not.toContain(source);
  });
});

describe('sessions', () => {
  const signIn = async (more = {}) =>
    (await post('sign-in', { email, password, tokenInBody: true, ...more })).json as { refreshToken: string };

  test('the refresh token goes into a cookie that no script reads, or into the body', async () => {
    await signedUp();
    const answer = await post('sign-in', { email, password });
    expect(answer.cookies).toEqual([
      expect.stringMatching(
        /^paperwick_refresh=refresh.*; Path=\/v1\/auth; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure$/,
      ),
    ]);
    const asked = await post('sign-in', { email, password, tokenInBody: true });
    expect(asked.cookies).toEqual([]);
    expect(asked.json).toMatchObject({ refreshToken: expect.stringMatching(/^refresh/) });
  });

  test.each([
    ['localhost:4000', 'http', false],
    ['localhost:4000', 'https', true],
    ['example.com', 'http', true],
  ])('the cookie of %s over %s is Secure: %s', async (host, proto, secure) => {
    await signedUp();
    const headers = { ...from().headers, host, 'x-forwarded-proto': proto };
    const { cookies } = await post('sign-in', { email, password }, { headers });
    expect(cookies[0]?.endsWith('; Secure')).toBe(secure);
  });

  test('refresh by cookie or body, until one signs out', async () => {
    await signedUp();
    const { refreshToken } = await signIn();
    expect(await post('refresh', { refreshToken })).toMatchObject({ status: 200, json: { expiresIn: 900 } });
    const cookies = ['theme=dark', `paperwick_refresh=${refreshToken}`];
    expect(await post('refresh', undefined, { cookies })).toMatchObject({ status: 200 });
    const out = await post('sign-out', undefined, { cookies });
    expect(out.cookies).toEqual([expect.stringMatching(/^paperwick_refresh=; Path=\/v1\/auth; Max-Age=0;/)]);
    expect(await post('refresh', { refreshToken })).toMatchObject({ status: 401 });
    expect(await post('sign-out', undefined)).toMatchObject({ status: 200 });
  });

  test('without a session there is nothing to refresh', async () => {
    expect(await post('refresh', undefined)).toMatchObject({
      status: 401,
      json: { code: 'invalid_session' },
    });
  });

  test.each(['change', 'reset'])('%s the password: every session before is over', async (how) => {
    await signedUp();
    const { refreshToken } = await signIn();
    const answer =
      how === 'change'
        ? await lab.ask({
            method: 'POST',
            path: '/v1/auth/change-password',
            body: { password, newPassword: other },
            ...lab.as(`id-of-${email}`),
          })
        : await post('forgot-password', { email }).then(() =>
            post('reset-password', { email, code: lastCode(), newPassword: other }),
          );
    expect(answer).toMatchObject({ status: 200, json: { status: 'changed' } });
    expect(await post('refresh', { refreshToken })).toMatchObject({ status: 401 });
    expect(await post('sign-in', { email, password })).toMatchObject({ status: 401 });
    const fresh = await signIn({ password: other });
    expect(await post('refresh', { refreshToken: fresh.refreshToken })).toMatchObject({ status: 200 });
  });

  test('a forgotten password of nobody is the same answer, and sends nothing', async () => {
    await signedUp();
    const known = await post('forgot-password', { email });
    const sent = lab.identity.mails.length;
    const unknown = await post('forgot-password', { email: `un${email}` });
    expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
    expect(lab.identity.mails).toHaveLength(sent);
  });

  test('the second factor: set up, asked for, and removed', async () => {
    await signedUp();
    await signIn();
    const me = lab.as(`id-of-${email}`);
    const totp = (method: string, path: string, body?: unknown) =>
      lab.ask({ method, path: `/v1/auth/totp${path}`, ...(body === undefined ? {} : { body }), ...me });
    expect((await totp('POST', '')).json).toMatchObject({
      secret: 'JBSWY3DPEHPK3PXP',
      uri: expect.stringMatching(
        /^otpauth:\/\/totp\/Paperwick%3A.*secret=JBSWY3DPEHPK3PXP&issuer=Paperwick$/,
      ),
    });
    expect(await totp('POST', '/verify', { code: '000000' })).toMatchObject({ status: 422 });
    expect(await totp('POST', '/verify', { code: TOTP_CODE })).toMatchObject({ status: 200 });
    expect(await totp('POST', '')).toMatchObject({ status: 409, json: { code: 'totp_enabled' } });
    const { json } = await post('sign-in', { email, password });
    expect(json).toMatchObject({ status: 'challenge', challenge: 'totp' });
    const { session } = json as { session: string };
    expect(await post('challenge', { session, code: '000000' })).toMatchObject({ status: 422 });
    expect(await post('challenge', { session, code: TOTP_CODE, tokenInBody: true })).toMatchObject({
      status: 200,
    });
    expect(await totp('DELETE', '')).toMatchObject({ status: 200 });
    expect((await post('sign-in', { email, password })).json).toMatchObject({ status: 'signed_in' });
  });

  test('a challenge waits three minutes, and only for who knows its session', async () => {
    lab.identity.invite(email, 'first');
    const { json } = await post('sign-in', { email, password: 'first' });
    const { session } = json as { session: string };
    const invented = session.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect(await post('challenge', { session: invented, newPassword: password })).toMatchObject({
      status: 401,
    });
    lab.clock.time += 3 * MINUTE;
    expect(await post('challenge', { session, newPassword: password })).toMatchObject({ status: 401 });
  });
});
