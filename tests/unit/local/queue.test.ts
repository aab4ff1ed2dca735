import { SqsSchema } from '@aws-lambda-powertools/parser/schemas/sqs';
import type { SQSEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import { MarketClock } from '../../../infra/local/clock/clock.ts';
import type { Invocation } from '../../../infra/local/lambda/protocol.ts';
import { EventSource } from '../../../infra/local/queue/event-source.ts';
import { Queue } from '../../../infra/local/queue/queue.ts';

const START = Date.UTC(2025, 4, 5);
const at = (seconds: number) => START + seconds * 1000;

const setUp = (answer: (event: SQSEvent) => Invocation | Promise<Invocation>, source = {}) => {
  const clock = new MarketClock({ start: START, paused: true });
  const dead = new Queue({ name: 'dead', arn: 'arn:dead', delaySeconds: 0, visibilitySeconds: 30 }, clock);
  const spec = { name: 'q', arn: 'arn:aws:sqs:eu-central-1:0:q', delaySeconds: 0, visibilitySeconds: 60 };
  const queue = new Queue({ ...spec, redrive: { deadLetterArn: 'arn:dead', maxReceiveCount: 3 } }, clock);
  queue.redriveTo(dead);
  const seen: { at: number; bodies: string[] }[] = [];
  const events: SQSEvent[] = [];
  const how = {
    batchSize: 1,
    maximumConcurrency: 2,
    reportBatchItemFailures: true,
    region: 'eu-central-1',
    ...source,
  };
  new EventSource(queue, how, clock, async (event) => {
    events.push(event);
    seen.push({ at: (clock.now() - START) / 1000, bodies: event.Records.map((record) => record.body) });
    return answer(event);
  });
  return { clock, queue, dead, seen, events };
};
const success: Invocation = { ok: true, payload: { batchItemFailures: [] } };
const failure: Invocation = { ok: false, error: { errorType: 'Runtime.ExitError', errorMessage: 'killed' } };

test('a message without delay is delivered at once, one with a delay at its moment', async () => {
  const { clock, queue, seen } = setUp(() => success);
  queue.send('now');
  queue.send('later', 20);
  queue.send('sooner', 10);
  await clock.runUntil(at(60));
  expect(seen).toEqual([
    { at: 0, bodies: ['now'] },
    { at: 10, bodies: ['sooner'] },
    { at: 20, bodies: ['later'] },
  ]);
  expect(queue.counts()).toEqual({ visible: 0, hidden: 0 });
});

test('the event is one that Powertools knows, its times those of the clock', async () => {
  const { clock, queue, events } = setUp(() => success);
  queue.send('abc', 5, { kind: { DataType: 'String', StringValue: 'x' } });
  await clock.runUntil(at(60));
  const [record] = SqsSchema.parse(events[0]).Records;
  expect(record).toMatchObject({
    body: 'abc',
    // RFC 1321, appendix A.5
    md5OfBody: '900150983cd24fb0d6963f7d28e17f72',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(START),
      ApproximateFirstReceiveTimestamp: String(START + 5_000),
    },
    messageAttributes: { kind: { dataType: 'String', stringValue: 'x' } },
    eventSourceARN: 'arn:aws:sqs:eu-central-1:0:q',
  });
});

test('a failed message comes again after its visibility timeout, three times, then it is a dead letter', async () => {
  const { clock, queue, dead, seen, events } = setUp(() => failure);
  queue.send('m');
  await clock.runUntil(at(600));
  expect(seen.map((delivery) => delivery.at)).toEqual([0, 60, 120]);
  expect(events.map((event) => event.Records[0]?.attributes.ApproximateReceiveCount)).toEqual([
    '1',
    '2',
    '3',
  ]);
  expect(
    new Set(events.map((event) => event.Records[0]?.attributes.ApproximateFirstReceiveTimestamp)).size,
  ).toBe(1);
  expect(dead.peek().map((message) => message.body)).toEqual(['m']);
  expect(queue.counts()).toEqual({ visible: 0, hidden: 0 });
});

test('of a batch only the messages that are named come again', async () => {
  const { clock, queue, seen } = setUp(
    ({ Records }) => {
      const failed = Records.filter(
        ({ body, attributes }) => body === 'b' && attributes.ApproximateReceiveCount === '1',
      );
      return {
        ok: true,
        payload: { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) },
      };
    },
    { batchSize: 10, maximumConcurrency: 1 },
  );
  // The first invocation takes what is there at once; the others gather behind it.
  for (const body of ['first', 'a', 'b', 'c']) queue.send(body);
  await clock.runUntil(at(600));
  expect(seen).toEqual([
    { at: 0, bodies: ['first'] },
    { at: 0, bodies: ['a', 'b', 'c'] },
    { at: 60, bodies: ['b'] },
  ]);
});

test.each([
  ['an unknown id', { batchItemFailures: [{ itemIdentifier: 'nobody' }] }],
  ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ['no list', { batchItemFailures: 'x' }],
])('an answer with %s fails the whole batch', async (_, payload) => {
  const { clock, queue, seen } = setUp(() => ({ ok: true, payload }));
  queue.send('m');
  await clock.runUntil(at(61));
  expect(seen).toHaveLength(2);
});

test.each([null, undefined, {}, { batchItemFailures: null }])('the answer %j is success', async (payload) => {
  const { clock, queue, seen } = setUp(() => ({ ok: true, payload }));
  queue.send('m');
  await clock.runUntil(at(600));
  expect(seen).toHaveLength(1);
});

test('no more invocations at once than the mapping allows', async () => {
  let running = 0;
  let most = 0;
  const { clock, queue, seen } = setUp(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 10));
    running -= 1;
    return success;
  });
  for (let n = 0; n < 7; n += 1) queue.send(String(n));
  await clock.runUntil(at(1));
  expect(most).toBe(2);
  expect(seen).toHaveLength(7);
});

test('a test can have messages delivered twice, late, and in another order', async () => {
  const { clock, queue, seen } = setUp(() => success);
  const delays: Record<string, number[]> = { twice: [0, 5_000], late: [90_000] };
  queue.intercept((message, delay) => delays[message.body] ?? [delay]);
  for (const body of ['late', 'twice', 'plain']) queue.send(body, 3);
  await clock.runUntil(at(100));
  expect(seen).toEqual([
    { at: 0, bodies: ['twice'] },
    { at: 3, bodies: ['plain'] },
    { at: 5, bodies: ['twice'] },
    { at: 90, bodies: ['late'] },
  ]);
});
