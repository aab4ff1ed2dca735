import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { httpClient, type StartedApp, startApp } from './started.ts';

const email = 'ann@example.com';
const password = 'Correct-horse-7-battery';
const other = 'Correct-horse-8-battery';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 6238 with 30 s, six digits and SHA-1: what an authenticator app shows now. */
const totpNow = (secret: string): string => {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
};

/** Step by step, over HTTP: each test goes on from the one before it. */
describe('a person', () => {
  let app: StartedApp;
  let call: ReturnType<typeof httpClient>;
  let token: string;
  let cookie: string;
  let key: { id: string; key: string };
  const secrets: string[] = [password, other];
  const bearer = (credential: string) => ({ authorization: `Bearer ${credential}` });
  const runUntil = (iso: string) => call('POST', '/_local/clock', { runUntil: iso });
  const signIn = (word: string) => call('POST', '/v1/auth/sign-in', { email, password: word });

  beforeAll(async () => {
    app = await startApp();
    call = httpClient(app.url);
  }, 180_000);
  afterAll(() => app?.stop());

  test('signs up, and confirms with the code that the terminal prints', async () => {
    // Somebody else was there before, with a password of their own, and does not read the mail.
    expect(await call('POST', '/v1/auth/sign-up', { email, password: other })).toMatchObject({ status: 202 });
    expect(await call('POST', '/v1/auth/sign-up', { email, password })).toMatchObject({ status: 202 });
    const code = await app.codeFor(email);
    expect(app.terminal()).toContain(`confirmation code for ${email}: ${code}`);
    expect(await signIn(password)).toMatchObject({ status: 403, body: { code: 'not_confirmed' } });
    expect(await signIn(other)).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
    expect(await call('POST', '/v1/auth/confirm', { email, code })).toMatchObject({ status: 200 });
  });

  test('signs in, and is somebody', async () => {
    const { status, body, cookie: set } = await signIn(password);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'signed_in', expiresIn: 900, refreshToken: null });
    expect(set).toMatch(
      /^paperwick_refresh=\S+; Path=\/v1\/auth; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    );
    token = String(body.accessToken);
    cookie = String(set).split(';')[0] ?? '';
    secrets.push(token, cookie.split('=')[1] ?? '');
    const me = await call('GET', '/v1/me', undefined, bearer(token));
    expect(me).toMatchObject({ status: 200, body: { email, totp: false } });
  });

  test('deposits, buys, sells half, withdraws, and reads the books', async () => {
    const mine = bearer(token);
    const ask = (method: string, path: string, body?: unknown) => call(method, path, body, mine);
    const order = (side: string, quantity: string) =>
      ask('POST', '/v1/orders', { symbol: 'BTC/USDT', side, type: 'market', quantity });
    expect(await ask('POST', '/v1/accounts/main/deposits', { amount: '5000' })).toMatchObject({
      status: 201,
    });
    const bought = await order('buy', '0.1');
    expect(bought).toMatchObject({ status: 201 });
    await runUntil('2026-01-01T00:05:00Z');
    expect((await ask('GET', `/v1/orders/${bought.body.id}`)).body).toMatchObject({ status: 'filled' });
    const sold = await order('sell', '0.05');
    expect(sold).toMatchObject({ status: 201 });
    await runUntil('2026-01-01T00:10:00Z');
    expect((await ask('GET', `/v1/orders/${sold.body.id}`)).body).toMatchObject({
      status: 'filled',
      filledQuantity: '0.05',
    });
    expect(await ask('POST', '/v1/accounts/main/withdrawals', { amount: '1000' })).toMatchObject({
      status: 201,
    });
    const { body: ledger } = await ask('GET', '/v1/ledger');
    const kinds = (ledger.items as { kind: string }[]).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['deposit', 'fill', 'fill', 'withdrawal']);
    expect((await ask('GET', '/v1/positions')).body.items).toEqual([
      expect.objectContaining({ symbol: 'BTC/USDT', quantity: '0.05' }),
    ]);
    expect(await ask('GET', '/v1/portfolio')).toMatchObject({
      status: 200,
      body: { account: 'main', netDeposits: '104000' },
    });
    expect((await ask('GET', '/v1/accounts/main/audit')).body).toMatchObject({ balanced: true });
  });

  test('makes a key, uses it, and revokes it', async () => {
    const { status, body } = await call(
      'POST',
      '/v1/api-keys',
      { name: 'laptop', scopes: ['read', 'trade'] },
      bearer(token),
    );
    expect(status).toBe(201);
    key = body as typeof key;
    secrets.push(key.key);
    expect(await call('GET', '/v1/trades', undefined, bearer(key.key))).toMatchObject({ status: 200 });
    const listed = await call('GET', '/v1/api-keys', undefined, bearer(token));
    expect(listed.body.items).toEqual([
      expect.objectContaining({ id: key.id, lastUsedAt: expect.stringMatching(/^\d{4}-/) }),
    ]);
    expect(await call('DELETE', `/v1/api-keys/${key.id}`, undefined, bearer(token))).toMatchObject({
      status: 200,
    });
    expect((await call('GET', '/v1/api-keys', undefined, bearer(token))).body).toEqual({ items: [] });
  });

  test('sets up a second factor, and signs in with it', async () => {
    const { body } = await call('POST', '/v1/auth/totp', undefined, bearer(token));
    const secret = String(body.secret);
    secrets.push(secret);
    const verify = (code: string) => call('POST', '/v1/auth/totp/verify', { code }, bearer(token));
    expect(await verify('000000')).toMatchObject({ status: 422 });
    expect(await verify(totpNow(secret))).toMatchObject({ status: 200, body: { status: 'enabled' } });
    const challenged = await signIn(password);
    expect(challenged.body).toMatchObject({ status: 'challenge', challenge: 'totp' });
    const shown = totpNow(secret);
    const answer = await call('POST', '/v1/auth/challenge', {
      session: challenged.body.session,
      code: shown,
      tokenInBody: true,
    });
    expect(answer).toMatchObject({ status: 200, body: { status: 'signed_in' } });
    const { body: next } = await signIn(password);
    const replayed = await call('POST', '/v1/auth/challenge', { session: next.session, code: shown });
    expect(replayed).toMatchObject({ status: 422, body: { code: 'invalid_code' } });
    const { refreshToken } = answer.body;
    secrets.push(String(refreshToken));
    expect(await call('POST', '/v1/auth/refresh', { refreshToken })).toMatchObject({ status: 200 });
    expect(await call('DELETE', '/v1/auth/totp', undefined, bearer(token))).toMatchObject({ status: 200 });
    expect((await signIn(password)).body).toMatchObject({ status: 'signed_in' });
  });

  test('signs out: the session gives no more tokens', async () => {
    const refreshed = await call('POST', '/v1/auth/refresh', undefined, { cookie });
    expect(refreshed).toMatchObject({ status: 200, body: { expiresIn: 900 } });
    secrets.push(String(refreshed.body.accessToken));
    const out = await call('POST', '/v1/auth/sign-out', undefined, { cookie });
    expect(out).toMatchObject({ status: 200, body: { status: 'signed_out' } });
    expect(out.cookie).toMatch(/^paperwick_refresh=; Path=\/v1\/auth; Max-Age=0;/);
    expect(await call('POST', '/v1/auth/refresh', undefined, { cookie })).toMatchObject({ status: 401 });
  });

  test('forgets the password, and sets another', async () => {
    const before = app.terminal().length;
    expect(await call('POST', '/v1/auth/forgot-password', { email })).toMatchObject({ status: 202 });
    const code = await app.codeFor(email);
    expect(app.terminal().slice(before)).toContain(`code to reset the password for ${email}: ${code}`);
    expect(await call('POST', '/v1/auth/reset-password', { email, code, newPassword: other })).toMatchObject({
      status: 200,
    });
    expect(await signIn(password)).toMatchObject({ status: 401 });
    const { status, body } = await signIn(other);
    expect(status).toBe(200);
    token = String(body.accessToken);
    secrets.push(token);
  });

  test('leaves no secret and no address in the logs, and no password on the disk', async () => {
    const logs = app.logs();
    expect(logs.length).toBeGreaterThan(0);
    for (const secret of [...secrets, email, 'example.com']) expect(logs).not.toContain(secret);
    const kept = readdirSync(app.cognito).map((name) => readFileSync(join(app.cognito, name), 'utf8'));
    expect(kept.join('')).toContain(email);
    for (const word of [password, other]) expect(kept.join('')).not.toContain(word);
  });

  test('is erased, and known no more', async () => {
    expect(await call('DELETE', '/v1/me', undefined, bearer(token))).toMatchObject({
      status: 200,
      body: { status: 'erased' },
    });
    expect(await call('GET', '/v1/me', undefined, bearer(token))).toMatchObject({ status: 404 });
    expect(await call('GET', '/v1/trades', undefined, bearer(token))).toMatchObject({
      status: 200,
      body: { items: [] },
    });
    expect(await signIn(other)).toMatchObject({ status: 401 });
  });
});
