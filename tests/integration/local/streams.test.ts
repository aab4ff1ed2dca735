import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MarketClock } from '../../../infra/local/clock/clock.ts';
import { type Database, startDatabase } from '../../../infra/local/dynamodb/embedded.ts';
import { createTables, dynamodbClient, readTables } from '../../../infra/local/dynamodb/tables.ts';
import type { Invocation } from '../../../infra/local/lambda/protocol.ts';
import { Queue } from '../../../infra/local/queue/queue.ts';
import { connectQueues, readQueues } from '../../../infra/local/queue/queues.ts';
import { Streams } from '../../../infra/local/streams/streams.ts';
import { Stack } from '../../../infra/local/template/stack.ts';
import { templateSchema } from '../../../infra/local/template/template.ts';

const stackOf = (
  mapping: object = {},
  table: object = { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } },
) =>
  new Stack(
    {
      stackName: 'Test',
      assets: new Map(),
      template: templateSchema.parse({
        Resources: {
          Things: {
            Type: 'AWS::DynamoDB::Table',
            Properties: {
              TableName: 'things',
              KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
              AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
              ...table,
            },
          },
          Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
          Reader: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'reader' } },
          Mapping: {
            Type: 'AWS::Lambda::EventSourceMapping',
            Properties: {
              EventSourceArn: { 'Fn::GetAtt': ['Things', 'StreamArn'] },
              FunctionName: { Ref: 'Reader' },
              StartingPosition: 'LATEST',
              ...mapping,
            },
          },
        },
      }),
    },
    {
      queueUrl: (name) => `http://127.0.0.1:1/0/${name}`,
      apiUrl: 'http://localhost',
      cognitoUrl: 'http://localhost',
    },
  );

