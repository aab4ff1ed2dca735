import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { timeLimit } from '../time-limit.ts';

/** SQS takes at most this many messages in one call. */
const MAX_BATCH = 10;

export interface Outgoing {
  readonly message: unknown;
  readonly delaySeconds: number;
}

/** Sends to one queue, as JSON; a message whose answer was late may come twice. @throws Error where a message was not taken */
export const sender = (queueUrl: string): ((messages: readonly Outgoing[]) => Promise<void>) => {
  const client = new SQSClient({
    maxAttempts: 3,
    requestHandler: timeLimit(3_000),
  });
  return async (messages) => {
    for (let from = 0; from < messages.length; from += MAX_BATCH) {
      const answer = await client.send(
        new SendMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: messages.slice(from, from + MAX_BATCH).map(({ message, delaySeconds }, index) => ({
            Id: String(index),
            MessageBody: JSON.stringify(message),
            DelaySeconds: delaySeconds,
          })),
        }),
      );
      const [failed] = answer.Failed ?? [];
      if (failed) throw new Error(`a message could not be queued: ${failed.Code} ${failed.Message ?? ''}`);
    }
  };
};
