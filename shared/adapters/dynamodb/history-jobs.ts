import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { INTERVALS, type Interval } from '../../domain/market/candle.ts';
import type { HistoryJob, HistoryJobs } from '../../ports/history.ts';
import { expiresIn } from './market-keys.ts';
import { storedSymbol, storedVenue } from './parse.ts';

/** An import or export: `pk` = `job#<id>`, `sk` = `job`, `rev` one more at each write; TTL a day. */
const DAYS_KEPT = 1;

const jobSchema = z.object({
  id: z.string(),
  kind: z.enum(['import', 'export']),
  batch: z.number(),
  venue: storedVenue,
  symbol: storedSymbol,
  interval: z.enum(Object.keys(INTERVALS) as [Interval, ...Interval[]]).optional(),
  from: z.number(),
  to: z.number(),
  status: z.enum(['queued', 'running', 'done', 'failed']),
  done: z.number(),
  total: z.number(),
  error: z.string().optional(),
  content: z.string().optional(),
  busyUntil: z.number(),
  updatedAt: z.number(),
});

const isRefusal = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

export const historyJobs = (client: DynamoDBDocumentClient, table: string): HistoryJobs => {
  const keyOf = (id: string) => ({ pk: `job#${id}`, sk: 'job' });
  const read = async (id: string) => {
    const answer = await client.send(
      new GetCommand({ TableName: table, Key: keyOf(id), ConsistentRead: true }),
    );
    return answer.Item;
  };

  return {
    async load(id) {
      const item = await read(id);
      return item && { job: jobSchema.parse(item) as HistoryJob, rev: Number(item.rev) };
    },

    async save(job, rev) {
      // Two may ask for the same in the same millisecond: of what they write all else is alike.
      const writer = randomUUID();
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { ...keyOf(job.id), ...job, writer, rev: rev + 1, ttl: expiresIn(DAYS_KEPT) },
            ...(rev === 0
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : { ConditionExpression: 'rev = :rev', ExpressionAttributeValues: { ':rev': rev } }),
          }),
        );
        return true;
      } catch (error) {
        // What was refused for what is there may be our own write, whose first answer was late or lost.
        if (isRefusal(error)) return (await read(job.id))?.writer === writer;
        throw error;
      }
    },

    /** Counted in an item of the user and hour (`jobs#<userId>`), on condition that it is not full. */
    async take(userId, hour, most) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: `jobs#${userId}`, sk: String(hour) },
            UpdateExpression: 'SET #ttl = :ttl ADD taken :one',
            ConditionExpression: 'attribute_not_exists(taken) OR taken < :most',
            ExpressionAttributeNames: { '#ttl': 'ttl' },
            ExpressionAttributeValues: { ':ttl': expiresIn(DAYS_KEPT), ':one': 1, ':most': most },
          }),
        );
        return true;
      } catch (error) {
        if (isRefusal(error)) return false;
        throw error;
      }
    },
  };
};
