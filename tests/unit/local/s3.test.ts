import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../../infra/local/gateway/messages.ts';
import { type Bucket, readBuckets } from '../../../infra/local/s3/buckets.ts';
import { ObjectStore } from '../../../infra/local/s3/object-store.ts';
import { S3Api } from '../../../infra/local/s3/s3-api.ts';
import { Stack } from '../../../infra/local/template/stack.ts';
import { templateSchema } from '../../../infra/local/template/template.ts';

/** What @aws-sdk/client-s3 3.1174 sent for a PutObject of `hello,world` as `a b/ä (1)+'.csv`. */
const PUT = {
  method: 'PUT',
  path: '/exports/a%20b/%C3%A4%20%281%29%2B%27.csv',
  query: 'x-id=PutObject',
  headers: {
    'content-type': 'text/csv',
    'x-amz-meta-x': '1',
    'content-length': '12',
    'x-amz-sdk-checksum-algorithm': 'CRC32',
    'x-amz-checksum-crc32': 'aKhRWQ==',
    'x-amz-user-agent': 'aws-sdk-js/3.1174.0',
    host: '127.0.0.1:35937',
    'amz-sdk-invocation-id': 'dbd1cd26-362d-4990-9398-dd3a2bb07d18',
    'amz-sdk-request': 'attempt=1; max=3',
    'x-amz-date': '20261201T022731Z',
    'x-amz-content-sha256': 'f7626dcb23bbdf3a84360bbd2d5b9afb43d9a1e09c29aa53c386ac6d89b1e45e',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20261201/eu-central-1/s3/aws4_request, SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;x-amz-checksum-crc32;x-amz-content-sha256;x-amz-date;x-amz-meta-x;x-amz-sdk-checksum-algorithm;x-amz-user-agent, Signature=341873af37ca56c852040c1f3d199ad9760a6e923667a933000cb88bf14c8f97',
  },
  body: Buffer.from('hello,world\n'),
};
/** What @aws-sdk/s3-request-presigner made on 2026-01-01 for 300 seconds. */
const LINK = {
  method: 'GET',
  path: '/exports/a%20b/BTC-USDT%201m%20%28%C3%A4%29%2B%27.csv',
  query:
    'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Credential=local%2F20260101%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=300&X-Amz-Signature=ed761f4dae5333fda3358cd9b22ea2e93f6e65261a913f5d6dc08e58c0e51ea6&X-Amz-SignedHeaders=host&response-content-disposition=attachment%3B%20filename%3D%22BTC%201m.csv%22&x-amz-checksum-mode=ENABLED&x-id=GetObject',
  headers: { host: '127.0.0.1:9000' },
  body: Buffer.alloc(0),
};
const LINK_KEY = "a b/BTC-USDT 1m (ä)+'.csv";
const SIGNED_AT = Date.UTC(2026, 0, 1);

const folder = mkdtempSync(join(tmpdir(), 'paperwick-s3-test-'));
let store: ObjectStore;
let now: number;
let api: S3Api;
const forever: Bucket = { isExpired: () => false };

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  store = new ObjectStore(folder);
  now = SIGNED_AT;
  api = new S3Api(new Map([['exports', forever]]), store, () => now);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (request: Omit<HttpRequest, 'sourceIp'>): Promise<HttpResponse> =>
  api.handle({ ...request, sourceIp: '127.0.0.1' });
const codeOf = ({ body }: HttpResponse) => /<Code>(\w+)<\/Code>/.exec(String(body))?.[1];

test('what the SDK puts is kept whole, with its headers, across runs', async () => {
  const answer = await ask(PUT);
  // MD5 of the text, by md5sum.
  expect(answer).toMatchObject({ status: 200, headers: { etag: '"757228086dc1e621e37bed30e0b73e17"' } });
  const again = new ObjectStore(folder);
  const stored = await again.get('exports', "a b/ä (1)+'.csv");
  expect(String(stored?.body)).toBe('hello,world\n');
  expect(stored?.headers).toEqual({ 'content-type': 'text/csv', 'x-amz-meta-x': '1' });
});

