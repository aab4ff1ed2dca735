import { expect, test } from 'vitest';
import { Authorizer } from '../../../infra/local/gateway/authorizer.ts';
import { preflight, withCors } from '../../../infra/local/gateway/cors.ts';
import { apiEvent } from '../../../infra/local/gateway/event.ts';
import { lambdaAnswer } from '../../../infra/local/gateway/lambda-answer.ts';
import type { HttpRequest } from '../../../infra/local/gateway/messages.ts';
import { RouteTable } from '../../../infra/local/gateway/route-table.ts';
import { Throttle } from '../../../infra/local/gateway/throttle.ts';
import type { Invocation } from '../../../infra/local/lambda/protocol.ts';

const requestWith = (headers: Record<string, string>, method = 'GET'): HttpRequest => ({
  method,
  path: '/x',
  query: '',
  headers: { host: 'localhost', ...headers },
  body: Buffer.alloc(0),
  sourceIp: '127.0.0.1',
});

test.each([
  ['GET', '/v1/trades', 'GET /v1/trades', {}],
  ['GET', '/v1/trades/stats', 'GET /v1/trades/stats', {}],
  ['GET', '/v1/trades/01J', 'GET /v1/trades/{id}', { id: '01J' }],
  ['GET', '/v1/trades/a%2Fb', 'GET /v1/trades/{id}', { id: 'a/b' }],
  ['PUT', '/v1/trades/01J', 'ANY /v1/trades/{id}', { id: '01J' }],
  ['GET', '/files/a/b', 'GET /files/{path+}', { path: 'a/b' }],
  ['GET', '/v1/trades/', undefined, undefined],
  ['POST', '/v1/nothing', undefined, undefined],
])('%s %s is served by %s', (method, path, key, parameters) => {
  const keys = [
    'ANY /v1/trades/{id}',
    'GET /files/{path+}',
    'GET /v1/trades/{id}',
    'GET /v1/trades/stats',
    'GET /v1/trades',
  ];
  const match = new RouteTable(keys.map((text) => ({ key: text }))).match(method, path);
  expect(match?.route.key).toBe(key);
  expect(match?.pathParameters).toEqual(parameters);
});

test('a path that API Gateway would not take is an error here too', () => {
  expect(() => new RouteTable([{ key: 'GET /v1/prices/{base}-{quote}' }])).toThrow(
    'no path segment "{base}-{quote}"',
  );
  expect(() => new RouteTable([{ key: 'GET /{all+}/x' }])).toThrow('no path segment "{all+}"');
});

const authorizing = (answers: Invocation[], ttlSeconds = 60) => {
  const asked: unknown[] = [];
  let now = 0;
  const spec = { arn: 'arn:api', identitySource: ['$request.header.Authorization'], ttlSeconds };
  const authorizer = new Authorizer(
    spec,
    async (event) => {
      asked.push(event);
      return answers.shift() ?? { ok: false, error: { errorType: 'Error', errorMessage: 'asked too often' } };
    },
    () => now,
  );
  const context = {
    routeKey: 'GET /v1/x',
    pathParameters: {},
    authorizer: undefined,
    requestId: 'request-1',
    timeEpoch: 0,
    stage: '$default',
    apiId: 'api',
  };
  const ask = (headers: Record<string, string>) =>
    authorizer.authorize(apiEvent(requestWith(headers), context));
  return { ask, asked, pass: (seconds: number) => (now += seconds * 1000) };
};
const allow: Invocation = { ok: true, payload: { isAuthorized: true, context: { userId: 'demo' } } };
const deny: Invocation = { ok: true, payload: { isAuthorized: false } };
const crash: Invocation = { ok: false, error: { errorType: 'Error', errorMessage: 'down' } };

test('without the identity source nobody is asked', async () => {
  const { ask, asked } = authorizing([allow]);
  expect(await ask({})).toEqual({ verdict: 'unauthorized' });
  expect(asked).toHaveLength(0);
});

test('the authorizer sees the request of payload 2.0 with its identity source', async () => {
  const { ask, asked } = authorizing([allow]);
  await ask({ authorization: 'Bearer k' });
  expect(asked[0]).toMatchObject({
    version: '2.0',
    type: 'REQUEST',
    routeArn: 'arn:api/$default/GET/v1/x',
    identitySource: ['Bearer k'],
    routeKey: 'GET /v1/x',
  });
});

