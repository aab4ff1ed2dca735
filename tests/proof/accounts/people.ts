import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodbClient } from '../../../infra/local/dynamodb/tables.ts';
import type { Runtime } from '../../../infra/local/runtime.ts';
import { keyItems, newApiKey, userItems } from '../../../infra/scripts/user-items.ts';
import { SCOPES } from '../../../shared/domain/identity/scopes.ts';
import { client } from './client.ts';
import type { Person } from './operations.ts';

/** Users with a key each, as the script for the first user makes them. */
export const settle = async (runtime: Runtime, names: readonly string[]): Promise<Person[]> => {
  const raw = dynamodbClient(runtime.dynamodbEndpoint);
  const documents = DynamoDBDocumentClient.from(raw);
  const now = new Date(runtime.clock.now());
  const people = await Promise.all(
    names.map(async (userId): Promise<Person> => {
      const key = newApiKey();
      const items = [
        ...userItems(userId, now),
        ...keyItems(key, { userId, name: 'test', scopes: SCOPES }, now),
      ];
      for (const Item of items)
        await documents.send(new PutCommand({ TableName: runtime.variables.USERS_TABLE, Item }));
      return { userId, trades: [], orders: [], ask: client(runtime.url, key) };
    }),
  );
  raw.destroy();
  return people;
};
