import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { type Runtime, startRuntime } from '../../../infra/local/runtime.ts';
import { contractComplaint, contractEndpoints, contractKnown } from '../../fuzz/contract.ts';
import { describeFinding, describeStatuses } from '../../fuzz/print.ts';
import { runFuzz } from '../../fuzz/run.ts';
import { httpClient } from '../auth/started.ts';

const REQUESTS = 2_000;
/** As many as fit, and on a busy machine these at least: each endpoint comes once in 200. */
const AT_LEAST = 400;
const BUDGET_MS = 10_000;
const email = 'ann@example.com';
const password = 'Correct-horse-7-battery';

/** Requests generated from the schemas that the handlers parse with, to the assembled app. */
describe('the contract under fuzz', () => {
  // The same in every run, so that a change is judged by what it changed; FUZZ_SEED looks elsewhere.
  const seed = Number(process.env.FUZZ_SEED ?? 648_540);
  const codes = new Map<string, string>();
  let runtime: Runtime;
  let call: ReturnType<typeof httpClient>;
  let token: string;

  beforeAll(async () => {
    const environment = {
      PORT: '0',
      DATA_DIR: ':memory:',
      SYMBOLS: 'BTC/USDT,ETH/USDT',
      WRITES_PER_SECOND: '0',
    };
    runtime = await startRuntime(parseConfig(environment, ['--market', 'simulated', '--paused']), {
      mail: (_subject, to, text) => codes.set(to, text),
    });
    call = httpClient(runtime.url);
    await call('POST', '/v1/auth/sign-up', { email, password });
    await call('POST', '/v1/auth/confirm', { email, code: codes.get(email) });
    token = String((await call('POST', '/v1/auth/sign-in', { email, password })).body.accessToken);
  }, 180_000);
  afterAll(() => runtime?.stop());

  const fuzz = (endpoints: typeof contractEndpoints, requests: number, until: number) =>
    runFuzz({
      url: runtime.url,
      endpoints,
      known: contractKnown,
      requests,
      seed,
      credentials: { good: token, wrong: 'pw_nobodys-key-nobodys-key-nobodys-key-00' },
      concurrency: 6,
      until,
      atLeast: AT_LEAST,
      judge: contractComplaint,
    });

  test('every answer is one that is documented, and none is a 500', async () => {
    console.log(`FUZZ_SEED=${seed}`);
    // Who erases themselves ends the run: see below.
    const endpoints = contractEndpoints.filter(({ id }) => id !== 'deleteMe');
    const report = await fuzz(endpoints, REQUESTS, performance.now() + BUDGET_MS);
    expect(report.findings.map(describeFinding), `FUZZ_SEED=${seed}`).toEqual([]);
    expect(report.sent).toBeGreaterThanOrEqual(AT_LEAST);
    // It got past the first gate, too, and everywhere.
    const seen = new Set([...report.statuses.values()].flatMap((counts) => [...counts.keys()]));
    expect([...seen], describeStatuses(report)).toEqual(
      expect.arrayContaining([200, 201, 400, 401, 403, 404, 422]),
    );
    expect(report.statuses.size).toBe(endpoints.length);
  });

  test('nor for somebody who has just been erased, whose token lives on', async () => {
    const erased = await call('DELETE', '/v1/me', undefined, { authorization: `Bearer ${token}` });
    expect([erased.status, erased.text]).toEqual([200, expect.stringContaining('"eras')]);
    const report = await fuzz(contractEndpoints, AT_LEAST, performance.now());
    expect(report.findings.map(describeFinding), `FUZZ_SEED=${seed}`).toEqual([]);
  });
});
