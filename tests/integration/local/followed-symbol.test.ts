import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { type Runtime, startRuntime } from '../../../infra/local/runtime.ts';

/** The assembled app, its settings naming one symbol of the many that the simulated exchange lists. */
let runtime: Runtime;
beforeAll(async () => {
  const environment = {
    PORT: '0',
    DATA_DIR: ':memory:',
    SYMBOLS: 'BTC/USDT',
    DEMO_API_KEY: 'pw_demo-key',
  };
  runtime = await startRuntime(parseConfig(environment, ['--market', 'simulated']));
}, 180_000);
afterAll(() => runtime?.stop());

const call = async (method: string, path: string, body?: unknown) => {
  const headers = { authorization: 'Bearer pw_demo-key', 'content-type': 'application/json' };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  const response = await fetch(`${runtime.url}${path}`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const until = async (done: () => Promise<boolean>) => {
  for (let tries = 0; tries < 200 && !(await done()); tries++) await sleep(100);
};

test('any symbol that the exchange lists is bought at the market at the first attempt, and priced from then on', async () => {
  const listed = async () => (await call('GET', '/v1/instruments?search=ETH/USDT')).body.items as unknown[];
  await until(async () => (await listed()).length > 0);
  expect(await listed()).toMatchObject([{ symbol: 'ETH/USDT', venue: 'simulated', followed: false }]);
  expect((await call('GET', '/v1/prices/ETH-USDT')).status).toBe(404);

  const order = { symbol: 'ETH/USDT', side: 'buy', type: 'market', quantity: '0.5' };
  const bought = await call('POST', '/v1/orders', order);
  expect(bought).toMatchObject({ status: 201, body: { symbol: 'ETH/USDT' } });
  expect((await call('GET', '/v1/prices/ETH-USDT')).body).toMatchObject({
    source: 'simulated',
    stale: false,
  });
  const filled = async () => (await call('GET', `/v1/orders/${bought.body.id}`)).body;
  await until(async () => (await filled()).status === 'filled');
  expect(await filled()).toMatchObject({ status: 'filled', filledQuantity: '0.5' });
  const { body } = await call('GET', '/v1/portfolio');
  expect(body).toMatchObject({ unpriced: [] });
  expect((await call('GET', '/v1/status')).body.markets).toMatchObject([
    { symbol: 'BTC/USDT' },
    { symbol: 'ETH/USDT' },
  ]);
});

test('a watchlist has its symbols followed; what nobody lists is refused by its place', async () => {
  const made = await call('POST', '/v1/watchlists', { name: 'x', symbols: ['SOL/USDT', 'BTC/USDT'] });
  expect(made.status).toBe(201);
  await until(async () => (await call('GET', '/v1/prices/SOL-USDT')).status === 200);
  const { items } = (await call('GET', '/v1/prices')).body as { items: { symbol: string }[] };
  expect(items.map(({ symbol }) => symbol)).toEqual(['BTC/USDT', 'ETH/USDT', 'SOL/USDT']);
  const refused = await call('PATCH', `/v1/watchlists/${made.body.id}`, {
    symbols: ['SOL/USDT', 'NOPE/USDT'],
  });
  expect(refused).toMatchObject({
    status: 422,
    body: { code: 'unknown_symbol', errors: [{ field: 'symbols.1' }] },
  });
});
