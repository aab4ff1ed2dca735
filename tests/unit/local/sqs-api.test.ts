import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MarketClock } from '../../../infra/local/clock/clock.ts';
import { Queue } from '../../../infra/local/queue/queue.ts';
import { SqsServer } from '../../../infra/local/queue/sqs-server.ts';

const clock = new MarketClock({ start: 0, paused: true });
const queue = new Queue({ name: 'ticks', arn: 'arn:q', delaySeconds: 0, visibilitySeconds: 30 }, clock);
const server = new SqsServer('000000000000');
let client: SQSClient;
let QueueUrl: string;

beforeAll(async () => {
  await server.listen();
  server.add(queue);
  QueueUrl = server.urlOf('ticks');
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new SQSClient({ region: 'eu-central-1', credentials, maxAttempts: 1, endpoint: server.endpoint });
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

test('the SDK sends one message, and finds its checksum right', async () => {
  const sent = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'Preis: 1 €' }));
  // printf 'Preis: 1 €' | md5sum
  expect(sent.MD5OfMessageBody).toBe('996a8a8f4d17df6e112554ee439419df');
  expect(queue.receive(1)).toMatchObject([{ id: sent.MessageId, body: 'Preis: 1 €' }]);
});

test('the SDK sends a batch, each entry with its own delay', async () => {
  const Entries = [
    { Id: 'a', MessageBody: 'one', DelaySeconds: 0 },
    { Id: 'b', MessageBody: 'two', DelaySeconds: 10 },
  ];
  const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['a', 'b']);
  expect(queue.peek().map(({ body }) => body)).toEqual(['one']);
  await clock.runUntil(10_000);
  expect(queue.peek().map(({ body }) => body)).toEqual(['one', 'two']);
});

const entries = (count: number, id = (n: number) => `m${n}`) =>
  Array.from({ length: count }, (_, n) => ({ Id: id(n), MessageBody: 'x' }));

test.each([
  [
    'a queue that is not there',
    { QueueUrl: 'http://127.0.0.1:1/000000000000/none', Entries: entries(1) },
    'QueueDoesNotExist',
  ],
  ['an empty batch', { Entries: [] }, 'EmptyBatchRequest'],
  ['eleven entries', { Entries: entries(11) }, 'TooManyEntriesInBatchRequest'],
  ['two entries of one id', { Entries: entries(2, () => 'same') }, 'BatchEntryIdsNotDistinct'],
  [
    'a delay of 901 s',
    { Entries: [{ Id: 'a', MessageBody: 'x', DelaySeconds: 901 }] },
    'InvalidParameterValue',
  ],
  [
    'more than a mebibyte',
    { Entries: [{ Id: 'a', MessageBody: 'x'.repeat(1_048_577) }] },
    'BatchRequestTooLong',
  ],
])('%s is refused', async (_, input, name) => {
  await expect(client.send(new SendMessageBatchCommand({ QueueUrl, ...input }))).rejects.toMatchObject({
    name,
  });
});