test('a verdict is kept for sixty seconds, for its own credential only', async () => {
  const { ask, asked, pass } = authorizing([allow, deny, deny]);
  const allowed = { verdict: 'allowed', context: { userId: 'demo' } };
  expect(await ask({ authorization: 'Bearer a' })).toEqual(allowed);
  expect(await ask({ authorization: 'Bearer b' })).toEqual({ verdict: 'forbidden' });
  pass(59);
  expect(await ask({ authorization: 'Bearer a' })).toEqual(allowed);
  expect(await ask({ authorization: 'Bearer b' })).toEqual({ verdict: 'forbidden' });
  expect(asked).toHaveLength(2);
  pass(1);
  expect(await ask({ authorization: 'Bearer a' })).toEqual({ verdict: 'forbidden' });
});

test('a failure of the authorizer is not kept', async () => {
  const { ask } = authorizing([crash, allow]);
  expect(await ask({ authorization: 'Bearer a' })).toEqual({ verdict: 'failed' });
  expect(await ask({ authorization: 'Bearer a' })).toMatchObject({ verdict: 'allowed' });
});

test('a structured answer keeps its status, headers and cookies; a body in base64 becomes bytes', () => {
  const payload = {
    statusCode: 201,
    headers: { 'Content-Type': 'image/png', 'X-Count': 3, Connection: 'close' },
    cookies: ['a=1', 'b=2'],
    body: 'YWJj',
    isBase64Encoded: true,
  };
  expect(lambdaAnswer({ ok: true, payload })).toEqual({
    status: 201,
    headers: { 'content-type': 'image/png', 'x-count': '3', 'set-cookie': ['a=1', 'b=2'] },
    body: Buffer.from('abc'),
  });
});

test('an answer without a status is JSON with status 200', () => {
  const { status, headers, body } = lambdaAnswer({ ok: true, payload: { a: 1 } });
  expect([status, headers['content-type'], body]).toEqual([200, 'application/json', '{"a":1}']);
});

test.each([
  [{ errorType: 'TypeError', errorMessage: 'x' }, 500, 'Internal Server Error'],
  [{ errorType: 'Sandbox.Timedout', errorMessage: 'x' }, 503, 'Service Unavailable'],
])('a failed function %j is %i', (error, status, message) => {
  const answer = lambdaAnswer({ ok: false, error });
  expect([answer.status, answer.body]).toEqual([status, JSON.stringify({ message })]);
});

test('an answer whose status is none is an error of the function', () => {
  expect(lambdaAnswer({ ok: true, payload: { statusCode: 'many' } }).status).toBe(500);
});

const cors = {
  AllowOrigins: ['https://app.example.com'],
  AllowMethods: ['GET', 'POST'],
  AllowHeaders: ['authorization'],
  ExposeHeaders: [],
  AllowCredentials: false,
  MaxAge: 3600,
};
const preflightFrom = (origin: string) =>
  preflight(cors, requestWith({ origin, 'access-control-request-method': 'POST' }, 'OPTIONS'));

test('a preflight of an allowed origin is answered, that of another one has no permission in it', () => {
  expect(preflightFrom('https://app.example.com')).toMatchObject({
    status: 204,
    headers: {
      'access-control-allow-origin': 'https://app.example.com',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '3600',
    },
  });
  expect(preflightFrom('https://evil.example.com')?.headers).toEqual({});
  expect(preflight(cors, requestWith({ origin: 'https://app.example.com' }))).toBeUndefined();
});

test('an answer may be read by a page of an allowed origin only', () => {
  const answer = { status: 200, headers: { a: 'b' }, body: '' };
  const own = withCors(cors, requestWith({ origin: 'https://app.example.com' }), answer);
  expect(own.headers).toMatchObject({
    'access-control-allow-origin': 'https://app.example.com',
    vary: 'Origin',
  });
  expect(withCors(cors, requestWith({ origin: 'https://evil.example.com' }), answer)).toEqual(answer);
});

test('a token bucket: the burst at once, then the rate', () => {
  let now = 0;
  const throttle = new Throttle({ rate: 2, burst: 3 }, () => now);
  expect([1, 2, 3, 4].map(() => throttle.admit())).toEqual([true, true, true, false]);
  now = 500;
  expect([throttle.admit(), throttle.admit()]).toEqual([true, false]);
  now = 60_000;
  expect([1, 2, 3, 4].map(() => throttle.admit())).toEqual([true, true, true, false]);
});
