import { isDeepStrictEqual } from 'node:util';
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';

const image = z.record(z.string(), z.record(z.string(), z.unknown()));

/** A record of a table's stream, as the DynamoDB Streams API gives it. */
export const streamRecordSchema = z.object({
  eventID: z.string(),
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  eventVersion: z.string(),
  eventSource: z.string(),
  userIdentity: z.unknown().optional(),
  dynamodb: z.object({
    Keys: image,
    NewImage: image.optional(),
    OldImage: image.optional(),
    SequenceNumber: z.string().regex(/^\d+$/),
    SizeBytes: z.number(),
    StreamViewType: z.string(),
  }),
});
export type StreamRecord = z.output<typeof streamRecordSchema>;

/** A record, and when the runtime first saw it: ms of its clock, which is what its age is counted by. */
export interface SeenRecord {
  readonly record: StreamRecord;
  readonly seenAt: number;
}

export const sequenceOf = ({ record }: SeenRecord): bigint => BigInt(record.dynamodb.SequenceNumber);

/** DynamoDB writes no record of a change that changes nothing; the emulator does. */
export const changesSomething = ({ eventName, dynamodb }: StreamRecord): boolean =>
  eventName !== 'MODIFY' || !dynamodb.OldImage || !isDeepStrictEqual(dynamodb.OldImage, dynamodb.NewImage);

/** As Lambda hands it to a function. */
export const eventRecord = (
  { record, seenAt }: SeenRecord,
  streamArn: string,
  awsRegion: string,
): DynamoDBRecord =>
  ({
    ...record,
    awsRegion,
    dynamodb: { ApproximateCreationDateTime: Math.floor(seenAt / 1000), ...record.dynamodb },
    eventSourceARN: streamArn,
  }) as DynamoDBRecord;
