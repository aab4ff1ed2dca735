import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Profile, ProfileChanges, UserStore } from '../../ports/user-store.ts';
import type { TableNames } from './client.ts';
import { eraseUser } from './erase-user.ts';
import { newUserItems } from './new-user.ts';
import { transact } from './transact.ts';
import { erasedKey, profileKey } from './user-keys.ts';

const storedMoment = z.iso.datetime().transform((text) => Date.parse(text));
const profileSchema = z.object({
  userId: z.string(),
  email: z.string().optional(),
  name: z.string().optional(),
  totp: z.boolean().default(false),
  createdAt: storedMoment.optional(),
  sessionsFrom: z.number().optional(),
});

const profileOf = (item: unknown): Profile => {
  const { userId, totp, email, name, createdAt, sessionsFrom } = profileSchema.parse(item);
  return {
    userId,
    totp,
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(sessionsFrom === undefined ? {} : { sessionsFrom }),
  };
};

/** `SET #name = :name, ...` for what is given. */
const updateOf = (changes: ProfileChanges) => {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return {
    UpdateExpression: `SET ${given.map(([key]) => `#${key} = :${key}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(given.map(([key]) => [`#${key}`, key])),
    ExpressionAttributeValues: Object.fromEntries(given.map(([key, value]) => [`:${key}`, value])),
  };
};

export const userStore = (client: DynamoDBDocumentClient, tables: TableNames): UserStore => ({
  async profile(userId) {
    const Key = profileKey(userId);
    const { Item } = await client.send(
      new GetCommand({ TableName: tables.users, Key, ConsistentRead: true }),
    );
    return Item ? profileOf(Item) : undefined;
  },

  async create(profile) {
    // Where one of them is there, the person has been here before and keeps everything.
    const ConditionExpression = 'attribute_not_exists(pk)';
    await transact(client, [
      ...newUserItems(profile).map((Item) => ({
        Put: { TableName: tables.users, Item, ConditionExpression },
      })),
      // A sign-in that was under way while the person was erased makes nobody anew.
      {
        ConditionCheck: { TableName: tables.users, Key: erasedKey(profile.userId), ConditionExpression },
      },
    ]);
  },

  async update(userId, changes) {
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: tables.users,
          Key: profileKey(userId),
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(erasing)',
          ReturnValues: 'ALL_NEW',
          ...updateOf(changes),
        }),
      );
      return profileOf(Attributes);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  },

  erase: (userId, inTime) => eraseUser(userId, inTime, { client, tables }),
});
