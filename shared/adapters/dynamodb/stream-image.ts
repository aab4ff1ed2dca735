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
  /** As the document client would have read them. */
  readonly before?: Item;
  readonly after?: Item;
}

const TABLE = /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)\/stream\//;

/** An event is JSON: what is binary in the table is base64 text in it. */
const fromEvent = (value: Readonly<Record<string, unknown>>): unknown =>
  typeof value.B === 'string' ? { B: new Uint8Array(Buffer.from(value.B, 'base64')) } : value;

const itemOf = (written: z.output<typeof image>): Item => {
  const values = Object.entries(written).map(([name, value]) => [name, fromEvent(value)]);
  return unmarshall(Object.fromEntries(values) as Record<string, AttributeValue>, {
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
