import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nextText, ok, serveSockets } from './socket-stack.ts';

let served: Awaited<ReturnType<typeof serveSockets>>;
beforeEach(async () => {
  served = await serveSockets(() => ok);
});
afterEach(() => served.stop());

const call = (id: string, method: string, body?: string, prefix = '') =>
  fetch(`${served.management}${prefix}/@connections/${encodeURIComponent(id)}`, {
    method,
    ...(body === undefined ? {} : { body }),
  });

test.each(['', '/ws'])('what is posted to a connection is what its client gets (%j)', async (prefix) => {
  const { client, id } = await served.connected();
  const received = nextText(client);
  expect((await call(id, 'POST', '{"type":"pong","text":"ä"}', prefix)).status).toBe(200);
  expect(await received).toBe('{"type":"pong","text":"ä"}');
});

test('what is posted one after the other arrives in that order', async () => {
  const { client, id } = await served.connected();
  const texts: string[] = [];
  client.on('message', (data) => texts.push(String(data)));
  for (let n = 0; n < 50; n += 1) await call(id, 'POST', String(n));
  while (texts.length < 50) await new Promise(setImmediate);
  expect(texts).toEqual(Array.from({ length: 50 }, (_, n) => String(n)));
});

test('a connection that is asked for tells since when, and from where', async () => {
  const { id } = await served.connected('/ws', { 'user-agent': 'tests' });
  const answer = await call(id, 'GET');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    connectedAt: '2026-01-01T00:00:00.000Z',
    identity: { sourceIp: '127.0.0.1', userAgent: 'tests' },
    lastActiveAt: '2026-01-01T00:00:00.000Z',
  });
});

test('a deleted connection is closed, and gone', async () => {
  const { client, id } = await served.connected();
  const closed = once(client, 'close');
  expect((await call(id, 'DELETE')).status).toBe(204);
  const [code] = await closed;
  expect(code).toBe(1000);
  expect((await call(id, 'POST', 'x')).status).toBe(410);
});

test.each(['POST', 'GET', 'DELETE'])('a connection that is not there is gone: %s', async (method) => {
  const answer = await call('bm9ib2R5IGhlcmU=', method, method === 'POST' ? 'x' : undefined);
  expect(answer.status).toBe(410);
  expect(answer.headers.get('x-amzn-errortype')).toBe('GoneException');
});

test('a client that has left is gone', async () => {
  const { client, id } = await served.connected();
  client.terminate();
  while (served.sockets.connections.size > 0) await new Promise(setImmediate);
  expect((await call(id, 'POST', 'x')).status).toBe(410);
});

test('128 kB can be posted, more is too large', async () => {
  const { client, id } = await served.connected();
  const received = nextText(client);
  expect((await call(id, 'POST', 'x'.repeat(128 * 1024))).status).toBe(200);
  expect(await received).toHaveLength(128 * 1024);
  const answer = await call(id, 'POST', 'x'.repeat(128 * 1024 + 1));
  expect(answer.status).toBe(413);
  expect(answer.headers.get('x-amzn-errortype')).toBe('PayloadTooLargeException');
});

test('any other path is forbidden', async () => {
  expect((await fetch(`${served.management}/elsewhere`)).status).toBe(403);
});
