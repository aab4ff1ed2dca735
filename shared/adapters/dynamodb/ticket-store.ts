import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { TicketStore } from '../../ports/connections.ts';
import { fromTicketItem, ticketKey, toTicketItem } from './connection-item.ts';
import { ownKeyKey, profileKey } from './user-keys.ts';

const keySchema = z.object({ expiresAt: z.string().optional() });
const profileSchema = z.object({ erasing: z.boolean().optional(), sessionsFrom: z.number().optional() });

export const ticketStore = (
  client: DynamoDBDocumentClient,
  tables: { readonly connections: string; readonly users: string },
): TicketStore => {
  const ofUser = async (Key: Record<string, string>): Promise<unknown> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tables.users, Key, ConsistentRead: true }),
    );
    return Item;
  };

  return {
    async put(hash, ticket, until) {
      await client.send(
        new PutCommand({ TableName: tables.connections, Item: toTicketItem(hash, ticket, until) }),
      );
    },

    // Deleted, and read by the way: whoever comes second finds nothing.
    async take(hash, now) {
      try {
        const { Attributes } = await client.send(
          new DeleteCommand({
            TableName: tables.connections,
            Key: ticketKey(hash),
            ConditionExpression: 'expiresAt > :now',
            ExpressionAttributeValues: { ':now': now },
            ReturnValues: 'ALL_OLD',
          }),
        );
        return Attributes && fromTicketItem(Attributes);
      } catch (error) {
        if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return undefined;
        throw error;
      }
    },

    async isGood({ userId, keyId, signedInAt }) {
      if (keyId !== '') return keySchema.safeParse(await ofUser(ownKeyKey(userId, keyId))).success;
      const profile = profileSchema.safeParse(await ofUser(profileKey(userId)));
      if (!profile.success || profile.data.erasing) return false;
      return (signedInAt ?? 0) >= (profile.data.sessionsFrom ?? 0);
    },
  };
};
