import { describe, expect, it } from 'vitest';
import { overviewRoute } from '../../../functions/http/overview-route.ts';
import { tradeRoutes } from '../../../functions/http/trade-routes.ts';
import { problemSchema } from '../../../shared/contract/schemas/problem.ts';
import { StoreUnavailableError } from '../../../shared/ports/trade-store.ts';
import { memoryPorts } from './memory-ports.ts';
import { type Ask, asking } from './requests.ts';

const good = { symbol: 'BTC/USDT', quantity: '0.05', entry: { type: 'limit', limit: '64000' } };
const post = (body: unknown, more: Partial<Ask> = {}): Ask => ({
  method: 'POST',
  path: '/v1/trades',
  body,
  ...more,
});
const ABSENT = '01KAH2V9G0Q8ZJ4T6Y3W5X7R2M';
const padded = (bytes: number) =>
  JSON.stringify({ ...good, pad: '' }).replace('""', `"${'x'.repeat(bytes)}"`);

const setup = () => {
  const { ports, memory } = memoryPorts();
  return { memory, ...asking([...tradeRoutes(ports), overviewRoute(ports)]) };
};

/** What comes in, the status and code that go out, and the field at fault. */
const CASES: [name: string, ask: Ask, status: number, code: string, field?: string][] = [
  ['no body', post(undefined), 400, 'invalid_json'],
  ['an empty body', post(''), 400, 'invalid_json'],
  ['no JSON', post('{"symbol":'), 400, 'invalid_json'],
  ['NaN', post('{"quantity":NaN}'), 400, 'invalid_json'],
  ['half a surrogate pair', post('{"symbol":"\\ud800"}'), 400, 'invalid_json'],
  ['half a surrogate pair in a name', post('{"\\uDFFF":1}'), 400, 'invalid_json'],
  ['a whole pair', post('{"symbol":"\\ud83e\\udd8a"}'), 400, 'validation_failed', 'symbol'],
  ['a field without a name', post({ ...good, '': 1 }), 400, 'validation_failed', '""'],
  ['bytes that are no text', post(Uint8Array.of(0x22, 0xff, 0x22)), 400, 'invalid_json'],
  [
    'another content type',
    post(good, { headers: { 'content-type': 'text/plain' } }),
    415,
    'unsupported_media_type',
  ],
  [
    'a form',
    post(good, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    415,
    'unsupported_media_type',
  ],
  ['no content type', post(good, { headers: {} }), 415, 'unsupported_media_type'],
  [
    'a type that only looks like JSON',
    post(good, { headers: { 'content-type': 'application/jsonp' } }),
    415,
    'unsupported_media_type',
  ],
  ['64 kB and more', post(padded(65_536)), 413, 'body_too_large'],
  ['64 kB and more in base64', post(padded(65_536), { base64: true }), 413, 'body_too_large'],
  ['a list', post([]), 400, 'validation_failed', ''],
  ['nothing', post('null'), 400, 'validation_failed', ''],
  ['no fields', post({}), 400, 'validation_failed', 'symbol'],
  ['an unknown field', post({ ...good, leverage: 2 }), 400, 'validation_failed', 'leverage'],
  ['a JSON number', post({ ...good, quantity: 0.05 }), 400, 'validation_failed', 'quantity'],
  ['a huge number', post({ ...good, quantity: '9'.repeat(400) }), 400, 'validation_failed', 'quantity'],
  [
    'a huge JSON number',
    post(JSON.stringify(good).replace('"0.05"', '1e999')),
    400,
    'validation_failed',
    'quantity',
  ],
  [
    'a tiny number',
    post({ ...good, quantity: `0.${'0'.repeat(30)}1` }),
    400,
    'validation_failed',
    'quantity',
  ],
  ['a negative number', post({ ...good, quantity: '-1' }), 400, 'validation_failed', 'quantity'],
  ['zero', post({ ...good, quantity: '0' }), 400, 'validation_failed', 'quantity'],
  ['NaN as text', post({ ...good, quantity: 'NaN' }), 400, 'validation_failed', 'quantity'],
  [
    'an exponent',
    post({ ...good, entry: { type: 'limit', limit: '1e5' } }),
    400,
    'validation_failed',
    'entry.limit',
  ],
  ['an unknown symbol', post({ ...good, symbol: 'DOGE/USDT' }), 422, 'unknown_symbol'],
  ['a stop on the wrong side', post({ ...good, stopLoss: '65000' }), 422, 'invalid_trade', 'stopLoss'],
  ['a target on the wrong side', post({ ...good, takeProfit: '63000' }), 422, 'invalid_trade', 'takeProfit'],
  [
    'a price off the tick',
    post({ ...good, entry: { type: 'limit', limit: '64000.001' } }),
    422,
    'invalid_trade',
    'entry.limit',
  ],
  ['a quantity off the lot', post({ ...good, quantity: '0.050001' }), 422, 'invalid_trade', 'quantity'],
  ['too little', post({ ...good, quantity: '0.00001' }), 422, 'invalid_trade', 'quantity'],
  [
    'a moment that has passed',
    post({ ...good, goodTill: '2026-11-20T09:29:59Z' }),
    422,
    'invalid_trade',
    'goodTill',
  ],
  ['a user without an account', post(good, { userId: 'nobody' }), 409, 'no_account'],
  ['a key without the scope', post(good, { scopes: 'read' }), 403, 'missing_scope'],
  ['a key whose scope only begins alike', post(good, { scopes: 'trader' }), 403, 'missing_scope'],
  ['a request without a caller', post(good, { scopes: undefined }), 401, 'unauthorized'],
  ['an unknown id', { path: `/v1/trades/${ABSENT}` }, 404, 'not_found'],
  ['no id', { path: '/v1/trades/1' }, 404, 'not_found'],
  ['an id in small letters', { path: `/v1/trades/${ABSENT.toLowerCase()}` }, 404, 'not_found'],
  ['a prototype for an id', { path: '/v1/trades/__proto__' }, 404, 'not_found'],
  [
    'an unknown id to change',
    { method: 'PATCH', path: `/v1/trades/${ABSENT}`, body: { stopLoss: '1' } },
    404,
    'not_found',
  ],
  ['an unknown id to cancel', { method: 'DELETE', path: `/v1/trades/${ABSENT}` }, 404, 'not_found'],
  ['an unknown id to close', { method: 'POST', path: `/v1/trades/${ABSENT}/close` }, 404, 'not_found'],
  ['the log of an unknown id', { path: `/v1/trades/${ABSENT}/logs` }, 404, 'not_found'],
  [
    'a body for a close',
    { method: 'POST', path: `/v1/trades/${ABSENT}/close`, body: { quantity: '-0.01' } },
    400,
    'validation_failed',
    'quantity',
  ],
  [
    'an amendment of nothing',
    { method: 'PATCH', path: `/v1/trades/${ABSENT}`, body: {} },
    400,
    'validation_failed',
    '',
  ],
  ['a limit of 0', { path: '/v1/trades', query: { limit: '0' } }, 400, 'validation_failed', 'limit'],
  ['a limit of 101', { path: '/v1/trades', query: { limit: '101' } }, 400, 'validation_failed', 'limit'],
  [
    'an unknown status',
    { path: '/v1/trades', query: { status: 'lost' } },
    400,
    'validation_failed',
    'status.0',
  ],
  [
    'an unknown parameter',
    { path: '/v1/trades', query: { offset: '5' } },
    400,
    'validation_failed',
    'offset',
  ],
  ['no cursor', { path: '/v1/trades', query: { cursor: '!' } }, 400, 'invalid_cursor'],
  ['a cursor where there is no list', post({ ...good, cursor: 'x' }), 400, 'validation_failed', 'cursor'],
  ['a cursor of another list', { path: '/v1/trades', query: { cursor: 'aGVsbG8' } }, 400, 'invalid_cursor'],
  ['a path of nobody', { path: '/v1/bots' }, 404, 'not_found'],
];

describe('bad input', () => {
  it.each(CASES)('%s', async (_, request, status, code, field) => {
    const { ask, memory, logged } = setup();
    const answer = await ask(request);
    const problem = problemSchema.parse(answer.json);
    expect([answer.status, problem.code, problem.status]).toEqual([status, code, status]);
    if (field !== undefined) expect(problem.errors.map((error) => error.field)).toContain(field);
    expect(answer.headers).toEqual({
      'content-type': 'application/problem+json',
      'x-request-id': 'request-1',
      'cache-control': 'no-store',
    });
    expect(problem.instance).toBe('request-1');
    // Nothing is half-written, nothing was our fault.
    expect([memory.trades.size, memory.sent.length, logged.length]).toEqual([0, 0, 0]);
  });

  it('of exactly 64 kB is read', async () => {
    const text = padded(0);
    const { ask } = setup();
    const answer = await ask(post(padded(65_536 - text.length)));
    expect(answer.json).toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'pad', code: 'unknown_field' }],
    });
  });
});

