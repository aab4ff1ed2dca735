import { expect, test } from 'vitest';
import { MarketClock } from '../../../../infra/local/clock/clock.ts';
import type { Invocation } from '../../../../infra/local/lambda/protocol.ts';
import { type FailedBatch, failureMessage } from '../../../../infra/local/streams/failed-batch.ts';
import { compileFilter } from '../../../../infra/local/streams/filter.ts';
import type { SeenRecord, StreamRecord } from '../../../../infra/local/streams/record.ts';
import { StreamSource, type StreamSourceSpec } from '../../../../infra/local/streams/source.ts';

const START = Date.UTC(2026, 0, 1);
const at = (seconds: number) => START + seconds * 1000;
const success: Invocation = { ok: true, payload: { batchItemFailures: [] } };
const failure: Invocation = { ok: false, error: { errorType: 'Runtime.ExitError', errorMessage: 'killed' } };
const failedFrom = (sequence: string): Invocation => ({
  ok: true,
  payload: { batchItemFailures: [{ itemIdentifier: sequence }] },
});

const recordOf = (sequence: number, key: string, value = String(sequence)): StreamRecord => ({
  eventID: String(sequence),
  eventName: 'MODIFY',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  dynamodb: {
    Keys: { id: { S: key } },
    NewImage: { id: { S: key }, v: { S: value } },
    OldImage: { id: { S: key }, v: { S: 'old' } },
    SequenceNumber: String(sequence),
    SizeBytes: 10,
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  },
});

const DEFAULTS: StreamSourceSpec = {
  batchSize: 100,
  windowMs: 0,
  retries: Number.POSITIVE_INFINITY,
  maxAgeMs: Number.POSITIVE_INFINITY,
  bisect: false,
  reportBatchItemFailures: true,
  lanes: 1,
  filters: [],
};

interface Delivery {
  readonly at: number;
  readonly ids: string[];
}

const setUp = (
  answer: (ids: string[], delivery: number) => Invocation | Promise<Invocation>,
  spec: Partial<StreamSourceSpec> = {},
) => {
  const clock = new MarketClock({ start: START, paused: true });
  const waiting: StreamRecord[] = [];
  const seen: Delivery[] = [];
  const givenUp: FailedBatch[] = [];
  const source = new StreamSource(
    { ...DEFAULTS, ...spec },
    {
      stream: { next: async () => waiting.splice(0, 1_000) },
      clock,
      invoke: async (records: readonly SeenRecord[]) => {
        const ids = records.map(({ record }) => record.eventID);
        seen.push({ at: (clock.now() - START) / 1000, ids });
        return answer(ids, seen.length);
      },
      giveUp: (batch) => givenUp.push(batch),
    },
  );
  const write = (...records: StreamRecord[]) => {
    waiting.push(...records);
    source.poke();
  };
  return { clock, source, seen, givenUp, write, waiting };
};

test('what is written is delivered in order, in batches, before the clock moves on', async () => {
  const { clock, write, seen, source } = setUp(() => success, { batchSize: 2 });
  clock.at(at(10), () => seen.push({ at: 10, ids: ['the next moment'] }));
  clock.at(at(5), () => write(...[1, 2, 3, 4, 5].map((n) => recordOf(n, 'a'))));
  await clock.runUntil(at(60));
  expect(seen).toEqual([
    { at: 5, ids: ['1', '2'] },
    { at: 5, ids: ['3', '4'] },
    { at: 5, ids: ['5'] },
    { at: 10, ids: ['the next moment'] },
  ]);
  expect(source.position()).toEqual({ kind: 'after', sequence: '5' });
});

test('a change that changes nothing is no record', async () => {
  const { clock, write, seen } = setUp(() => success);
  write(recordOf(1, 'a', 'old'), recordOf(2, 'a', 'new'));
  await clock.runUntil(at(1));
  expect(seen).toEqual([{ at: 0, ids: ['2'] }]);
});

test('only what a filter wants is delivered; the rest is done with', async () => {
  const pattern = JSON.stringify({ dynamodb: { NewImage: { v: { S: [{ prefix: 'x' }] } } } });
  const { clock, write, seen, source } = setUp(() => success, { filters: [compileFilter(pattern)] });
  write(recordOf(1, 'a', 'x1'), recordOf(2, 'a', 'y2'), recordOf(3, 'a', 'x3'), recordOf(4, 'a', 'y4'));
  await clock.runUntil(at(1));
  expect(seen).toEqual([{ at: 0, ids: ['1', '3'] }]);
  expect(source.position()).toEqual({ kind: 'after', sequence: '4' });
});

test('a batch that is not full waits for its window', async () => {
  const { clock, write, seen } = setUp(() => success, { batchSize: 3, windowMs: 5_000 });
  write(recordOf(1, 'a'));
  clock.at(at(3), () => write(recordOf(2, 'a')));
  clock.at(at(6), () => write(recordOf(3, 'a'), recordOf(4, 'a'), recordOf(5, 'a')));
  await clock.runUntil(at(60));
  expect(seen).toEqual([
    { at: 5, ids: ['1', '2'] },
    { at: 6, ids: ['3', '4', '5'] },
  ]);
});

test('a failed batch blocks what came after it, and comes again', async () => {
  const { clock, write, seen } = setUp((_, delivery) => (delivery <= 2 ? failure : success), {
    batchSize: 2,
  });
  write(recordOf(1, 'a'), recordOf(2, 'a'), recordOf(3, 'a'));
  await clock.runUntil(at(60));
  expect(seen.map(({ ids }) => ids)).toEqual([['1', '2'], ['1', '2'], ['1', '2'], ['3']]);
  expect(seen[1]?.at).toBeGreaterThan(0);
});

