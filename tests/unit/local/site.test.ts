import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HttpRequest } from '../../../infra/local/gateway/messages.ts';
import { Distribution } from '../../../infra/local/site/distribution.ts';
import { ViewerFunction } from '../../../infra/local/site/viewer-function.ts';
import { wildcard } from '../../../infra/local/site/wildcard.ts';
import { Stack } from '../../../infra/local/template/stack.ts';
import { templateSchema } from '../../../infra/local/template/template.ts';

const folder = mkdtempSync(join(tmpdir(), 'paperwick-site-'));
const PAGE = '<!doctype html><title>Paperwick</title>';
const SCRIPT = 'export const x = 1;\n'.repeat(100);

const resources = {
  Fallback: {
    Type: 'AWS::CloudFront::Function',
    Properties: {
      FunctionCode: `function handler(event) {
        var request = event.request;
        if (request.uri === '/old') return { statusCode: 301, headers: { location: { value: '/new' } } };
        if (!request.uri.includes('.')) request.uri = '/index.html';
        return request;
      }`,
    },
  },
  Headers: {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          ContentTypeOptions: { Override: true },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 1, Override: true },
        },
        CustomHeadersConfig: { Items: [{ Header: 'X-Own', Value: 'yes', Override: true }] },
      },
    },
  },
  Assets: {
    Type: 'Custom::CDKBucketDeployment',
    Properties: {
      SourceObjectKeys: ['site.zip'],
      Exclude: ['*'],
      Include: ['assets/*'],
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    },
  },
  Pages: {
    Type: 'Custom::CDKBucketDeployment',
    Properties: {
      SourceObjectKeys: ['site.zip'],
      Exclude: ['assets/*'],
      SystemMetadata: { 'cache-control': 'no-cache' },
    },
  },
  Distribution: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        DefaultRootObject: 'index.html',
        DefaultCacheBehavior: {
          TargetOriginId: 'bucket',
          ResponseHeadersPolicyId: { Ref: 'Headers' },
          FunctionAssociations: [
            { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['Fallback', 'FunctionARN'] } },
          ],
        },
        CacheBehaviors: [
          { PathPattern: '/v1/*', TargetOriginId: 'api', ResponseHeadersPolicyId: { Ref: 'Headers' } },
        ],
        Origins: [
          { Id: 'bucket', S3OriginConfig: {} },
          { Id: 'api', CustomOriginConfig: {} },
        ],
      },
    },
  },
};

let distribution: Distribution;
beforeAll(() => {
  mkdirSync(join(folder, 'site', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'outside');
  writeFileSync(join(folder, 'site', 'index.html'), PAGE);
  writeFileSync(join(folder, 'site', 'assets', 'x.js'), SCRIPT);
  const stack = new Stack(
    {
      stackName: 'Test',
      template: templateSchema.parse({ Resources: resources }),
      assets: new Map([['site.zip', join(folder, 'site')]]),
    },
    { queueUrl: (name) => name, apiUrl: 'http://localhost:4000', cognitoUrl: '' },
  );
  distribution = new Distribution(stack, {
    serves: (path) => path === '/health',
    handle: async ({ path }) => ({ status: 200, headers: {}, body: `api ${path}` }),
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') => {
  const request: HttpRequest = {
    method,
    path,
    query: '',
    headers,
    body: Buffer.alloc(0),
    sourceIp: '127.0.0.1',
  };
  return distribution.handle(request);
};

test.each(['/', '/index.html', '/trades/01J'])('%s is the page, asked for again each time', async (path) => {
  const { status, headers, body } = await ask(path);
  expect([status, String(body)]).toEqual([200, PAGE]);
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'x-own': 'yes',
  });
  expect(headers).not.toHaveProperty('strict-transport-security');
});

test('an asset is kept for a year, compressed where that is understood, and not sent twice', async () => {
  const plain = await ask('/assets/x.js');
  expect(String(plain.body)).toBe(SCRIPT);
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const compressed = await ask('/assets/x.js', { 'accept-encoding': 'br, gzip' });
  expect(compressed.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(compressed.body as Buffer).toString()).toBe(SCRIPT);
  const again = await ask('/assets/x.js', { 'if-none-match': String(plain.headers.etag) });
  expect([again.status, again.body]).toEqual([304, '']);
});

test.each(['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/missing.js', '/%ff.js'])(
  '%s is not there',
  async (path) => {
    expect((await ask(path)).status).toBe(404);
  },
);

test('the API answers under its patterns and its own routes, with the headers of the distribution', async () => {
  expect(await ask('/v1/nothing')).toMatchObject({ body: 'api /v1/nothing', headers: { 'x-own': 'yes' } });
  expect(await ask('/health')).toMatchObject({ body: 'api /health' });
});

test('the function at the edge can answer by itself', async () => {
  expect(await ask('/old')).toMatchObject({ status: 301, headers: { location: '/new' } });
});

test('files are read, not written', async () => {
  expect((await ask('/', {}, 'POST')).status).toBe(403);
});

test('the function at the edge has nothing of Node.js', () => {
  const reaching = new ViewerFunction(
    'function handler(event) { return { uri: typeof process + typeof require }; }',
  );
  expect(reaching.run({ method: 'GET', uri: '/', headers: {} })).toEqual({ uri: 'undefinedundefined' });
});

test.each([
  ['/v1/*', '/v1/a/b', true],
  ['/v1/*', '/v2/a', false],
  ['/health', '/health', true],
  ['*.js', '/a/b.js', true],
  ['/a?c', '/abc', true],
  ['/a.c', '/abc', false],
])('%s matches %s: %s', (pattern, path, matches) => {
  expect(wildcard(pattern).test(path)).toBe(matches);
});
