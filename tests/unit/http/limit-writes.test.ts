import type { Context } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { defineHandler, routesOf } from '../../../functions/define-handler.ts';
import { problemJson, simpleErrors } from '../../../functions/middleware/error-styles.ts';
import type { HttpResult } from '../../../functions/middleware/http-event.ts';
import { errorsOf } from '../../../shared/contract/openapi/errors.ts';
import type { Operation } from '../../../shared/contract/operation.ts';
import { operations } from '../../../shared/contract/operations.ts';
import type { WriteVerdict } from '../../../shared/ports/write-limiter.ts';
import { type Ask, eventOf } from './requests.ts';

const route = routesOf(operations);

const json = { 'content-type': 'application/json' };

/** A handler of three operations behind a limiter that always says the same. */
const setup = (verdict: WriteVerdict, errors = problemJson) => {
  const asked: string[] = [];
  let runs = 0;
  const handler = defineHandler(
    [
      route('changeMe', async () => {
        runs += 1;
        return { body: { id: 'ada', email: null, name: 'Ada', totp: false, createdAt: null } };
      }),
      route('getMe', async () => ({
        body: { id: 'ada', email: null, name: 'Ada', totp: false, createdAt: null },
      })),
      route('signOut', async () => ({ body: { status: 'signed_out' as const } })),
    ],
    {
      errors,
      limiter: {
        take: async (userId) => {
          asked.push(userId);
          return verdict;
        },
      },
    },
  );
  const ask = async (request: Ask) => {
    const answer = (await handler(
      eventOf({ scopes: 'read trade admin', headers: json, ...request }),
      {} as Context,
    )) as HttpResult;
    return { ...answer, json: JSON.parse(answer.body ?? '') as Record<string, unknown> };
  };
  const change = (body: unknown = { name: 'Ada' }) => ask({ method: 'PATCH', path: '/v1/me', body });
  return { asked, ask, change, runs: () => runs };
};

test('a credential is good until it ends, though the gateway still lets it in', async () => {
  const { ask, change, runs } = setup({ verdict: 'go' });
  const ended = await ask({ path: '/v1/me', expiresAt: Date.now() - 1 });
  expect([ended.statusCode, ended.json.code]).toEqual([401, 'unauthorized']);
  expect((await ask({ path: '/v1/me', expiresAt: Date.now() + 60_000 })).statusCode).toBe(200);
  expect((await change()).statusCode).toBe(200);
  expect(runs()).toBe(1);
});

describe('the limit of writes', () => {
  test('a write is counted as the user’s, and goes on', async () => {
    const { asked, change, runs } = setup({ verdict: 'go' });
    expect((await change()).statusCode).toBe(200);
    expect([asked, runs()]).toEqual([['ada'], 1]);
  });

  test.each([
    [1, '1'],
    [1_000, '1'],
    [1_001, '2'],
  ])('%i ms too early: 429, Retry-After %s, and nothing is done', async (ms, seconds) => {
    const { change, runs } = setup({ verdict: 'wait', ms });
    const { statusCode, headers, json: body } = await change();
    expect([statusCode, headers?.['retry-after'], headers?.['content-type']]).toEqual([
      429,
      seconds,
      'application/problem+json',
    ]);
    expect(body).toMatchObject({ status: 429, code: 'rate_limited', title: 'Too many writes' });
    expect(runs()).toBe(0);
  });

  test('the simple API says it in its own way', async () => {
    const { change } = setup({ verdict: 'wait', ms: 500 }, simpleErrors);
    const { statusCode, headers, json: body } = await change();
    expect([statusCode, headers?.['retry-after']]).toEqual([429, '1']);
    expect(body).toEqual({ error: 'rate_limited', message: expect.stringContaining('wait 1 s') });
  });

  test('who has been erased writes nothing: 401', async () => {
    const { change, runs } = setup({ verdict: 'no_user' });
    expect(await change()).toMatchObject({ statusCode: 401, json: { code: 'unauthorized' } });
    expect(runs()).toBe(0);
  });

  test('reads, public operations, refused credentials and refused bodies do not count', async () => {
    const { asked, ask, change } = setup({ verdict: 'wait', ms: 500 });
    expect((await ask({ path: '/v1/me' })).statusCode).toBe(200);
    expect(
      (await ask({ method: 'POST', path: '/v1/auth/sign-out', scopes: undefined, headers: {} })).statusCode,
    ).toBe(200);
    expect((await ask({ method: 'PATCH', path: '/v1/me', scopes: 'read', body: {} })).statusCode).toBe(403);
    expect((await change({ name: 7 })).statusCode).toBe(400);
    expect(asked).toEqual([]);
  });

  test('is declared for every write of a user, and for nothing else', () => {
    const all: readonly Operation[] = operations;
    const declared = all.filter((operation) =>
      errorsOf(operation).some(({ code, status }) => code === 'rate_limited' && status === 429),
    );
    const writes = all.filter(({ method, auth }) => method !== 'GET' && auth === 'bearer');
    expect(writes.length).toBeGreaterThan(15);
    expect(declared.map(({ id }) => id)).toEqual(writes.map(({ id }) => id));
  });
});
