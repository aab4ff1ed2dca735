import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { exactNumber } from './client.ts';

const image = z.record(z.string(), z.record(z.string(), z.unknown()));

/** A record of a table's stream, as Lambda hands it over. */
const recordSchema = z.object({
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  eventSourceARN: z.string(),
  dynamodb: z.object({
    SequenceNumber: z.string(),
    Keys: image,
    NewImage: image.optional(),
    OldImage: image.optional(),
  }),
});

type Item = Record<string, unknown>;

export interface StreamRecord {
  readonly table: string;
  readonly sequence: string;
  readonly isRemoval: boolean;
  readonly key: Item;
  /** As the document client would have read them; binary attributes are left out. */
  readonly before?: Item;
  readonly after?: Item;
}

const TABLE = /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)\/stream\//;

/** Binary comes as base64 text in an event; nothing that is told to anybody is binary. */
const itemOf = (written: z.output<typeof image>): Item => {
  const kept = Object.entries(written).filter(([, value]) => !('B' in value || 'BS' in value));
  return unmarshall(Object.fromEntries(kept) as unknown as Record<string, AttributeValue>, {
    wrapNumbers: exactNumber,
  });
};

/** @throws ZodError where it is no such record */
export const parseStreamRecord = (record: unknown): StreamRecord => {
  const { eventName, eventSourceARN, dynamodb } = recordSchema.parse(record);
  return {
    table: TABLE.exec(eventSourceARN)?.[1] ?? '',
    sequence: dynamodb.SequenceNumber,
    isRemoval: eventName === 'REMOVE',
    key: itemOf(dynamodb.Keys),
    ...(dynamodb.OldImage ? { before: itemOf(dynamodb.OldImage) } : {}),
    ...(dynamodb.NewImage ? { after: itemOf(dynamodb.NewImage) } : {}),
  };
};
