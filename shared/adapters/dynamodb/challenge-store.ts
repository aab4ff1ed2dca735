import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ChallengeStore } from '../../ports/user-store.ts';
import { challengeKey } from './user-keys.ts';

const challengeSchema = z.object({
  type: z.enum(['new_password', 'totp']),
  session: z.string(),
  username: z.string(),
  until: z.number(),
});

/** Challenges for the minutes that they last; TTL removes what is never answered. */
export const challengeStore = (client: DynamoDBDocumentClient, table: string): ChallengeStore => ({
  async put(hash, challenge, until) {
    const Item = { ...challengeKey(hash), ...challenge, until, ttl: Math.ceil(until / 1000) };
    await client.send(new PutCommand({ TableName: table, Item }));
  },

  async get(hash, now) {
    const Key = challengeKey(hash);
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    if (!Item) return undefined;
    const { until, ...challenge } = challengeSchema.parse(Item);
    // TTL deletes within days, not at the moment.
    return until > now ? challenge : undefined;
  },

  async remove(hash) {
    await client.send(new DeleteCommand({ TableName: table, Key: challengeKey(hash) }));
  },
});
