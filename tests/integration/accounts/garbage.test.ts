import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Operation } from '../../../shared/contract/operation.ts';
import { operations } from '../../../shared/contract/operations.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import type { Ask } from '../../unit/http/requests.ts';
import { minutes } from '../tick/support.ts';
import { type Books, startBooks } from './support.ts';

const LIST: readonly Operation[] = operations.filter(({ group }) => group === 'accounts');
const TEXTS = [
  'main',
  'swing',
  'none',
  '__proto__',
  'main#0002',
  '0',
  '-1',
  '1e9',
  '5',
  '100000',
  '0.00000001',
  '1000000000000',
  '=1+1',
  '\u0000',
  '',
];
const text = fc.oneof(
  fc.constantFrom(...TEXTS, '2025-05-05T00:06:00Z', 'BTC/USDT', 'fill', '1y'),
  fc.string(),
);
const value = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(0, -1, 0.5, 1e308));
const nearlyRight = fc.oneof(
  fc.record({ amount: fc.constantFrom('5', '0.00000001', '1000000000000', '0', '-5', '1e9') }),
  fc.record({ name: text, openingBalance: fc.constantFrom('0', '5', '5.', 'x') }),
  fc.record({ takerRate: fc.constantFrom('0', '0.05', '0.051', '.01') }),
);
const body = fc.oneof(
  { weight: 4, arbitrary: nearlyRight },
  {
    weight: 4,
    arbitrary: fc.dictionary(
      fc.constantFrom(
        'id',
        'name',
        'openingBalance',
        'makerRate',
        'takerRate',
        'slippageBps',
        'amount',
        'clientEntryId',
        'x',
      ),
      value,
    ),
  },
  { weight: 1, arbitrary: fc.oneof(fc.json(), fc.string(), fc.constant(undefined)) },
);
const query = fc.dictionary(
  fc.constantFrom('account', 'book', 'kind', 'symbol', 'from', 'to', 'limit', 'cursor', 'period', 'x'),
  text,
  { maxKeys: 3 },
);
const ask: fc.Arbitrary<Ask & { operation: Operation }> = fc
  .record({
    operation: fc.constantFrom(...LIST),
    id: fc.oneof(
      { weight: 4, arbitrary: fc.constant('main') },
      { weight: 1, arbitrary: fc.constantFrom(...TEXTS.filter(Boolean)) },
    ),
    body,
    query: fc.oneof(fc.constant({}), query),
  })
  .map(({ operation, id, body: sent, query: asked }) => ({
    operation,
    method: operation.method,
    path: operation.path.replace('{id}', encodeURIComponent(id)),
    ...(operation.body ? { body: sent } : {}),
    query: asked as Record<string, string>,
  }));

let stores: Stores;
let books: Books;
beforeAll(async () => {
  stores = await startStores();
  books = await startBooks(stores, minutes(30, 105));
});
afterAll(async () => {
  await books.close();
  await stores.stop();
});

it('garbage makes no answer of 500 or more; an answer of success is what its schema says; the books stay balanced', async () => {
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(ask, async ({ operation, ...request }) => {
      const answer = await books.ask(request);
      expect([answer.status, answer.text]).toSatisfy(([status]) => status >= 200 && status < 500);
      if (answer.status < 300) expect(operation.response.safeParse(answer.json).error).toBeUndefined();
      seen.add(answer.status);
    }),
    { numRuns: 1500 },
  );
  expect([...seen]).toEqual(expect.arrayContaining([200, 201, 400, 404]));
  expect(books.logged).toEqual([]);
  expect(await books.audit()).toMatchObject({ balanced: true });
}, 60_000);
