import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSecrets, type Secrets } from '../../../infra/local/cognito/secrets.ts';
import { cognitoTokens } from '../../../shared/adapters/cognito/token-verifier.ts';

const HOUR = 3_600;
const now = () => Math.floor(Date.now() / 1000);

describe('access tokens', () => {
  let server: Server;
  let issuer: string;
  let secrets: Secrets;
  let asked = 0;
  beforeAll(async () => {
    secrets = await loadSecrets(undefined);
    server = createServer((request, response) => {
      asked += 1;
      response.statusCode = request.url === '/pool/.well-known/jwks.json' ? 200 : 404;
      response.end(JSON.stringify(secrets.jwks));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pool`;
  });
  afterAll(() => void server.close());

  const claims = (changes: object = {}) => ({
    iss: issuer,
    sub: 'ann',
    token_use: 'access',
    client_id: 'client',
    // 2026-11-21T10:00:00Z
    auth_time: 1_795_255_200,
    exp: now() + HOUR,
    ...changes,
  });

  test('a good one tells whose it is; the keys are fetched once', async () => {
    const { verify } = cognitoTokens(issuer, 'client');
    asked = 0;
    for (let time = 0; time < 3; time += 1)
      expect(await verify(secrets.sign(claims({ jti: String(time), exp: 4_000_000_000 })))).toEqual({
        userId: 'ann',
        signedInAt: 1_795_255_200_000,
        expiresAt: 4_000_000_000_000,
      });
    expect(asked).toBe(1);
  });

  test.each([
    ['has expired', { exp: 1_700_000_000 }],
    ['is not valid yet', { nbf: 4_000_000_000 }],
    ['is of another issuer', { iss: 'http://127.0.0.1/other' }],
    ['is of another client', { client_id: 'other' }],
    ['is for another use', { token_use: 'id' }],
    ['names nobody', { sub: undefined }],
    ['does not say since when', { auth_time: undefined }],
  ])('one that %s is refused', async (_, changes) => {
    const { verify } = cognitoTokens(issuer, 'client');
    expect(await verify(secrets.sign(claims(changes)))).toBeUndefined();
  });

  test.each(['none', 'HS256', 'RS512'])('one that says its algorithm is %s is refused', async (alg) => {
    const { verify } = cognitoTokens(issuer, 'client');
    const [, payload = '', signature = ''] = secrets.sign(claims()).split('.');
    const header = Buffer.from(JSON.stringify({ alg, kid: 'local' })).toString('base64url');
    expect(await verify(`${header}.${payload}.${signature}`)).toBeUndefined();
    expect(await verify(`${header}.${payload}.`)).toBeUndefined();
  });

  test('where the keys cannot be had it is nobody’s fault: an error, which is not remembered', async () => {
    const elsewhere = issuer.replace('/pool', '/nowhere');
    const { verify } = cognitoTokens(elsewhere, 'client');
    await expect(verify(secrets.sign(claims({ iss: elsewhere })))).rejects.toThrow(/jwks/);
  });
});