test.each([
  [{ body: Buffer.from('another text') }, 'BadDigest'],
  [{ path: '/exports/another' }, 'SignatureDoesNotMatch'],
  [{ headers: { ...PUT.headers, 'content-type': 'text/html' } }, 'SignatureDoesNotMatch'],
  [{ headers: { host: PUT.headers.host } }, 'AccessDenied'],
  [{ path: '/nowhere/x' }, 'SignatureDoesNotMatch'],
])('a request that is not what was signed is refused: %#', async (change, code) => {
  const answer = await ask({ ...PUT, ...change });
  expect(codeOf(answer)).toBe(code);
  expect(answer.headers['content-type']).toBe('application/xml');
  expect(await store.get('exports', "a b/ä (1)+'.csv")).toBeUndefined();
});

test('a presigned link gives the object, with the headers that it asks for', async () => {
  await store.put('exports', LINK_KEY, Buffer.from('0123456789'), { 'content-type': 'text/csv' });
  expect(await ask(LINK)).toMatchObject({
    status: 200,
    body: Buffer.from('0123456789'),
    headers: {
      'content-type': 'text/csv',
      'content-disposition': 'attachment; filename="BTC 1m.csv"',
      'accept-ranges': 'bytes',
    },
  });
  const part = await ask({ ...LINK, headers: { ...LINK.headers, range: 'bytes=2-4' } });
  expect(part).toMatchObject({ status: 206, body: Buffer.from('234') });
  expect(part.headers['content-range']).toBe('bytes 2-4/10');
  const beyond = await ask({ ...LINK, headers: { ...LINK.headers, range: 'bytes=10-' } });
  expect(beyond.status).toBe(416);
});

test('a link holds until its time is over', async () => {
  await store.put('exports', LINK_KEY, Buffer.from('x'), {});
  now = SIGNED_AT + 300_000;
  expect((await ask(LINK)).status).toBe(200);
  now += 1;
  const late = await ask(LINK);
  expect(late.status).toBe(403);
  expect(String(late.body)).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
});

test.each([
  ['of another object', { path: '/exports/other' }],
  ['of another method', { method: 'DELETE' }],
  ['for longer', { query: LINK.query.replace('Expires=300', 'Expires=3000') }],
  ['with other headers of the answer', { query: LINK.query.replace('1m.csv', '2m.csv') }],
  ['of another host', { headers: { host: 'localhost:9000' } }],
  ['without its signature', { query: LINK.query.replace(/X-Amz-Signature=\w+&/, '') }],
])('a link %s is refused', async (_, change) => {
  await store.put('exports', LINK_KEY, Buffer.from('x'), {});
  expect(codeOf(await ask({ ...LINK, ...change }))).toBe('SignatureDoesNotMatch');
  expect(await store.get('exports', LINK_KEY)).toBeDefined();
});

test('an object that is not there is no such key', async () => {
  const answer = await ask(LINK);
  expect(answer.status).toBe(404);
  expect(codeOf(answer)).toBe('NoSuchKey');
});

test('keys are no paths of the machine', async () => {
  await store.put('exports', '../../../outside', Buffer.from('x'), {});
  expect(await store.get('exports', '../../../outside')).toBeDefined();
  expect(await store.get('exports', 'outside')).toBeUndefined();
});

const bucketsOf = (properties: object) =>
  readBuckets(
    new Stack(
      {
        stackName: 'Test',
        assets: new Map(),
        template: templateSchema.parse({
          Resources: { Exports: { Type: 'AWS::S3::Bucket', Properties: properties } },
        }),
      },
      { queueUrl: () => '', apiUrl: 'http://localhost', cognitoUrl: 'http://localhost' },
    ),
  );

test('what a rule of the bucket lets expire is there no longer', async () => {
  const buckets = bucketsOf({
    BucketName: 'exports',
    LifecycleConfiguration: { Rules: [{ Status: 'Enabled', Prefix: 'a b/', ExpirationInDays: 1 }] },
  });
  api = new S3Api(buckets, store, () => now);
  const { modifiedAt } = await store.put('exports', LINK_KEY, Buffer.from('x'), {});
  const bucket = buckets.get('exports');
  expect(bucket?.isExpired(LINK_KEY, modifiedAt, modifiedAt + 86_400_000)).toBe(false);
  expect(bucket?.isExpired(LINK_KEY, modifiedAt, modifiedAt + 86_400_001)).toBe(true);
  expect(bucket?.isExpired('other', modifiedAt, modifiedAt + 86_400_001)).toBe(false);
});

test('a bucket without a name has one of lower case, and what cannot be served is an error', () => {
  expect([...bucketsOf({}).keys()]).toEqual(['test-exports']);
  expect(() => bucketsOf({ VersioningConfiguration: { Status: 'Enabled' } })).toThrow(
    /VersioningConfiguration/,
  );
});
