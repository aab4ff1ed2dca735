import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { TickQueue } from '../../ports/tick-queue.ts';

/** SQS takes at most this many messages in one call. */
const MAX_BATCH = 10;

/** The queue that ticks travel on. @throws Error where a message was not taken */
export const tickQueue = (queueUrl: string): TickQueue => {
  const client = new SQSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
  });
  return {
    async send(messages) {
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
        if (failed) throw new Error(`a tick could not be queued: ${failed.Code} ${failed.Message ?? ''}`);
      }
    },
  };
};
