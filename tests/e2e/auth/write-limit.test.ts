import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { type Runtime, startRuntime } from '../../../infra/local/runtime.ts';
import { exampleOf } from '../../../shared/contract/examples/operations.ts';
import { type ListedOperation, operations } from '../../../shared/contract/operations.ts';
import { httpClient, pathWith } from './started.ts';

const password = 'Correct-horse-7-battery';
const BURST = 4;

/** The assembled app, with room for four writes at once and one more each second. */
describe('too many writes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paperwick-limit-'));
  const codes = new Map<string, string>();
  let runtime: Runtime;
  let call: ReturnType<typeof httpClient>;
  const tokens: Record<string, string> = {};

  const as = (name: string) => ({ authorization: `Bearer ${tokens[name]}` });
  const becomeSomebody = async (name: string): Promise<void> => {
    const email = `${name}@example.com`;
    await call('POST', '/v1/auth/sign-up', { email, password });
    await call('POST', '/v1/auth/confirm', { email, code: codes.get(email) });
    const { body } = await call('POST', '/v1/auth/sign-in', { email, password });
    tokens[name] = String(body.accessToken);
  };
  const deposit = (name: string) =>
    fetch(`${runtime.url}/v1/accounts/main/deposits`, {
      method: 'POST',
      headers: { ...as(name), 'content-type': 'application/json' },
      body: JSON.stringify({ amount: '1' }),
    });
  const lines = async (name: string): Promise<number> => {
    const { body } = await call('GET', '/v1/ledger', undefined, as(name));
    return (body.items as unknown[]).length;
  };

  beforeAll(async () => {
    const environment = {
      PORT: '0',
      DATA_DIR: folder,
      SYMBOLS: 'BTC/USDT',
      WRITES_PER_SECOND: '1',
      WRITE_BURST: String(BURST),
    };
    runtime = await startRuntime(parseConfig(environment, ['--market', 'simulated']), {
      mail: (_subject, email, text) => codes.set(email, text),
    });
    call = httpClient(runtime.url);
    for (const name of ['ann', 'bob', 'cora']) await becomeSomebody(name);
  }, 180_000);
  afterAll(async () => {
    await runtime?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('at once: as many pass as there is room for, whichever process they meet, and 429 for the rest', async () => {
    const began = Date.now();
    const answers = await Promise.all(Array.from({ length: 20 }, () => deposit('ann')));
    const took = Date.now() - began;
    const passed = answers.filter(({ status }) => status === 201).length;
    expect(passed).toBeGreaterThanOrEqual(BURST);
    expect(passed).toBeLessThanOrEqual(BURST + Math.floor(took / 1_000));
    const refused = answers.filter(({ status }) => status !== 201);
    for (const { status, headers } of refused)
      expect([status, headers.get('content-type'), headers.get('retry-after')]).toEqual([
        429,
        'application/problem+json',
        expect.stringMatching(/^[1-9]\d*$/),
      ]);
    expect(await refused[0]?.json()).toMatchObject({ status: 429, code: 'rate_limited', errors: [] });
    expect(await lines('ann')).toBe(passed);
  });

  test('one after the other: the fifth is refused, and passes after the wait it was told', async () => {
    const statuses: number[] = [];
    let answer = await deposit('bob');
    while (answer.status === 201 && statuses.length < 10) {
      statuses.push(answer.status);
      answer = await deposit('bob');
    }
    expect(statuses.length).toBeGreaterThanOrEqual(BURST);
    expect(answer.status).toBe(429);
    // Another is not affected, and reads are not either.
    expect(await call('GET', '/v1/accounts', undefined, as('bob'))).toMatchObject({ status: 200 });
    expect((await deposit('cora')).status).toBe(201);
    const before = await lines('bob');
    await sleep(Number(answer.headers.get('retry-after')) * 1_000);
    expect((await deposit('bob')).status).toBe(201);
    expect(await lines('bob')).toBe(before + 1);
  });

  test('every operation that writes is limited, and they share one limit', async () => {
    const writes = (operations as readonly ListedOperation[]).filter(
      ({ method, auth, id }) => method !== 'GET' && auth === 'bearer' && id !== 'deleteMe',
    );
    expect(new Set(writes.map(({ group }) => group))).toEqual(
      new Set(['trades', 'accounts', 'simple', 'auth', 'candles']),
    );
    for (const { id, method, path } of writes) {
      const at = pathWith(path, exampleOf(id).params ?? {});
      // A second brings one write back, perhaps between the two requests: then once more.
      const refused = async () => {
        while ((await deposit('cora')).status !== 429);
        return call(method, at, exampleOf(id).body, as('cora'));
      };
      const first = await refused();
      const { status, text } = first.status === 429 ? first : await refused();
      expect([id, status, text]).toEqual([id, 429, expect.stringContaining('rate_limited')]);
    }
  });

  test('the gateway in front has a limit for all together, and says so as in AWS', async () => {
    // Of the template: 100 at once, and 50 more each second.
    const [burst, rate] = [100, 50];
    const began = Date.now();
    const answers: Response[] = [];
    // Until more have been sent than may pass: how many that are depends on the machine.
    while (answers.length <= burst + rate * ((Date.now() - began) / 1_000 + 1)) {
      const some = Array.from({ length: 100 }, () => fetch(`${runtime.url}/v1/accounts`));
      answers.push(...(await Promise.all(some)));
    }
    const took = Date.now() - began;
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    // The others have passed, and are told by the authorizer that they say nobody's name.
    const passed = answers.filter(({ status }) => status === 401).length;
    expect(passed).toBe(answers.length - refused.length);
    expect(passed).toBeGreaterThan(0);
    expect(passed).toBeLessThanOrEqual(burst + rate * (took / 1_000) + 1);
    expect(refused[0]?.headers.get('content-type')).toBe('application/json');
    expect(refused[0]?.headers.has('retry-after')).toBe(false);
    expect(await refused[0]?.json()).toEqual({ message: 'Too Many Requests' });
  });
});