let folder: string;
let database: Database;
let documents: DynamoDBDocumentClient;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paperwick-streams-'));
  database = await startDatabase(join(folder, 'tables.db'));
  documents = DynamoDBDocumentClient.from(dynamodbClient(database.endpoint));
});
afterEach(async () => {
  documents.destroy();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

const put = (id: string, v: number) =>
  documents.send(new PutCommand({ TableName: 'things', Item: { id, v } }));

const connect = async (stack: Stack, answer: (event: DynamoDBStreamEvent) => Invocation) => {
  const clock = new MarketClock({ start: Date.UTC(2026, 0, 1), paused: true });
  const client = dynamodbClient(database.endpoint);
  await createTables(client, readTables(stack));
  client.destroy();
  const events: DynamoDBStreamEvent[] = [];
  const invoke = async (event: unknown) => {
    events.push(event as DynamoDBStreamEvent);
    return answer(event as DynamoDBStreamEvent);
  };
  const queues = readQueues(stack, clock);
  const streams = await Streams.connect(stack, {
    dynamodbEndpoint: database.endpoint,
    functions: new Map([['reader', { invoke, arn: 'arn:reader', busy: false }]]),
    queues,
    clock,
    checkpointFile: join(folder, 'streams.json'),
    records: database.records,
  });
  return { clock, events, streams, queues };
};
const values = (events: readonly DynamoDBStreamEvent[]) =>
  events.flatMap(({ Records }) => Records.map(({ dynamodb }) => dynamodb?.NewImage?.v?.N));
const ok = (): Invocation => ({ ok: true, payload: null });

test('what is written reaches the function, with the times of the clock, and only once across two runs', async () => {
  const stack = stackOf();
  const first = await connect(stack, ok);
  await put('a', 1);
  await put('a', 1);
  await put('a', 2);
  first.streams.written({ SOME_TABLE: 'another' });
  await first.clock.idle();
  expect(first.events).toEqual([]);
  first.streams.written({ THINGS_TABLE: 'things' });
  await first.clock.idle();
  // The second write changed nothing: DynamoDB has no record of it.
  expect(first.events).toEqual([
    {
      Records: [
        expect.objectContaining({
          eventName: 'INSERT',
          eventSource: 'aws:dynamodb',
          awsRegion: 'eu-central-1',
          eventSourceARN: 'arn:aws:dynamodb:eu-central-1:000000000000:table/things/stream/local',
          dynamodb: expect.objectContaining({
            ApproximateCreationDateTime: Date.UTC(2026, 0, 1) / 1000,
            Keys: { id: { S: 'a' } },
            NewImage: { id: { S: 'a' }, v: { N: '1' } },
          }),
        }),
        expect.objectContaining({
          eventName: 'MODIFY',
          dynamodb: expect.objectContaining({ OldImage: { id: { S: 'a' }, v: { N: '1' } } }),
        }),
      ],
    },
  ]);
  first.streams.stop();

  await put('a', 3);
  const second = await connect(stack, ok);
  second.streams.written({ T: 'things' });
  await second.clock.idle();
  expect(values(second.events)).toEqual(['3']);
  second.streams.stop();
});

test('a batch that is given up is told to the queue of the mapping', async () => {
  const stack = stackOf({
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Dead', 'Arn'] } } },
  });
  const failed: Invocation = { ok: false, error: { errorType: 'Error', errorMessage: 'no' } };
  const { clock, streams, queues } = await connect(stack, () => failed);
  await put('a', 1);
  streams.written({ T: 'things' });
  await clock.runUntil(clock.now() + 60_000);
  const [message] = queues[0]?.peek() ?? [];
  expect(JSON.parse(message?.body ?? '{}')).toMatchObject({
    requestContext: {
      functionArn: 'arn:reader',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 2,
    },
    DDBStreamBatchInfo: { startSequenceNumber: '1', endSequenceNumber: '1', batchSize: 1 },
  });
  streams.stop();
});

test('a table that was there without a stream gets one', async () => {
  const client = dynamodbClient(database.endpoint);
  const [mapping] = [stackOf({}, {})].map((stack) => readTables(stack));
  await createTables(client, mapping ?? []);
  client.destroy();
  const { clock, events, streams } = await connect(stackOf(), ok);
  await put('a', 1);
  streams.written({ T: 'things' });
  await clock.idle();
  expect(values(events)).toEqual(['1']);
  streams.stop();
});

test('the emulator forgets what has been read, but for the newest record, and goes on counting', async () => {
  const { streams } = await connect(stackOf(), ok);
  for (let n = 0; n < 20; n += 1) await put('a', n);
  database.records?.trim('things', 15);
  expect(database.records?.count('things')).toBe(6);
  database.records?.trim('things', 1_000);
  expect(database.records?.count('things')).toBe(1);
  await put('a', 100);
  expect(database.records?.count('things')).toBe(2);
  streams.stop();
});

test.each<[object, RegExp]>([
  [{ StartingPosition: 'AT_TIMESTAMP' }, /StartingPosition/],
  [{ TumblingWindowInSeconds: 5 }, /TumblingWindowInSeconds/],
  [{ FilterCriteria: { Filters: [{ Pattern: '{"a":[{"cidr":"x"}]}' }] } }, /Mapping: filter .*"cidr"/],
  [{ FunctionName: 'nobody' }, /no function nobody/],
  [{ DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:x' } } }, /no queue arn:aws:sns:x/],
])('a mapping with %j is an error', async (mapping, message) => {
  await expect(connect(stackOf(mapping), ok)).rejects.toThrow(message);
});

test('the ARN of a stream that a table does not have is an error', async () => {
  await expect(connect(stackOf({}, {}), ok)).rejects.toThrow(
    'AWS::DynamoDB::Table has no StreamArn here (Things)',
  );
});

test('a mapping of a stream is none of a queue', () => {
  const clock = new MarketClock({ start: 0, paused: true });
  const stack = stackOf();
  expect(connectQueues(stack, readQueues(stack, clock), new Map(), clock)).toEqual([]);
  expect(readQueues(stack, clock)[0]).toBeInstanceOf(Queue);
});
