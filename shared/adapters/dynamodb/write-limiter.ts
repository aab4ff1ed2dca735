import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { intervalOf, spend, type WriteLimit } from '../../domain/identity/write-limit.ts';
import { StoreUnavailableError } from '../../ports/trade-store.ts';
import type { WriteLimiter, WriteVerdict } from '../../ports/write-limiter.ts';
import { isLast, isRetryable, jitter, sleep } from './retry.ts';
import { profileKey } from './user-keys.ts';

/** Users that a container remembers; beyond that it forgets them all, and asks once more for each. */
const MOST_KNOWN = 10_000;

/** Of somebody erased the profile leaves a marker for a while, which alone has an end. */
const IS_USER = 'attribute_exists(pk) AND attribute_not_exists(#ttl)';

const bucketSchema = z.object({ writesFullAt: z.coerce.number().optional() });
const refusedSchema = z.object({
  name: z.literal('ConditionalCheckFailedException'),
  Item: z.record(z.string(), z.unknown()).optional(),
});
const storedNumber = z.object({ N: z.coerce.number() });

/** The document client does not unmarshal what an exception carries. */
const fullAtOf = (item: Record<string, unknown>): number => {
  const stored = storedNumber.safeParse(item.writesFullAt);
  return stored.success ? stored.data.N : 0;
};

/** A transaction over the same profile, e.g. of a new API key. */
const isBusy = (error: unknown): boolean =>
  isRetryable(error) || (error instanceof Error && error.name === 'TransactionConflictException');

/**
 * The bucket of a user is one number on the profile, changed by one conditional write for each write that is let through.
 * The number only grows, so what a container has seen of it is enough to refuse by, without asking: a flood costs nothing.
 */
export const writeLimiter = (
  client: DynamoDBDocumentClient,
  table: string,
  limit: WriteLimit,
): WriteLimiter => {
  const known = new Map<string, number>();
  const remember = (userId: string, fullAt: number): void => {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(userId, Math.max(fullAt, known.get(userId) ?? 0));
  };

  /** Of writes at once each adds its own: only a bucket that was full is set. */
  const changeOf = (seen: number, now: number) =>
    seen > now
      ? {
          UpdateExpression: 'SET writesFullAt = writesFullAt + :interval',
          ConditionExpression: `${IS_USER} AND writesFullAt > :now AND writesFullAt <= :last`,
          ExpressionAttributeValues: {
            ':interval': intervalOf(limit),
            ':now': now,
            ':last': now + (limit.burst - 1) * intervalOf(limit),
          },
        }
      : {
          UpdateExpression: 'SET writesFullAt = :next',
          ConditionExpression: `${IS_USER} AND (attribute_not_exists(writesFullAt) OR writesFullAt <= :now)`,
          ExpressionAttributeValues: { ':next': now + intervalOf(limit), ':now': now },
        };

  const write = async (userId: string, now: number): Promise<'taken' | 'no_user' | 'seen'> => {
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: profileKey(userId),
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ReturnValues: 'UPDATED_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          ...changeOf(known.get(userId) ?? 0, now),
        }),
      );
      remember(userId, bucketSchema.parse(Attributes).writesFullAt ?? 0);
      return 'taken';
    } catch (error) {
      const refused = refusedSchema.safeParse(error);
      if (!refused.success) throw error;
      if (!refused.data.Item || 'ttl' in refused.data.Item) return 'no_user';
      remember(userId, fullAtOf(refused.data.Item));
      return 'seen';
    }
  };

  const take = async (userId: string, now: number, attempt = 0): Promise<WriteVerdict> => {
    const next = spend(known.get(userId), limit, now);
    if ('wait' in next) return { verdict: 'wait', ms: next.wait };
    try {
      const outcome = await write(userId, now);
      if (outcome === 'taken') return { verdict: 'go' };
      if (outcome === 'no_user') return { verdict: 'no_user' };
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (isLast(error, attempt))
        throw new StoreUnavailableError('the writes of a user could not be counted', { cause: error });
      await sleep(jitter(attempt));
    }
    return take(userId, now, attempt + 1);
  };
  return { take: (userId, now) => take(userId, now) };
};
