import { APIGatewayProxyEventV2Schema } from '@aws-lambda-powertools/parser/schemas/api-gatewayv2';
import { expect, test } from 'vitest';
import { apiEvent } from '../../../infra/local/gateway/event.ts';
import type { HttpRequest } from '../../../infra/local/gateway/messages.ts';

const NOW = Date.UTC(2020, 2, 12, 19, 3, 58, 390);
const context = {
  routeKey: 'POST /v1/trades/{id}',
  pathParameters: { id: 'a b' },
  authorizer: { userId: 'demo', scopes: 'read trade' },
  requestId: 'request-1',
  timeEpoch: NOW,
  stage: '$default',
  apiId: 'api',
};
const request = (more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  path: '/v1/trades/a%20b',
  query: '',
  headers: { host: 'localhost:4000' },
  body: Buffer.alloc(0),
  sourceIp: '127.0.0.1',
  ...more,
});

test('the event is payload 2.0 as Powertools knows it', () => {
  const event = apiEvent(
    request({
      query: 'tag=x&tag=y%26z&empty=',
      headers: {
        host: 'localhost:4000',
        'content-type': 'application/json',
        cookie: 'a=1; b=2',
        'user-agent': 'curl/8',
        connection: 'keep-alive',
        'transfer-encoding': 'chunked',
      },
      body: Buffer.from('{"x":"€"}'),
    }),
    context,
  );
  expect(() => APIGatewayProxyEventV2Schema.parse(event)).not.toThrow();
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'POST /v1/trades/{id}',
    rawPath: '/v1/trades/a b',
    rawQueryString: 'tag=x&tag=y%26z&empty=',
    queryStringParameters: { tag: 'x,y&z', empty: '' },
    pathParameters: { id: 'a b' },
    cookies: ['a=1', 'b=2'],
    body: '{"x":"€"}',
    isBase64Encoded: false,
    requestContext: {
      authorizer: { lambda: { userId: 'demo', scopes: 'read trade' } },
      domainName: 'localhost:4000',
      http: {
        method: 'POST',
        path: '/v1/trades/a b',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'curl/8',
      },
      stage: '$default',
      time: '12/Mar/2020:19:03:58 +0000',
      requestId: 'request-1',
      timeEpoch: NOW,
    },
  });
  expect(event.headers).not.toHaveProperty('cookie');
  expect(event.headers).not.toHaveProperty('connection');
  expect(event.headers).not.toHaveProperty('transfer-encoding');
  expect(event.headers['x-forwarded-for']).toBe('127.0.0.1');
});

test('what a request has not is absent, not empty', () => {
  const event = apiEvent(request(), { ...context, pathParameters: {}, authorizer: undefined });
  for (const name of ['body', 'cookies', 'queryStringParameters', 'pathParameters']) {
    expect(event).not.toHaveProperty(name);
  }
  expect(event.requestContext).not.toHaveProperty('authorizer');
});

test.each([
  ['application/json', false],
  ['application/problem+json; charset=utf-8', false],
  ['text/csv', false],
  ['application/x-www-form-urlencoded', true],
  ['image/png', true],
  ['', true],
])('a body of type "%s" is base64: %s', (type, encoded) => {
  const event = apiEvent(request({ headers: { 'content-type': type }, body: Buffer.from('abc') }), context);
  expect(event.isBase64Encoded).toBe(encoded);
  expect(event.body).toBe(encoded ? 'YWJj' : 'abc');
});
