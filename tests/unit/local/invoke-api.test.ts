import { expect, test } from 'vitest';
import { MarketClock } from '../../../infra/local/clock/clock.ts';
import { readAsyncConfigs } from '../../../infra/local/lambda/async-config.ts';
import { AsyncInvoker } from '../../../infra/local/lambda/async-invoker.ts';
import { InvokeApi } from '../../../infra/local/lambda/invoke-api.ts';
import type { Invocation } from '../../../infra/local/lambda/protocol.ts';
import { readQueues } from '../../../infra/local/queue/queues.ts';
import { Stack } from '../../../infra/local/template/stack.ts';
import { templateSchema } from '../../../infra/local/template/template.ts';

const START = Date.UTC(2026, 0, 1);
const ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:fan-out';
const ok: Invocation = { ok: true, payload: { answer: 42 } };
const failed: Invocation = {
  ok: false,
  error: { errorType: 'TypeError', errorMessage: 'no', trace: ['at x'] },
};

const stackOf = (config?: object) =>
  new Stack(
    {
      stackName: 'Test',
      assets: new Map(),
      template: templateSchema.parse({
        Resources: {
          Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
          FanOut: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'fan-out' } },
          ...(config && {
            Config: {
              Type: 'AWS::Lambda::EventInvokeConfig',
              Properties: { FunctionName: { Ref: 'FanOut' }, Qualifier: '$LATEST', ...config },
            },
          }),
        },
      }),
    },
    {
      queueUrl: (name) => `http://127.0.0.1:1/0/${name}`,
      apiUrl: 'http://localhost',
      cognitoUrl: 'http://localhost',
    },
  );

const setUp = (answer: (attempt: number) => Invocation | Promise<Invocation>, config?: object) => {
  const clock = new MarketClock({ start: START, paused: true });
  const seen: { at: number; event: unknown }[] = [];
  const invoke = async (event: unknown) => {
    seen.push({ at: (clock.now() - START) / 1000, event });
    return answer(seen.length);
  };
  const stack = stackOf(config);
  const queues = readQueues(stack, clock);
  const api = new InvokeApi(
    new Map([['fan-out', { invoke, arn: ARN }]]),
    new AsyncInvoker(clock, readAsyncConfigs(stack, queues)),
  );
  const call = (name: string, body: string, headers: Record<string, string> = {}, method = 'POST') =>
    api.handle({
      method,
      path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`,
      query: '',
      headers,
      body: Buffer.from(body),
      sourceIp: '127.0.0.1',
    });
  return { clock, seen, call, dead: queues[0] };
};
const asEvent = { 'x-amz-invocation-type': 'Event' };

test.each(['fan-out', 'fan-out:$LATEST', ARN, `${ARN}:$LATEST`, '000000000000:function:fan-out'])(
  'a function is found by %s',
  async (name) => {
    const { call, seen } = setUp(() => ok);
    const answer = await call(name, '{"shard":1}');
    expect(answer).toMatchObject({ status: 200, body: '{"answer":42}' });
    expect(answer.headers['x-amz-executed-version']).toBe('$LATEST');
    expect(answer.headers['x-amz-function-error']).toBeUndefined();
    expect(seen).toEqual([{ at: 0, event: { shard: 1 } }]);
  },
);

test('what went wrong in the function is an answer of 200 with a header', async () => {
  const { call } = setUp(() => failed);
  const answer = await call('fan-out', '{}');
  expect(answer.status).toBe(200);
  expect(answer.headers['x-amz-function-error']).toBe('Unhandled');
  expect(JSON.parse(String(answer.body))).toEqual({
    errorType: 'TypeError',
    errorMessage: 'no',
    trace: ['at x'],
  });
});

test('an event is accepted at once, and in flight for the clock', async () => {
  let finish: (invocation: Invocation) => void = () => undefined;
  const { call, clock } = setUp(() => new Promise((resolve) => (finish = resolve)));
  expect(await call('fan-out', '{"a":1}', asEvent)).toMatchObject({ status: 202, body: '' });
  let idle = false;
  const settled = clock.idle().then(() => {
    idle = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(idle).toBe(false);
  finish(ok);
  await settled;
});

test('an event that fails comes again after one minute, and after two more', async () => {
  const { call, clock, seen, dead } = setUp(() => failed);
  await call('fan-out', '{"a":1}', asEvent);
  await clock.runUntil(START + 3_600_000);
  expect(seen).toEqual([0, 60, 180].map((at) => ({ at, event: { a: 1 } })));
  expect(dead?.peek()).toEqual([]);
});

test('an event that succeeds the second time is done', async () => {
  const { call, clock, seen } = setUp((attempt) => (attempt === 1 ? failed : ok));
  await call('fan-out', '{}', asEvent);
  await clock.runUntil(START + 3_600_000);
  expect(seen.map(({ at }) => at)).toEqual([0, 60]);
});

test('retries, age and destination are those of the template', async () => {
  const destination = { OnFailure: { Destination: { 'Fn::GetAtt': ['Dead', 'Arn'] } } };
  const { call, clock, seen, dead } = setUp(() => failed, {
    MaximumRetryAttempts: 1,
    DestinationConfig: destination,
  });
  await call('fan-out', '{"a":1}', asEvent);
  await clock.runUntil(START + 3_600_000);
  expect(seen.map(({ at }) => at)).toEqual([0, 60]);
  expect(JSON.parse(dead?.peek()[0]?.body ?? '{}')).toMatchObject({
    requestContext: {
      condition: 'RetriesExhausted',
      approximateInvokeCount: 2,
      functionArn: `${ARN}:$LATEST`,
    },
    requestPayload: { a: 1 },
    responsePayload: { errorMessage: 'no' },
  });

  const aged = setUp(() => failed, { MaximumEventAgeInSeconds: 100, DestinationConfig: destination });
  await aged.call('fan-out', '{}', asEvent);
  await aged.clock.runUntil(START + 3_600_000);
  expect(aged.seen.map(({ at }) => at)).toEqual([0, 60]);
  expect(JSON.parse(aged.dead?.peek()[0]?.body ?? '{}')).toMatchObject({
    requestContext: { condition: 'EventAgeExceeded' },
  });
});

test.each<[string, string, Record<string, string>, number, string]>([
  ['nobody', '{}', {}, 404, 'ResourceNotFoundException'],
  ['fan-out', '{', {}, 400, 'InvalidRequestContentException'],
  ['fan-out', '{', asEvent, 400, 'InvalidRequestContentException'],
  ['fan-out', '{}', { 'x-amz-invocation-type': 'Later' }, 400, 'InvalidParameterValueException'],
  ['fan-out', '{}', { 'x-amz-log-type': 'Tail' }, 400, 'InvalidParameterValueException'],
  ['fan-out', JSON.stringify('x'.repeat(1024 * 1024)), asEvent, 413, 'RequestTooLargeException'],
])('a call of %s with %s and %j is refused with %d %s', async (name, body, headers, status, type) => {
  const { call, seen } = setUp(() => ok);
  const answer = await call(name, body, headers);
  expect(answer.status).toBe(status);
  expect(answer.headers['x-amzn-errortype']).toBe(type);
  expect(seen).toEqual([]);
});

test('a dry run calls nobody', async () => {
  const { call, seen } = setUp(() => ok);
  expect((await call('fan-out', '{}', { 'x-amz-invocation-type': 'DryRun' })).status).toBe(204);
  expect(seen).toEqual([]);
});
