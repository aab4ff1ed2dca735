import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { type Runtime, startRuntime } from '../../../infra/local/runtime.ts';
import { findOrphans } from '../../fixtures/orphans.ts';
import { type Ask, client } from '../../proof/accounts/client.ts';

const MINUTE = 60_000;
const PASSWORD = 'Correct-horse-7-battery';

/** Over HTTP, with Cognito, the authorizer and the ticks of the assembled app. */
describe('DELETE /v1/me while the person is busy', () => {
  let runtime: Runtime;
  const codes = new Map<string, string>();
  beforeAll(async () => {
    const config = parseConfig(
      { PORT: '0', DATA_DIR: ':memory:', LOG_LEVEL: 'SILENT', SYMBOLS: 'BTC/USDT' },
      [...['--market', 'simulated', '--speed', 'max', '--paused']],
    );
    runtime = await startRuntime(config, { mail: (_subject, email, code) => codes.set(email, code) });
  }, 180_000);
  afterAll(() => runtime?.stop());

  const minutes = (count: number) => runtime.clock.runUntil(runtime.clock.now() + count * MINUTE);

  const signIn = async (email: string): Promise<{ status: number; ask: Ask }> => {
    const nobody = client(runtime.url, '');
    const { status, body } = await nobody('POST', '/v1/auth/sign-in', { email, password: PASSWORD });
    return { status, ask: client(runtime.url, String(body.accessToken)) };
  };

  /** Signed up and in, with a key, a second account, trades that wait and trades that are open. */
  const person = async (email: string): Promise<Ask> => {
    const nobody = client(runtime.url, '');
    await nobody('POST', '/v1/auth/sign-up', { email, password: PASSWORD });
    await nobody('POST', '/v1/auth/confirm', { email, code: codes.get(email) });
    const { ask } = await signIn(email);
    const price = Number((await ask('GET', '/v1/prices/BTC-USDT')).body.price);
    const trade = (entry: object, more: object = {}) =>
      ask('POST', '/v1/trades', { symbol: 'BTC/USDT', quantity: '0.01', entry, ...more });
    const made = [
      await ask('POST', '/v1/accounts', { id: 'second', name: 'x', openingBalance: '5000' }),
      await ask('POST', '/v1/accounts/main/deposits', { amount: '5', clientEntryId: 'd' }),
      await ask('POST', '/v1/api-keys', { name: 'laptop', scopes: ['read', 'trade'] }),
      await trade({ type: 'market' }, { stopLoss: (price * 0.9).toFixed(2) }),
      await trade({ type: 'market' }, { accountId: 'second', clientTradeId: 't' }),
      await trade({ type: 'limit', limit: (price * 0.8).toFixed(2) }),
    ];
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201]);
    return ask;
  };

  /** As many ways to grow back as there are. */
  const busy = (ask: Ask) => [
    ask('POST', '/v1/trades', { symbol: 'BTC/USDT', quantity: '0.01', entry: { type: 'market' } }),
    ask('POST', '/v1/accounts/main/deposits', { amount: '1', clientEntryId: 'late' }),
    ...['a', 'b', 'c'].map((clientOrderId) =>
      ask('POST', '/v1/orders', {
        symbol: 'BTC/USDT',
        side: 'sell',
        type: 'market',
        quantity: '0.001',
        clientOrderId,
      }),
    ),
    ask('POST', '/v1/accounts', { id: 'third', name: 'x' }),
    ask('POST', '/v1/api-keys', { name: 'late', scopes: ['read'] }),
    ask('POST', '/v1/accounts/second/reset'),
    ask('PATCH', '/v1/me', { name: 'late' }),
    ask('GET', '/v1/portfolio'),
  ];

  const expectGone = async (email: string, ask: Ask) => {
    expect((await ask('GET', '/v1/me')).status).toBe(404);
    expect((await signIn(email)).status).toBe(401);
    expect(await findOrphans(runtime.dynamodbEndpoint, runtime.variables)).toEqual([]);
  };

  it('with requests and a tick in flight: nothing is left, and nothing grows back', async () => {
    const email = 'ann@example.com';
    const ask = await person(email);
    await minutes(2);
    const [gone] = await Promise.all([ask('DELETE', '/v1/me'), minutes(2), ...busy(ask)]);
    for (let answer = gone; answer.body.status !== 'erased'; answer = await ask('DELETE', '/v1/me'))
      expect(answer).toMatchObject({ status: 200, body: { status: 'erasing' } });
    await Promise.all(busy(ask));
    await minutes(3);
    await expectGone(email, ask);
  }, 120_000);

  it('killed in the middle: the next call takes up where it was', async () => {
    for (const wait of [5, 15, 30, 60]) {
      const email = `bob${wait}@example.com`;
      const ask = await person(email);
      await minutes(1);
      const first = ask('DELETE', '/v1/me');
      await sleep(wait);
      runtime.lambda('http-auth').killRunning();
      await Promise.all([first, minutes(2)]);
      // Killed after the last step, the person is not known any more, and neither is the token's session.
      const second = await ask('DELETE', '/v1/me');
      if (second.status !== 200) expect((await signIn(email)).status).toBe(401);
      else expect(second.body).toEqual({ status: 'erased' });
      await minutes(1);
      await expectGone(email, ask);
    }
  }, 120_000);
});
