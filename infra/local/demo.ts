import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { SCOPES } from '../../shared/domain/identity/scopes.ts';
import { keyItems, newApiKey, userItems } from '../scripts/user-items.ts';

const USER = 'demo';

/** The key of the demo user: fixed by DEMO_API_KEY, else made once and kept in the data folder. */
export const demoKey = (fixed: string | undefined, dataDirectory: string | undefined): string => {
  if (fixed) return fixed;
  const fresh = newApiKey();
  if (!dataDirectory) return fresh;
  const file = join(dataDirectory, 'demo-key');
  if (!existsSync(file)) writeFileSync(file, fresh, { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
};

/** The demo user, the account `main` and the key, each unless it is there: an account in use is left as it is. */
export const seedDemoUser = async (
  client: DynamoDBClient,
  usersTable: string,
  key: string,
): Promise<void> => {
  const now = new Date();
  const grant = { userId: USER, name: 'demo', scopes: SCOPES };
  const items = [...userItems(USER, now), ...keyItems(key, grant, now)];
  const documents = DynamoDBDocumentClient.from(client);
  for (const Item of items) {
    const put = new PutCommand({
      TableName: usersTable,
      Item,
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    try {
      await documents.send(put);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
};
