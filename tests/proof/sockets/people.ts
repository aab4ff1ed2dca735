import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodbClient } from '../../../infra/local/dynamodb/tables.ts';
import type { Runtime } from '../../../infra/local/runtime.ts';
import { keyItems, newApiKey, userItems } from '../../../infra/scripts/user-items.ts';
import { SCOPES } from '../../../shared/domain/identity/scopes.ts';
import type { SoakUser } from './soak-client.ts';

/** Users with a key each, as the script for the first user makes them. */
export const makePeople = async (runtime: Runtime, count: number): Promise<SoakUser[]> => {
  const raw = dynamodbClient(runtime.dynamodbEndpoint);
  const documents = DynamoDBDocumentClient.from(raw);
  const now = new Date(runtime.clock.now());
  const people: SoakUser[] = [];
  for (let n = 0; n < count; n += 1) {
    const userId = `listener-${n}`;
    const key = newApiKey();
    const items = [
      ...userItems(userId, now),
      ...keyItems(key, { userId, name: 'soak', scopes: SCOPES }, now),
    ];
    for (const Item of items)
      await documents.send(new PutCommand({ TableName: runtime.variables.USERS_TABLE, Item }));
    people.push({ userId, key });
  }
  raw.destroy();
  return people;
};
