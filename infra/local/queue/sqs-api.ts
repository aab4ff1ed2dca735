import * as z from 'zod';
import type { Queue } from './queue.ts';

/** SQS takes a mebibyte, of one message or of a whole batch. */
const MAX_BYTES = 1_048_576;
const MAX_BATCH = 10;

const attributes = z
  .record(
    z.string(),
    z.object({
      DataType: z.string(),
      StringValue: z.string().optional(),
      BinaryValue: z.string().optional(),
    }),
  )
  .default({});
const entry = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: z.number().int().min(0).max(900).optional(),
  MessageAttributes: attributes,
});
const sendMessage = entry.extend({ QueueUrl: z.url() });
const sendMessageBatch = z.object({
  QueueUrl: z.url(),
  Entries: z.array(entry.extend({ Id: z.string().regex(/^[\w-]{1,80}$/) })),
});

export interface SqsAnswer {
  readonly status: number;
  readonly body: unknown;
}

class SqsError extends Error {
  override readonly name = 'SqsError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** What the AWS SDK sends to a queue (AWS JSON 1.0): SendMessage and SendMessageBatch. */
export const answerSqs = (
  queueAt: (url: string) => Queue | undefined,
  target: string | undefined,
  body: string,
): SqsAnswer => {
  try {
    if (target === 'AmazonSQS.SendMessage')
      return { status: 200, body: send(queueAt, parse(sendMessage, body)) };
    if (target === 'AmazonSQS.SendMessageBatch') {
      return { status: 200, body: sendBatch(queueAt, parse(sendMessageBatch, body)) };
    }
    throw new SqsError(
      'UnsupportedOperation',
      `the local queue does not know ${target ?? 'a request without target'}`,
    );
  } catch (error) {
    if (!(error instanceof SqsError)) throw error;
    return { status: 400, body: { __type: `com.amazonaws.sqs#${error.code}`, message: error.message } };
  }
};

const parse = <T>(schema: z.ZodType<T>, body: string): T => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new SqsError('SerializationException', 'the body is no JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const rules = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new SqsError('InvalidParameterValue', rules.join('; '));
};

const find = (queueAt: (url: string) => Queue | undefined, url: string): Queue => {
  const queue = queueAt(url);
  if (!queue) throw new SqsError('QueueDoesNotExist', `there is no queue at ${url}`);
  return queue;
};

const send = (queueAt: (url: string) => Queue | undefined, request: z.infer<typeof sendMessage>) => {
  if (Buffer.byteLength(request.MessageBody) > MAX_BYTES) {
    throw new SqsError('InvalidParameterValue', `MessageBody: longer than ${MAX_BYTES} bytes`);
  }
  const queue = find(queueAt, request.QueueUrl);
  const message = queue.send(request.MessageBody, request.DelaySeconds, request.MessageAttributes);
  return { MessageId: message.id, MD5OfMessageBody: message.md5 };
};

const sendBatch = (
  queueAt: (url: string) => Queue | undefined,
  request: z.infer<typeof sendMessageBatch>,
) => {
  const { Entries } = request;
  if (Entries.length === 0) throw new SqsError('EmptyBatchRequest', 'there is no entry');
  if (Entries.length > MAX_BATCH) {
    throw new SqsError('TooManyEntriesInBatchRequest', `${Entries.length} entries, ${MAX_BATCH} are allowed`);
  }
  if (new Set(Entries.map(({ Id }) => Id)).size < Entries.length) {
    throw new SqsError('BatchEntryIdsNotDistinct', 'two entries have the same Id');
  }
  const bytes = Entries.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody), 0);
  if (bytes > MAX_BYTES)
    throw new SqsError('BatchRequestTooLong', `${bytes} bytes, ${MAX_BYTES} are allowed`);
  const queue = find(queueAt, request.QueueUrl);
  const Successful = Entries.map(({ Id, MessageBody, DelaySeconds, MessageAttributes }) => {
    const message = queue.send(MessageBody, DelaySeconds, MessageAttributes);
    return { Id, MessageId: message.id, MD5OfMessageBody: message.md5 };
  });
  return { Successful, Failed: [] };
};
