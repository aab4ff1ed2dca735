import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bulkRoutes } from '../../../functions/http/bulk-routes.ts';
import { marketRoutes } from '../../../functions/http/market-routes.ts';
import { overviewRoute } from '../../../functions/http/overview-route.ts';
import { simpleRoutes } from '../../../functions/http/simple-routes.ts';
import { tradeRoutes } from '../../../functions/http/trade-routes.ts';
import { simpleErrors } from '../../../functions/middleware/error-styles.ts';
import { operations } from '../../../shared/contract/operations.ts';
import { memoryPorts } from './memory-ports.ts';
import { type Ask, asking } from './requests.ts';

const NUMBERS = [0, -0, -1, 1e-9, 1e308, 5e-324, 0.05, 64000, 2 ** 53, Number.MAX_VALUE];
const TEXTS = [
  '0',
  '-1',
  '1e9',
  'NaN',
  'Infinity',
  '0.05',
  '64000',
  '9'.repeat(30),
  '',
  ' ',
  'BTC/USDT',
  'BTC/USD',
  '\u0000',
  '__proto__',
];

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 3, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);
const entry = fc.oneof(
  value,
  fc.record(
    {
      type: fc.constantFrom('market', 'limit', 'stop', 'stop_limit', 'oco', 'x'),
      limit: value,
      stop: value,
      stopLimit: value,
      postOnly: value,
    },
    { requiredKeys: [] },
  ),
);
const some = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields, { requiredKeys: [] });

/** Bodies that look nearly right, so that rules deep inside are reached too. */
const nearlyRight = fc.record(
  {
    symbol: value,
    direction: fc.constantFrom('long', 'short', 5),
    quantity: value,
    entry,
    takeProfit: value,
    stopLoss: value,
    stopLimit: value,
    targets: fc.oneof(value, fc.array(some({ price: value, quantity: value, percent: value }))),
    trailing: fc.oneof(value, some({ amount: value, percent: value, activation: value })),
    breakEven: value,
    covers: value,
    timeOutSeconds: value,
    dailyClose: fc.oneof(value, fc.constantFrom('00:00', '23:59', '24:00', '9:5')),
    participation: value,
    visible: value,
    ids: fc.oneof(value, fc.array(fc.oneof(value, fc.constant('01KAH2V9G0Q8ZJ4T6Y3W5X7R2M')))),
    all: value,
    accountId: value,
    cursor: value,
    goodTill: fc.oneof(
      value,
      fc.date({ noInvalidDate: false }).map(String),
      fc.constant('2026-11-21T00:00:00Z'),
    ),
    clientTradeId: value,
    buy_price: value,
    sell_price: value,
    stop_loss: value,
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  nearlyRight,
  fc.json(),
  fc.string(),
  fc.constant('['.repeat(60_000)),
  fc.constant(undefined),
);
const text = fc.oneof(fc.constantFrom(...TEXTS, '2026-11-20T00:00:00Z', '1m', '1d', '500'), fc.string());
const query = fc.dictionary(
  fc.constantFrom('limit', 'cursor', 'status', 'symbol', 'interval', 'from', 'to', 'x'),
  text,
);

const ask: fc.Arbitrary<Ask> = fc
  .record({
    operation: fc.constantFrom(...operations),
    id: fc.oneof(
      fc.constantFrom('01KAH2V9G0Q8ZJ4T6Y3W5X7R2M', 'BTC-USDT', '__proto__'),
      fc.string({ minLength: 1 }),
    ),
    body,
    query,
    base64: fc.boolean(),
    ifMatch: fc.oneof(fc.constantFrom('*', '"1"', 'W/"2", "3"', '"', '""'), fc.string()),
  })
  .map(({ operation, id, body: sent, query: asked, base64, ifMatch }) => ({
    headers: { 'content-type': 'application/json', 'If-Match': ifMatch },
    method: operation.method,
    path: operation.path.replace(/\{\w+\}/, encodeURIComponent(id)),
    body: sent,
    query: asked,
    base64,
  }));

const { ports } = memoryPorts();
const simple = asking(simpleRoutes(ports), simpleErrors);
const others = asking([
  ...tradeRoutes(ports),
  ...bulkRoutes(ports),
  ...marketRoutes(ports),
  overviewRoute(ports),
]);

describe('garbage', () => {
  it('never makes an answer of 500 or more, and always one in JSON', async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(ask, async (request) => {
        const api = /^\/(trade|price)\//.test(request.path) ? simple : others;
        const answer = await api.ask(request);
        expect(answer.status).toBeGreaterThanOrEqual(200);
        expect(answer.status).toBeLessThan(500);
        seen.add(answer.status);
      }),
      { numRuns: 1500 },
    );
    // It got past the first gate, too.
    expect([...seen]).toEqual(expect.arrayContaining([200, 400, 404]));
    expect([simple.logged, others.logged]).toEqual([[], []]);
  });
});