describe('what is our own fault', () => {
  it('is logged with the request id, and answered without a detail', async () => {
    const { ask, memory, logged } = setup();
    memory.failure = new Error('table users-4711 in eu-central-1 refused pw_secret');
    const answer = await ask({ path: '/v1/overview' });
    expect(answer.status).toBe(500);
    expect(answer.json).toMatchObject({ code: 'internal_error', instance: 'request-1', errors: [] });
    expect(answer.text).not.toContain('4711');
    expect(answer.headers['x-request-id']).toBe('request-1');
    expect(logged).toMatchObject([
      ['internal error', { requestId: 'request-1', name: 'Error', route: 'GET /v1/overview' }],
    ]);
  });

  it('is a 503 where the store is busy', async () => {
    const { ask, memory } = setup();
    memory.failure = new StoreUnavailableError('throttled');
    expect(await ask({ path: '/v1/overview' })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      json: { code: 'store_unavailable' },
    });
  });

  it.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'InternalServerError'])(
    'is a 503 where the SDK has given up with %s',
    async (name) => {
      const { ask, memory, logged } = setup();
      memory.failure = Object.assign(new Error('refused'), { name });
      expect(await ask({ path: '/v1/overview' })).toMatchObject({
        status: 503,
        headers: { 'retry-after': '1' },
        json: { code: 'store_unavailable' },
      });
      expect(logged).toEqual([]);
    },
  );

  it('is a 503 that says when to come back, where the store knows: what a later version wrote is not read yet', async () => {
    const { ask, memory } = setup();
    memory.failure = new StoreUnavailableError('of a later version', { retryAfterSeconds: 10 });
    expect(await ask({ path: '/v1/overview' })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '10' },
      json: { code: 'store_unavailable' },
    });
  });
});
