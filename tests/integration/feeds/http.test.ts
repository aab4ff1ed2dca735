import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createHttp, type HttpOptions } from '../../../shared/adapters/feeds/http.ts';
import { FeedError } from '../../../shared/ports/venue.ts';
import { type Handler, sendJson, startExchange } from './exchange-server.ts';

const schema = z.object({ price: z.number() });
const good: Handler = (_url, response) => sendJson(response, { price: 1 });

/** Asks a server that behaves like this once, without real pauses. */
const ask = async (handler: Handler, options: Partial<HttpOptions> = {}) => {
  const pauses: number[] = [];
  const server = await startExchange(handler);
  const http = createHttp('binance', {
    baseUrl: server.baseUrl,
    sleep: async (ms) => pauses.push(ms),
    random: () => 1,
    ...options,
  });
  const get = http.call();
  const answer = await get('/price', schema).catch((error: unknown) => error);
  return { answer, pauses, requests: server.requests, get };
};
const failureOf = (answer: unknown) => {
  if (!(answer instanceof FeedError)) throw new Error('the request did not fail with a FeedError');
  return { kind: answer.kind, retryAfterMs: answer.retryAfterMs };
};

describe('an answer that is no success', () => {
  test.each([
    [418, 'blocked'],
    [451, 'blocked'],
    [403, 'blocked'],
    [429, 'rate_limited'],
    [400, 'bad_answer'],
    [404, 'bad_answer'],
    [302, 'bad_answer'],
  ])('%i is %s, and is not asked for again', async (status, kind) => {
    const { answer, requests } = await ask((_url, response) => sendJson(response, {}, status));
    expect(failureOf(answer)).toEqual({ kind, retryAfterMs: undefined });
    expect(requests).toHaveLength(1);
  });

  test('429 keeps Retry-After in seconds', async () => {
    const { answer } = await ask((_url, response) => response.writeHead(429, { 'retry-after': '7' }).end());
    expect(failureOf(answer)).toEqual({ kind: 'rate_limited', retryAfterMs: 7_000 });
  });

  test('418 keeps Retry-After as a date, seen from the server’s own clock', async () => {
    const headers = {
      date: 'Wed, 21 Oct 2015 07:27:00 GMT',
      'retry-after': 'Wed, 21 Oct 2015 07:28:30 GMT',
    };
    const { answer } = await ask((_url, response) => response.writeHead(418, headers).end());
    expect(failureOf(answer)).toEqual({ kind: 'blocked', retryAfterMs: 90_000 });
  });

  test('a redirect is not followed: the exchange is where the settings say', async () => {
    const { answer, requests } = await ask((url, response, request) => {
      if (url.pathname === '/price') response.writeHead(301, { location: '/elsewhere' }).end();
      else good(url, response, request);
    });
    expect(failureOf(answer).kind).toBe('bad_answer');
    expect(requests).toEqual(['/price']);
  });

  test('after a refusal the same call asks for nothing more', async () => {
    const { get, requests } = await ask((_url, response) => response.writeHead(429).end());
    await expect(get('/other', schema)).rejects.toMatchObject({ kind: 'rate_limited' });
    expect(requests).toEqual(['/price']);
  });
});

describe('retries', () => {
  test('5xx is asked for twice more, with a pause that doubles', async () => {
    const { answer, requests, pauses } = await ask((_url, response) => response.writeHead(503).end());
    expect(failureOf(answer).kind).toBe('unavailable');
    expect(requests).toHaveLength(3);
    expect(pauses).toEqual([200, 400]);
  });

  test('the jitter takes up to half of the pause', async () => {
    const { pauses } = await ask((_url, response) => response.writeHead(500).end(), { random: () => 0 });
    expect(pauses).toEqual([100, 200]);
  });

  test('5xx, then a good answer', async () => {
    let asked = 0;
    const { answer } = await ask((url, response, request) => {
      asked += 1;
      if (asked === 1) response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad Gateway');
      else good(url, response, request);
    });
    expect(answer).toMatchObject({ body: { price: 1 } });
    expect(asked).toBe(2);
  });

  test('a connection that is dropped before any answer is tried anew', async () => {
    let asked = 0;
    const { answer } = await ask((url, response, request) => {
      asked += 1;
      if (asked < 3) request.socket.destroy();
      else good(url, response, request);
    });
    expect(answer).toMatchObject({ body: { price: 1 } });
  });

  test('a Retry-After longer than the time budget is not waited for', async () => {
    const { answer, requests } = await ask((_url, response) =>
      response.writeHead(503, { 'retry-after': '3600' }).end(),
    );
    expect(failureOf(answer)).toEqual({ kind: 'unavailable', retryAfterMs: 3_600_000 });
    expect(requests).toHaveLength(1);
  });

  test('a port where nobody listens is a network failure', async () => {
    const { answer, pauses } = await ask(good, { baseUrl: 'http://127.0.0.1:1' });
    expect(failureOf(answer).kind).toBe('network');
    expect(pauses).toHaveLength(2);
  });
});

describe('time', () => {
  test('a server that hangs is left after the timeout, each of three times', async () => {
    const started = performance.now();
    const { answer, requests } = await ask(() => {}, { timeoutMs: 60 });
    expect(failureOf(answer).kind).toBe('timeout');
    expect(requests).toHaveLength(3);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('a body that drips in for ever is a timeout', async () => {
    const { answer } = await ask(
      (_url, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write(' '), 10);
        response.on('close', () => clearInterval(drip));
      },
      { timeoutMs: 120, retries: 0 },
    );
    expect(failureOf(answer).kind).toBe('timeout');
  });

  test('the budget bounds a call with all its retries', async () => {
    const started = performance.now();
    const { answer, get } = await ask(() => {}, { timeoutMs: 10_000, budgetMs: 100 });
    expect(failureOf(answer).kind).toBe('timeout');
    await expect(get('/more', schema)).rejects.toMatchObject({ kind: 'timeout' });
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('a success that is none', () => {
  const bodies: [string, Handler][] = [
    ['a page of HTML', (_url, response) => response.end('<!doctype html><title>Just a moment</title>')],
    ['JSON cut off', (_url, response) => response.end('{"price":')],
    ['an empty body', (_url, response) => response.end()],
    ['a wrong type', (_url, response) => sendJson(response, { price: '1' })],
    ['null', (_url, response) => sendJson(response, null)],
    [
      'a connection cut off within the body',
      (_url, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"price":1');
        setTimeout(() => response.destroy(), 20);
      },
    ],
    [
      'gzip that is none',
      (_url, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"price":1}'),
    ],
    [
      'gzip that unpacks to more than the limit',
      (_url, response) => {
        const bomb = gzipSync(JSON.stringify({ price: 1, padding: ' '.repeat(5_000_000) }));
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
      },
    ],
  ];
  test.each(bodies)('%s is a bad answer, not asked for again', async (_name, handler) => {
    const { answer, requests } = await ask(handler, { maxBytes: 1_000_000 });
    expect(failureOf(answer)).toEqual({ kind: 'bad_answer', retryAfterMs: undefined });
    expect(requests).toHaveLength(1);
  });
});

test('every request says who asks', async () => {
  let agent: string | undefined;
  await ask((url, response, request) => {
    agent = request.headers['user-agent'];
    good(url, response, request);
  });
  expect(agent).toBe('paperwick');
});
