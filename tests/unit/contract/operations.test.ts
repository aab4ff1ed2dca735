import { describe, expect, it } from 'vitest';
import { exampleOf } from '../../../shared/contract/examples/operations.ts';
import { errorsOf } from '../../../shared/contract/openapi/errors.ts';
import { type ListedOperation, operations } from '../../../shared/contract/operations.ts';

const list: readonly ListedOperation[] = operations;

/** The API of the issue, word by word. */
const PROMISED = [
  'POST /v1/trades',
  'GET /v1/trades',
  'GET /v1/trades/{id}',
  'PATCH /v1/trades/{id}',
  'DELETE /v1/trades/{id}',
  'POST /v1/trades/{id}/close',
  'POST /v1/trades/cancel',
  'POST /v1/trades/close',
  'GET /v1/trades/{id}/logs',
  'DELETE /v1/trades/{id}/closes/{orderId}',
  'POST /v1/orders',
  'GET /v1/orders/{id}',
  'DELETE /v1/orders/{id}',
  'GET /v1/watchlists',
  'POST /v1/watchlists',
  'GET /v1/watchlists/{id}',
  'PATCH /v1/watchlists/{id}',
  'DELETE /v1/watchlists/{id}',
  'GET /v1/accounts',
  'POST /v1/accounts',
  'GET /v1/accounts/{id}',
  'PATCH /v1/accounts/{id}',
  'DELETE /v1/accounts/{id}',
  'POST /v1/accounts/{id}/deposits',
  'POST /v1/accounts/{id}/withdrawals',
  'POST /v1/accounts/{id}/reset',
  'GET /v1/accounts/{id}/audit',
  'GET /v1/ledger',
  'GET /v1/fills',
  'GET /v1/positions',
  'GET /v1/portfolio',
  'GET /v1/portfolio/history',
  'GET /v1/overview',
  'GET /v1/instruments',
  'GET /v1/prices',
  'GET /v1/prices/{pair}',
  'GET /v1/candles',
  'POST /v1/candle-imports',
  'GET /v1/candle-imports/{id}',
  'POST /v1/candle-exports',
  'GET /v1/candle-exports/{id}',
  'GET /v1/markets',
  'GET /v1/markets/{base}',
  'GET /v1/status',
  'GET /health',
  'GET /openapi.json',
  'GET /price/live',
  'POST /trade/create',
  'GET /trade/active',
  'GET /trade/history',
  'GET /trade/{id}/logs',
  'POST /v1/auth/sign-up',
  'POST /v1/auth/confirm',
  'POST /v1/auth/sign-in',
  'POST /v1/auth/challenge',
  'POST /v1/auth/refresh',
  'POST /v1/auth/sign-out',
  'POST /v1/auth/forgot-password',
  'POST /v1/auth/reset-password',
  'POST /v1/auth/change-password',
  'POST /v1/auth/totp',
  'POST /v1/auth/totp/verify',
  'DELETE /v1/auth/totp',
  'GET /v1/me',
  'PATCH /v1/me',
  'DELETE /v1/me',
  'POST /v1/api-keys',
  'GET /v1/api-keys',
  'DELETE /v1/api-keys/{id}',
  'POST /v1/stream-tickets',
];

/**
 * Allow no more than to look, though something is written: a ticket opens a connection that may do what its maker may, an
 * export is what could be read page by page, as a file.
 */
const POSTS_TO_READ: readonly string[] = ['createStreamTicket', 'exportCandles'];

describe('the list of operations', () => {
  it('is the API that was promised, each endpoint once', () => {
    expect(list.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...PROMISED].sort());
  });

  it('has unique ids', () => {
    expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
  });

  it.each(list.map((operation) => [operation.id, operation] as const))('%s is consistent', (_, operation) => {
    const { id, path, params, method, auth, scope, body } = operation;
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(params?.shape ?? {})).toEqual(inPath);
    expect(scope !== undefined).toBe(auth === 'bearer');
    if (auth === 'bearer' && scope !== 'admin')
      expect(scope).toBe(method === 'GET' || POSTS_TO_READ.includes(id) ? 'read' : 'trade');
    if (method === 'GET') expect(body).toBeUndefined();
  });

  it.each(list.map((operation) => [operation.id, operation] as const))(
    '%s has an example of each part, which it accepts',
    (_, operation) => {
      const { id, params, query, headers, body, response } = operation;
      const example = exampleOf(id);
      expect(response.safeParse(example.response).error).toBeUndefined();
      const parts = { params, query, headers, body };
      for (const [name, schema] of Object.entries(parts)) {
        expect([name, name in example]).toEqual([name, schema !== undefined]);
        expect(schema?.safeParse(example[name as keyof typeof parts]).error).toBeUndefined();
      }
    },
  );

  it.each(list.map((operation) => [operation.id, operation] as const))(
    '%s tells its errors: what they are called, and when',
    (_, operation) => {
      const errors = errorsOf(operation);
      const codes = errors
        .filter(({ code }) => code !== 'gateway')
        .map(({ status, code }) => `${status} ${code}`);
      expect(new Set(codes).size).toBe(codes.length);
      for (const { when } of errors) expect(when).toMatch(/^[A-Z].{8,}$/);
      // What follows from what the operation takes.
      expect(codes).toContain('500 internal_error');
      if (operation.params) expect(codes).toContain('404 not_found');
      if (operation.scope) expect(codes).toContain('403 missing_scope');
      if (operation.credential) expect(codes).toContain('403 token_required');
      if (operation.body)
        expect(codes).toEqual(expect.arrayContaining(['413 body_too_large', '400 invalid_json']));
    },
  );
});
