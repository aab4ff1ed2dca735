import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { AccountKey } from '../../ports/account-store.ts';
import type { ValueSample, ValueStore } from '../../ports/ledger-store.ts';
import type { TableNames } from './client.ts';
import { bookOf } from './ledger-item.ts';
import { timeKey } from './market-keys.ts';
import { storedMoney, storedTime } from './parse.ts';
import { transact } from './transact.ts';
import { accountKey } from './user-keys.ts';

const HOUR = 3_600_000;

const sampleSchema = z.object({
  time: storedTime,
  total: storedMoney,
  paidIn: storedMoney,
  stale: z.literal(true).optional(),
});

/** Beside the entries of the book, out of their range. */
const PREFIX = { hours: 'value#', coarse: 'coarse#' } as const;
type Series = keyof typeof PREFIX;

const hourOf = (time: number): number => Math.floor(time / HOUR) * HOUR;

/** Samples of what an account was worth, in the partition of its book: whoever deletes a book deletes them too. */
export const valueStore = (
  client: DynamoDBDocumentClient,
  tables: Pick<TableNames, 'users' | 'ledger'>,
): ValueStore => {
  const query = async (
    { userId, accountId }: AccountKey,
    series: Series,
    { from, to }: { from: number; to: number },
    last?: true,
  ): Promise<ValueSample[]> => {
    const items: ValueSample[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const answer = await client.send(
        new QueryCommand({
          TableName: tables.ledger,
          KeyConditionExpression: 'book = :book AND entryId BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':book': bookOf(userId, accountId),
            ':from': PREFIX[series] + timeKey(hourOf(from)),
            ':to': PREFIX[series] + timeKey(to),
          },
          // Two, for the newest of the hour may be later than the moment asked for.
          ...(last ? { ScanIndexForward: false, Limit: 2 } : {}),
          ExclusiveStartKey: start,
        }),
      );
      items.push(...(answer.Items ?? []).map((item) => sampleSchema.parse(item)));
      start = last ? undefined : answer.LastEvaluatedKey;
    } while (start);
    return items.filter(({ time }) => time >= from && time <= to);
  };

  return {
    async put(key, sample, coarse) {
      const refused = await transact(client, [
        {
          Put: {
            TableName: tables.ledger,
            Item: {
              book: bookOf(key.userId, key.accountId),
              entryId: PREFIX[coarse ? 'coarse' : 'hours'] + timeKey(hourOf(sample.time)),
              ...sample,
            },
            ConditionExpression: 'attribute_not_exists(book)',
          },
        },
        // Of an account whose user is erased meanwhile no sample stays behind.
        {
          ConditionCheck: {
            TableName: tables.users,
            Key: accountKey(key.userId, key.accountId),
            ConditionExpression: 'attribute_exists(pk) AND #status <> :closed',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: { ':closed': 'closed' },
          },
        },
      ]);
      return refused.length === 0;
    },

    async list(key, range, resolution) {
      // DynamoDB refuses an interval that ends before it begins.
      if (range.from > range.to) return [];
      const series: Series[] = resolution === 'hours' ? ['hours', 'coarse'] : ['coarse'];
      const found = await Promise.all(series.map((one) => query(key, one, range)));
      return found.flat().sort((left, right) => left.time - right.time);
    },

    async lastBefore(key, time) {
      const range = { from: 0, to: time };
      const found = await Promise.all([query(key, 'hours', range, true), query(key, 'coarse', range, true)]);
      return found.flat().sort((left, right) => right.time - left.time)[0];
    },
  };
};
