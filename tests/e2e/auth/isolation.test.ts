import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSecrets, type Secrets } from '../../../infra/local/cognito/secrets.ts';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { type Runtime, startRuntime } from '../../../infra/local/runtime.ts';
import { documentClient } from '../../../shared/adapters/dynamodb/client.ts';
import { exampleOf } from '../../../shared/contract/examples/operations.ts';
import { type ListedOperation, operations } from '../../../shared/contract/operations.ts';
import { SCOPES } from '../../../shared/domain/identity/scopes.ts';
import { httpClient, pathWith } from './started.ts';

const password = 'Correct-horse-7-battery';
const guarded: readonly ListedOperation[] = operations.filter(({ auth }) => auth === 'bearer');

interface Person {
  readonly userId: string;
  readonly token: string;
  readonly tradeId: string;
  readonly keyId: string;
  readonly accountId: string;
  readonly watchlistId: string;
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** DynamoDB gives the attributes of a map in any order. */
const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));

/**
 * Every operation of the contract, with every credential that is not good enough for it, over the assembled app: each
 * answer is the documented one, and nothing has changed afterwards.
 */
describe('isolation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paperwick-isolation-'));
  const codes = new Map<string, string>();
  let runtime: Runtime;
  let call: ReturnType<typeof httpClient>;
  let secrets: Secrets;
  let ann: Person;
  let bob: Person;
  /** By the case that each is for; without the scheme. */
  const bad: Record<string, string> = {};
  /** All scopes but this one. */
  const without: Record<string, string> = {};
  let everything: string;

  const bearer = (credential: string) => ({ authorization: `Bearer ${credential}` });

  const becomeSomebody = async (name: string): Promise<Person> => {
    const email = `${name}@example.com`;
    await call('POST', '/v1/auth/sign-up', { email, password });
    await call('POST', '/v1/auth/confirm', { email, code: codes.get(email) });
    const { body } = await call('POST', '/v1/auth/sign-in', { email, password });
    const token = String(body.accessToken);
    const make = async (path: string, what: unknown) => {
      const made = await call('POST', path, what, bearer(token));
      expect([path, made.status, made.text]).toEqual([path, 201, made.text]);
      return String(made.body.id);
    };
    const accountId = await make('/v1/accounts', { id: `of-${name}`, name: 'own', openingBalance: '5000' });
    const keyId = await make('/v1/api-keys', { name: 'own', scopes: ['read'] });
    const entry = { type: 'limit', limit: '1000' };
    const tradeId = await make('/v1/trades', { symbol: 'BTC/USDT', quantity: '0.01', entry });
    const symbols = ['ETH/USDT'];
    const watchlistId = await make('/v1/watchlists', { name: `list of ${name}`, symbols });
    return { userId: String(claimsOf(token).sub), token, tradeId, keyId, accountId, watchlistId };
  };

  const keyOf = async (
    scopes: readonly string[],
    more: object = {},
  ): Promise<{ id: string; key: string }> => {
    const { body } = await call('POST', '/v1/api-keys', { name: 'x', scopes, ...more }, bearer(ann.token));
    return { id: String(body.id), key: String(body.key) };
  };

  /** All that is stored of anybody, but when a key was last used. */
  const stored = async (): Promise<unknown[]> => {
    const client = documentClient();
    const { variables } = runtime;
    const tables = ['USERS_TABLE', 'TRADES_TABLE', 'LOGS_TABLE', 'LEDGER_TABLE'].map(
      (name) => variables[name],
    );
    const pages = await Promise.all(tables.map((TableName) => client.send(new ScanCommand({ TableName }))));
    client.destroy();
    return pages
      .flatMap(({ Items = [] }) => Items)
      .map(({ lastUsedAt: _, ...item }) => JSON.stringify(item, sorted))
      .sort();
  };

  /** The request of an operation's example, at things of this person. */
  const pathOf = ({ id: operationId, path, query }: ListedOperation, of: Person): string => {
    const { tradeId, keyId, accountId, watchlistId } = of;
    const ids = { 'api-keys': keyId, accounts: accountId, watchlists: watchlistId };
    const id = Object.entries(ids).find(([part]) => path.includes(part))?.[1] ?? tradeId;
    const asked = pathWith(path, { ...exampleOf(operationId).params, id });
    const needed: Record<string, string> = {
      ...(query && 'account' in query.shape ? { account: accountId } : {}),
      ...(query && 'period' in query.shape ? { period: '1d' } : {}),
      ...(path === '/v1/candles' ? { symbol: 'BTC/USDT', interval: '1m' } : {}),
    };
    return Object.keys(needed).length > 0 ? `${asked}?${new URLSearchParams(needed)}` : asked;
  };
  const ask = (operation: ListedOperation, of: Person, credential: string | undefined) =>
    call(
      operation.method,
      pathOf(operation, of),
      exampleOf(operation.id).body,
      credential === undefined ? {} : bearer(credential),
    );

  beforeAll(async () => {
    const environment = { PORT: '0', DATA_DIR: folder, SYMBOLS: 'BTC/USDT,ETH/USDT' };
    runtime = await startRuntime(parseConfig(environment, ['--market', 'simulated', '--paused']), {
      mail: (_subject, email, text) => codes.set(email, text),
    });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: runtime.dynamodbEndpoint,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
    call = httpClient(runtime.url);
    secrets = await loadSecrets(join(folder, 'simulated-run', 'cognito'));
    [ann, bob] = [await becomeSomebody('ann'), await becomeSomebody('bob')];
    const claims = claimsOf(ann.token);
    const now = Math.floor(Date.now() / 1000);
    const [header = '', payload = '', signature = ''] = ann.token.split('.');
    // The forgeries are worth something only where the real thing is.
    expect(secrets.sign(claims).split('.').length).toBe(3);
    expect(
      await call('GET', '/v1/me', undefined, bearer(secrets.sign({ ...claims, jti: 'x' }))),
    ).toMatchObject({
      status: 200,
    });
    const revoked = await keyOf(['read', 'trade', 'admin']);
    await call('DELETE', `/v1/api-keys/${revoked.id}`, undefined, bearer(ann.token));
    const expired = await keyOf(['read', 'trade', 'admin'], {
      expiresAt: new Date(Date.now() + 1_500).toISOString(),
    });
    await sleep(1_600);
    Object.assign(bad, {
      'no key at all': 'nonsense-that-is-no-key',
      'a broken token': `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
      'a token with other claims': `${header}.${part({ ...claims, sub: bob.userId })}.${signature}`,
      'an expired token': secrets.sign({ ...claims, iat: now - 1_000, exp: now - 1 }),
      'a none-algorithm token': `${part({ alg: 'none', kid: 'local' })}.${payload}.`,
      'a none-algorithm token with a signature': `${part({ alg: 'none', kid: 'local' })}.${payload}.${signature}`,
      'a token of another issuer': secrets.sign({ ...claims, iss: 'https://cognito-idp.example.com/pool' }),
      'a token of another client': secrets.sign({ ...claims, client_id: 'another' }),
      'an id token': secrets.sign({ ...claims, token_use: 'id', aud: claims.client_id }),
      'a refresh token': secrets.sign({ ...claims, token_use: 'refresh' }),
      'a token of another key': (await loadSecrets(undefined)).sign(claims),
      'a revoked key': revoked.key,
      'an expired key': expired.key,
    });
    for (const scope of SCOPES) without[scope] = (await keyOf(SCOPES.filter((other) => other !== scope))).key;
    everything = (await keyOf(SCOPES)).key;
    // What the first use of a key writes is no change that anybody made.
    for (const key of [...Object.values(without), everything])
      await call('GET', '/v1/me', undefined, bearer(key));
  }, 180_000);
  afterAll(async () => {
    await runtime?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs and compares what is stored before and after. */
  const unchanged = async (run: () => Promise<void>): Promise<void> => {
    const before = await stored();
    await run();
    expect(await stored()).toEqual(before);
  };

  test('there are operations to guard, and each names its scope', () => {
    expect(guarded.length).toBeGreaterThan(25);
    for (const { id, scope } of guarded) expect([id, scope]).toEqual([id, expect.toBeOneOf([...SCOPES])]);
  });

  test('without a credential: 401', () =>
    unchanged(async () => {
      for (const operation of guarded) {
        const { status, body } = await ask(operation, ann, undefined);
        expect([operation.id, status, body]).toEqual([operation.id, 401, { message: 'Unauthorized' }]);
      }
    }));

  test('with a credential that is not good: 403, whatever is wrong with it', () =>
    unchanged(async () => {
      expect(Object.keys(bad)).toHaveLength(13);
      for (const [what, credential] of Object.entries(bad)) {
        for (const operation of guarded) {
          const { status, body } = await ask(operation, ann, credential);
          expect([what, operation.id, status, body]).toEqual([
            what,
            operation.id,
            403,
            { message: 'Forbidden' },
          ]);
        }
      }
    }));

  test('with a key that lacks the scope: 403 missing_scope', () =>
    unchanged(async () => {
      for (const operation of guarded) {
        const { status, text } = await ask(operation, ann, without[operation.scope ?? '']);
        expect([operation.id, status, text]).toEqual([
          operation.id,
          403,
          expect.stringContaining('missing_scope'),
        ]);
      }
    }));

  test('with a key where a person is wanted: 403 token_required', () =>
    unchanged(async () => {
      const personal = guarded.filter(({ credential }) => credential === 'token');
      expect(personal.map(({ id }) => id).sort()).toEqual([
        'associateTotp',
        'changePassword',
        'deleteMe',
        'removeTotp',
        'verifyTotp',
      ]);
      for (const operation of personal) {
        const { status, body } = await ask(operation, ann, everything);
        expect([operation.id, status, body.code]).toEqual([operation.id, 403, 'token_required']);
      }
    }));

  test('with the ids of another person: 404, as for ids of nothing', () =>
    unchanged(async () => {
      const named = guarded.filter(
        ({ path, query }) => path.includes('{id}') || (query && 'account' in query.shape),
      );
      expect(named.length).toBeGreaterThan(10);
      for (const operation of named) {
        const { status, text } = await ask(operation, ann, bob.token);
        expect([operation.id, pathOf(operation, ann), status, text]).toEqual([
          operation.id,
          pathOf(operation, ann),
          404,
          expect.stringContaining('not_found'),
        ]);
      }
      const elsewhere = { symbol: 'BTC/USDT', quantity: '0.01', entry: { type: 'limit', limit: '1000' } };
      const into = await call(
        'POST',
        '/v1/trades',
        { ...elsewhere, accountId: ann.accountId },
        bearer(bob.token),
      );
      expect(into).toMatchObject({ status: 409, body: { code: 'no_account' } });
    }));

  test('nobody sees in a list what belongs to another', async () => {
    for (const operation of guarded.filter(({ method }) => method === 'GET')) {
      const { text } = await ask(operation, bob, bob.token);
      for (const theirs of [
        ann.userId,
        ann.tradeId,
        ann.keyId,
        ann.accountId,
        ann.watchlistId,
        'list of ann',
        'ann@example.com',
      ]) {
        expect([operation.id, text.includes(theirs)]).toEqual([operation.id, false]);
      }
    }
  });

  test('and the same requests with the right credential do something', async () => {
    const { status, body } = await call('GET', `/v1/trades/${ann.tradeId}`, undefined, bearer(everything));
    expect([status, body.id]).toEqual([200, ann.tradeId]);
    expect(await call('DELETE', `/v1/trades/${ann.tradeId}`, undefined, bearer(everything))).toMatchObject({
      status: 202,
    });
  });
});
