import { randomUUID } from 'node:crypto';
import { type SeenRecord, sequenceOf } from './record.ts';

export type GivenUp = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface FailedBatch {
  readonly records: readonly SeenRecord[];
  readonly condition: GivenUp;
  readonly invocations: number;
}

const time = (ms: number): string => new Date(ms).toISOString();

/** What Lambda sends to the on-failure destination of a stream: which records were given up, not what they hold. */
export const failureMessage = (
  { records, condition, invocations }: FailedBatch,
  { functionArn, streamArn, now }: { functionArn: string; streamArn: string; now: number },
): string => {
  const [first] = records;
  const last = records.at(-1);
  if (!first || !last) throw new Error('a failed batch holds at least one record');
  return JSON.stringify({
    requestContext: {
      requestId: randomUUID(),
      functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: time(now),
    DDBStreamBatchInfo: {
      shardId: 'shardId-00000001',
      startSequenceNumber: String(sequenceOf(first)),
      endSequenceNumber: String(sequenceOf(last)),
      approximateArrivalOfFirstRecord: time(first.seenAt),
      approximateArrivalOfLastRecord: time(last.seenAt),
      batchSize: records.length,
      streamArn,
    },
  });
};
