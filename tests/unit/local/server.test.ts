import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MarketClock } from '../../../infra/local/clock/clock.ts';
import { Control } from '../../../infra/local/gateway/control.ts';
import { front } from '../../../infra/local/gateway/front.ts';
import { HttpApi } from '../../../infra/local/gateway/http-api.ts';
import { LocalServer } from '../../../infra/local/gateway/server.ts';

const clock = new MarketClock({ start: Date.UTC(2025, 4, 5), paused: true });
const api = new HttpApi(
  { apiId: 'api', stage: '$default', routes: [], cors: undefined, throttle: undefined },
  clock,
);
const outages: boolean[] = [];
const control = new Control(clock, (on) => outages.push(on));
const siteConfig = { demoKey: 'pw_demo', market: 'replay' };
const server = new LocalServer();
let port: number;

beforeAll(async () => {
  port = await server.listen(0);
});
afterAll(() => server.stop());

const ask = (path: string, options: { method?: string; host?: string; body?: Buffer | string } = {}) =>
  new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const { method = 'GET', host = `localhost:${port}`, body } = options;
    const request = httpRequest({ port, host: '127.0.0.1', path, method, headers: { host } }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: text }));
    });
    request.on('error', reject);
    request.end(body);
  });

test('before anything is served, it is 503', async () => {
  expect(await ask('/v1/x')).toEqual({ status: 503, body: '{"message":"Service Unavailable"}' });
});

test.each([
  ['/v1/x', undefined, 404, 'Not Found'],
  ['/v1/%zz', undefined, 400, 'Bad Request'],
  ['/v1/x', Buffer.alloc(10 * 1024 * 1024 + 1), 413, 'Request Entity Too Large'],
])('%s is what API Gateway would answer', async (path, body, status, message) => {
  server.serve((request) => api.handle(request));
  const options = body ? { method: 'POST', body } : {};
  expect(await ask(path, options)).toEqual({ status, body: JSON.stringify({ message }) });
});

test('the demo key and the clock are for the name localhost only', async () => {
  server.serve(
    front({ clock, distribution: { handle: (request) => api.handle(request) }, control, siteConfig }),
  );
  for (const path of ['/config.json', '/_local/clock', '/_local/market']) {
    expect((await ask(path, { host: 'evil.example.com' })).status).toBe(403);
  }
  expect(JSON.parse((await ask('/config.json')).body)).toEqual(siteConfig);
  expect(JSON.parse((await ask('/config.json', { host: `127.0.0.1:${port}` })).body)).toEqual(siteConfig);
});

test('the clock and the market are moved over HTTP', async () => {
  server.serve(
    front({ clock, distribution: { handle: (request) => api.handle(request) }, control, siteConfig }),
  );
  const moved = await ask('/_local/clock', { method: 'POST', body: '{"runUntil":"2025-05-05T12:00:00Z"}' });
  expect(JSON.parse(moved.body)).toEqual({ now: '2025-05-05T12:00:00.000Z', running: false, ended: false });
  expect((await ask('/_local/clock', { method: 'POST', body: '{}' })).body).toContain('runUntil: ');
  expect((await ask('/_local/clock', { method: 'POST', body: 'x' })).body).toContain('the body is no JSON');
  expect((await ask('/_local/clock', { method: 'PUT' })).status).toBe(405);
  await ask('/_local/market', { method: 'POST', body: '{"outage":true}' });
  expect(outages).toEqual([true]);
});

test('without a market of its own there is nothing to move', async () => {
  server.serve(
    front({
      clock,
      distribution: { handle: (request) => api.handle(request) },
      control: undefined,
      siteConfig,
    }),
  );
  expect((await ask('/_local/clock')).status).toBe(404);
});

test('a port that is taken is named', async () => {
  await expect(new LocalServer().listen(port)).rejects.toThrow(`PORT: ${port} is in use by another program`);
});
