import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lambdaEnvironment } from '../../../infra/local/lambda/environment.ts';
import { LambdaFunction } from '../../../infra/local/lambda/function.ts';

const directory = mkdtempSync(join(tmpdir(), 'paperwick-lambda-'));
const logFile = join(directory, 'log');
const HANDLER = `
let calls = 0;
export const handler = async (event, context) => {
  calls += 1;
  if (event.log) console.log(event.log);
  if (event.wait) await new Promise((resolve) => setTimeout(resolve, event.wait));
  if (event.fail) throw new TypeError(event.fail);
  if (event.exit) process.exit(3);
  return {
    calls, pid: process.pid, environment: process.env, lost: undefined,
    name: context.functionName, left: context.getRemainingTimeInMillis(),
  };
};
export const other = 5;
`;

const identity = {
  name: 'Stack-Fn',
  arn: 'arn:fn',
  memoryMb: 256,
  region: 'eu-central-1',
  logGroup: '/aws/lambda/Stack-Fn',
  endpoints: { DYNAMODB: 'http://127.0.0.1:1', LAMBDA: 'http://127.0.0.1:2' },
};
const started: LambdaFunction[] = [];
const lambda = (more: { timeoutMs?: number; handler?: string; concurrency?: number } = {}) => {
  const spec = {
    name: 'Stack-Fn',
    label: 'fn',
    arn: 'arn:fn',
    directory,
    handler: more.handler ?? 'index.handler',
    timeoutMs: more.timeoutMs ?? 5_000,
    memoryMb: 256,
    environment: lambdaEnvironment(identity, { MINE: 'yes' }),
    logFile,
  };
  const made = new LambdaFunction(spec, more.concurrency ?? 2);
  started.push(made);
  return made;
};
const payloadOf = async (invocation: ReturnType<LambdaFunction['invoke']>) => {
  const answer = await invocation;
  if (!answer.ok) throw new Error(answer.error.errorMessage);
  return answer.payload as {
    calls: number;
    pid: number;
    environment: Record<string, string>;
    left: number;
    name: string;
  };
};

beforeAll(() => writeFileSync(join(directory, 'index.mjs'), HANDLER));
afterEach(async () => {
  await Promise.all(started.splice(0).map((fn) => fn.stop()));
});
afterAll(() => rmSync(directory, { recursive: true }));

test('a function sees its own environment and what Lambda adds, and nothing of this process', async () => {
  process.env.PAPERWICK_TEST_SECRET = 'secret';
  const { environment, name, left } = await payloadOf(lambda().invoke({}));
  expect(environment).toMatchObject({
    MINE: 'yes',
    AWS_REGION: 'eu-central-1',
    AWS_LAMBDA_FUNCTION_NAME: 'Stack-Fn',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
    AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:2',
    AWS_ACCESS_KEY_ID: 'local',
  });
  expect(environment).not.toHaveProperty('PAPERWICK_TEST_SECRET');
  expect(environment).not.toHaveProperty('HOME');
  expect(name).toBe('Stack-Fn');
  expect(left).toBeLessThanOrEqual(5_000);
  expect(left).toBeGreaterThan(0);
});

test('a process is used again; two at once are two processes, a third waits for one of them', async () => {
  const fn = lambda();
  const first = await payloadOf(fn.invoke({}));
  expect(await payloadOf(fn.invoke({}))).toMatchObject({ pid: first.pid, calls: 2 });
  const three = await Promise.all([1, 2, 3].map(() => payloadOf(fn.invoke({ wait: 30 }))));
  expect(new Set(three.map(({ pid }) => pid)).size).toBe(2);
});

test('an error is its type and its message', async () => {
  const answer = await lambda().invoke({ fail: 'no such thing' });
  expect(answer).toMatchObject({
    ok: false,
    error: { errorType: 'TypeError', errorMessage: 'no such thing' },
  });
});

test('a function that takes too long is killed, and the next one starts afresh', async () => {
  const fn = lambda({ timeoutMs: 700, concurrency: 1 });
  const { pid } = await payloadOf(fn.invoke({}));
  const [slow, waiting] = await Promise.all([fn.invoke({ wait: 60_000 }), payloadOf(fn.invoke({}))]);
  expect(slow).toMatchObject({ ok: false, error: { errorType: 'Sandbox.Timedout' } });
  expect(slow.ok ? '' : slow.error.errorMessage).toMatch(/Task timed out after 0\.70 seconds$/);
  expect(waiting.calls).toBe(1);
  expect(waiting.pid).not.toBe(pid);
});

test('a function can be killed at work', async () => {
  const fn = lambda();
  await fn.invoke({});
  const running = fn.invoke({ wait: 60_000 });
  await sleep(20);
  expect(fn.killRunning()).toBe(1);
  const error = {
    errorType: 'Runtime.ExitError',
    errorMessage: 'Runtime exited with error: signal: sigkill',
  };
  expect(await running).toEqual({ ok: false, error });
  expect((await payloadOf(fn.invoke({}))).calls).toBe(1);
});

test('a process that ends by itself is an error', async () => {
  const answer = await lambda().invoke({ exit: true });
  expect(answer.ok ? '' : answer.error.errorMessage).toBe('Runtime exited with error: exit status 3');
});

test('a bundle without the handler is an error of each invocation', async () => {
  const answer = await lambda({ handler: 'index.other' }).invoke({});
  expect(answer.ok ? '' : answer.error.errorMessage).toContain('index.other is no function');
});

test('what it prints is kept in its log', async () => {
  const fn = lambda();
  await fn.invoke({ log: '{"level":"INFO"}' });
  await fn.stop();
  expect(readFileSync(logFile, 'utf8')).toContain('{"level":"INFO"}\n');
});