test('of a partial answer the batch goes on at the lowest record that is named', async () => {
  const answer = (_ids: string[], delivery: number) =>
    delivery === 1
      ? {
          ok: true as const,
          payload: { batchItemFailures: [{ itemIdentifier: '4' }, { itemIdentifier: '3' }] },
        }
      : success;
  const { clock, write, seen } = setUp(answer);
  write(...[1, 2, 3, 4].map((n) => recordOf(n, 'a')));
  await clock.runUntil(at(60));
  expect(seen.map(({ ids }) => ids)).toEqual([
    ['1', '2', '3', '4'],
    ['3', '4'],
  ]);
});

test.each<[string, unknown]>([
  ['an unknown record', { batchItemFailures: [{ itemIdentifier: '99' }] }],
  ['an empty name', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ['no list', { batchItemFailures: 'x' }],
])('an answer with %s is a failure of the whole batch', async (_, payload) => {
  const { clock, write, seen } = setUp((_ids, delivery) =>
    delivery === 1 ? { ok: true, payload } : success,
  );
  write(recordOf(1, 'a'), recordOf(2, 'a'));
  await clock.runUntil(at(60));
  expect(seen.map(({ ids }) => ids)).toEqual([
    ['1', '2'],
    ['1', '2'],
  ]);
});

test('without partial answers what the function says is no matter', async () => {
  const { clock, write, seen } = setUp(() => failedFrom('1'), { reportBatchItemFailures: false });
  write(recordOf(1, 'a'));
  await clock.runUntil(at(60));
  expect(seen).toHaveLength(1);
});

test('bisecting finds the one record that fails, which is given up alone', async () => {
  const poison = (ids: string[]) => (ids.includes('3') ? failure : success);
  const { clock, write, seen, givenUp } = setUp(poison, { bisect: true, retries: 1 });
  write(...[1, 2, 3, 4].map((n) => recordOf(n, 'a')));
  await clock.runUntil(at(600));
  expect(seen.map(({ ids }) => ids.join())).toEqual(['1,2,3,4', '1,2', '3,4', '3', '3', '4']);
  expect(
    givenUp.map(({ records, condition }) => [records.map(({ record }) => record.eventID), condition]),
  ).toEqual([[['3'], 'RetryAttemptsExhausted']]);
});

test('after its retries a batch is given up, and the next is delivered', async () => {
  const { clock, write, seen, givenUp } = setUp((ids) => (ids.includes('1') ? failure : success), {
    batchSize: 1,
    retries: 2,
  });
  write(recordOf(1, 'a'), recordOf(2, 'a'));
  await clock.runUntil(at(600));
  expect(seen.map(({ ids }) => ids.join())).toEqual(['1', '1', '1', '2']);
  expect(givenUp).toMatchObject([{ condition: 'RetryAttemptsExhausted', invocations: 3 }]);
});

test('records that are too old are given up, younger ones are not', async () => {
  const { clock, write, givenUp, seen } = setUp((ids) => (ids.includes('1') ? failure : success), {
    maxAgeMs: 60_000,
    batchSize: 1,
  });
  write(recordOf(1, 'a'));
  clock.at(at(50), () => write(recordOf(2, 'a')));
  await clock.runUntil(at(600));
  expect(givenUp).toMatchObject([{ condition: 'RecordAgeExceeded' }]);
  expect(seen.at(-1)?.ids).toEqual(['2']);
  expect(seen.at(-1)?.at).toBeGreaterThan(60);
});

test('lanes run side by side, and the changes of one item stay in order', async () => {
  let running = 0;
  let most = 0;
  const { clock, write, seen } = setUp(
    async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return success;
    },
    { lanes: 4, batchSize: 1 },
  );
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const records = Array.from({ length: 32 }, (_, n) => recordOf(n + 1, keys[n % keys.length] ?? ''));
  write(...records);
  await clock.runUntil(at(1));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(4);
  for (const key of keys) {
    const own = records.filter(({ dynamodb }) => dynamodb.Keys.id?.S === key).map(({ eventID }) => eventID);
    expect(seen.flatMap(({ ids }) => ids).filter((id) => own.includes(id))).toEqual(own);
  }
});

test('what is being delivered is where another run begins', async () => {
  const { clock, write, source } = setUp(() => failure);
  write(recordOf(7, 'a'), recordOf(8, 'a'));
  await clock.runUntil(at(1));
  expect(source.position()).toEqual({ kind: 'at', sequence: '7' });
});

test('a reader that fails leaves the rest in the stream, and memory bounded', async () => {
  const { clock, write, source, waiting } = setUp(() => failure);
  write(...Array.from({ length: 5_000 }, (_, n) => recordOf(n + 1, 'a')));
  await clock.runUntil(at(100));
  expect(source.position()).toEqual({ kind: 'at', sequence: '1' });
  expect(waiting.length).toBeGreaterThanOrEqual(3_000);
});

test('the message to a dead-letter queue names the records', () => {
  const seen = (n: number): SeenRecord => ({ record: recordOf(n, 'a'), seenAt: at(n) });
  const batch: FailedBatch = {
    records: [seen(3), seen(4)],
    condition: 'RetryAttemptsExhausted',
    invocations: 3,
  };
  const message = failureMessage(batch, { functionArn: 'arn:fn', streamArn: 'arn:stream', now: at(9) });
  expect(JSON.parse(message)).toMatchObject({
    requestContext: { functionArn: 'arn:fn', condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
    version: '1.0',
    timestamp: '2026-01-01T00:00:09.000Z',
    DDBStreamBatchInfo: {
      startSequenceNumber: '3',
      endSequenceNumber: '4',
      approximateArrivalOfFirstRecord: '2026-01-01T00:00:03.000Z',
      batchSize: 2,
      streamArn: 'arn:stream',
    },
  });
});
