import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Attempts, attempt } from '../../domain/identity/guessing.ts';
import type { AttemptStore } from '../../ports/user-store.ts';
import { attemptsKey } from './user-keys.ts';

const attemptsSchema = z.object({ failures: z.number(), blockedUntil: z.number(), forgetAt: z.number() });

/** So often another attempt may come in between; a guesser who sends more at once waits a second. */
const MOST_RACES = 10;
const BUSY_MS = 1_000;

const isLate = (error: unknown) => error instanceof ConditionalCheckFailedException;

/** One small item for each name, until its memory ends (TTL). */
export const attemptStore = (client: DynamoDBDocumentClient, table: string): AttemptStore => {
  const load = async (what: string): Promise<Attempts | undefined> => {
    const Key = attemptsKey(what);
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item ? attemptsSchema.parse(Item) : undefined;
  };

  /** Written on condition that nobody counted since: of attempts at once each is counted. */
  const write = async (what: string, seen: Attempts | undefined, next: Attempts): Promise<boolean> => {
    const condition = seen
      ? {
          ConditionExpression: 'failures = :failures AND blockedUntil = :blocked AND forgetAt = :forget',
          ExpressionAttributeValues: {
            ':failures': seen.failures,
            ':blocked': seen.blockedUntil,
            ':forget': seen.forgetAt,
          },
        }
      : { ConditionExpression: 'attribute_not_exists(pk)' };
    const Item = { ...attemptsKey(what), ...next, ttl: Math.ceil(next.forgetAt / 1000) };
    try {
      await client.send(new PutCommand({ TableName: table, Item, ...condition }));
      return true;
    } catch (error) {
      if (isLate(error)) return false;
      throw error;
    }
  };

  return {
    async take(what, limit, now) {
      for (let race = 0; race < MOST_RACES; race += 1) {
        const seen = await load(what);
        const next = attempt(seen, limit, now);
        if ('wait' in next) return next.wait;
        if (await write(what, seen, next.remember)) return 0;
      }
      return BUSY_MS;
    },

    async giveBack(what) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: attemptsKey(what),
            ConditionExpression: 'failures > :none',
            UpdateExpression: 'SET blockedUntil = :free ADD failures :less',
            ExpressionAttributeValues: { ':none': 0, ':free': 0, ':less': -1 },
          }),
        );
      } catch (error) {
        if (!isLate(error)) throw error;
      }
    },

    async clear(what) {
      await client.send(new DeleteCommand({ TableName: table, Key: attemptsKey(what) }));
    },
  };
};
