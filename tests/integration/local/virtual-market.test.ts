import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { type Runtime, startRuntime } from '../../../infra/local/runtime.ts';

const folder = mkdtempSync(join(tmpdir(), 'paperwick-replay-'));
const MONDAY = Date.UTC(2025, 4, 5);
const MINUTES = 180;

/** Falls from 100 to 95 within the first hour, rises to 105 until the end; each bar 0.2 high. */
const recording = (): string => {
  const rows = Array.from({ length: MINUTES }, (_, minute) => {
    const close = minute < 60 ? 100 - (minute * 5) / 60 : 95 + ((minute - 60) * 10) / 120;
    const [open, high, low] = [close, close + 0.1, close - 0.1].map((price) => price.toFixed(2));
    return `${MONDAY + minute * 60_000},${open},${high},${low},${close.toFixed(2)},1.5`;
  });
  return `time_ms,open,high,low,close,volume\n${rows.join('\n')}\n`;
};

let runtime: Runtime;
beforeAll(async () => {
  const file = join(folder, 'BTCUSDT.1m.csv');
  writeFileSync(file, recording());
  const environment = { PORT: '0', DATA_DIR: ':memory:', DEMO_API_KEY: 'pw_demo-key' };
  runtime = await startRuntime(parseConfig(environment, ['--market', 'replay', '--data', file, '--paused']));
}, 180_000);
afterAll(async () => {
  await runtime?.stop();
  rmSync(folder, { recursive: true });
});

const call = async (method: string, path: string, body?: unknown) => {
  const headers = { authorization: 'Bearer pw_demo-key', 'content-type': 'application/json' };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  const response = await fetch(`${runtime.url}${path}`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const runUntil = (minute: number) =>
  call('POST', '/_local/clock', { runUntil: new Date(MONDAY + minute * 60_000).toISOString() });

test('the market stands ten minutes into the record until it is told to move', async () => {
  expect(await call('GET', '/_local/clock')).toEqual({
    status: 200,
    body: { now: '2025-05-05T00:10:00.000Z', running: false, ended: false },
  });
  const { body } = await call('GET', '/v1/prices/BTC-USDT');
  expect(body).toMatchObject({ symbol: 'BTC/USDT', source: 'replay' });
});

test('an order placed at a moment of the market fires at its moment', async () => {
  await runUntil(15);
  const created = await call('POST', '/v1/trades', {
    symbol: 'BTC/USDT',
    quantity: '1',
    entry: { type: 'limit', limit: '97.00' },
    takeProfit: '101.00',
    stopLoss: '90.00',
  });
  expect(created).toMatchObject({
    status: 201,
    body: { createdAt: '2025-05-05T00:15:00.000Z', status: 'pending' },
  });
  const id = String(created.body.id);

  // The low first reaches 97.00 in the bar of minute 35 (100 - 35/12 - 0.1 = 96.98).
  await runUntil(35);
  expect((await call('GET', `/v1/trades/${id}`)).body).toMatchObject({ status: 'pending' });
  await runUntil(36);
  expect((await call('GET', `/v1/trades/${id}`)).body).toMatchObject({ status: 'open' });
  // The high first reaches 101.00 in the bar of minute 131 (95 + 71/12 + 0.1 = 101.02).
  await runUntil(131);
  expect((await call('GET', `/v1/trades/${id}`)).body).toMatchObject({ status: 'open' });
  await runUntil(132);
  expect((await call('GET', `/v1/trades/${id}`)).body).toMatchObject({
    status: 'closed',
    closeReason: 'take_profit',
    entryPrice: '97',
    exitPrice: '101',
    realizedPnl: '4',
    // The last moment of the bar of minute 131: docs/fill-rules.md.
    endedAt: '2025-05-05T02:11:59.999Z',
  });
});

test('one tick for each minute of the record, whatever it took', async () => {
  const ticks = runtime.lambda('tick').invocations;
  await runUntil(150);
  expect(runtime.lambda('tick').invocations - ticks).toBe(18);
  expect(runtime.queueAt(runtime.variables.TICK_QUEUE_URL ?? '')?.counts()).toEqual({
    visible: 0,
    hidden: 0,
  });
});

test('a tick that is killed at work comes again after its visibility timeout, and nothing waits for it', async () => {
  const queue = runtime.queueAt(runtime.variables.TICK_QUEUE_URL ?? '');
  const run = runUntil(154);
  let killed = 0;
  while (killed === 0 && runtime.clock.now() < MONDAY + 154 * 60_000) {
    killed = runtime.lambda('tick').killRunning();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await run;
  expect(killed).toBe(1);
  // Six minutes, as the stack has it.
  expect(queue?.counts()).toEqual({ visible: 0, hidden: 1 });
  expect((await call('GET', '/health')).body).toMatchObject({ lastTickAt: '2025-05-05T02:34:00.000Z' });
  await runUntil(161);
  expect(queue?.counts()).toEqual({ visible: 0, hidden: 0 });
});

test('while the market server is away prices grow old; what it says of the clock and of itself is checked', async () => {
  expect(await call('POST', '/_local/market', { outage: true })).toEqual({
    status: 200,
    body: { outage: true },
  });
  await runUntil(168);
  expect((await call('GET', '/v1/prices/BTC-USDT')).body).toMatchObject({ stale: true });
  await call('POST', '/_local/market', { outage: false });
  expect(await call('POST', '/_local/market', { outage: 'yes' })).toMatchObject({
    status: 400,
    body: { message: 'outage: must be true or false' },
  });
  expect(await call('POST', '/_local/clock', { runUntil: 'noon' })).toMatchObject({ status: 400 });
});

test('at the end of the record the clock stands still', async () => {
  const { body } = await runUntil(10_000);
  expect(body).toEqual({ now: '2025-05-05T03:00:00.000Z', running: false, ended: true });
});
