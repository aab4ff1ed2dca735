import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const USER = 'demo';

/** The key of the demo user: fixed by DEMO_API_KEY, else made once and kept in the data folder. */
export const demoKey = (fixed: string | undefined, dataDirectory: string | undefined): string => {
  if (fixed) return fixed;
  const fresh = `pw_${randomBytes(30).toString('base64url')}`;
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
  const keyHash = createHash('sha256').update(key).digest('hex');
  const pk = `user#${USER}`;
  const items = [
    { pk, sk: 'profile', userId: USER },
    {
      pk,
      sk: 'account#main',
      userId: USER,
      accountId: 'main',
      makerRate: '0.006',
      takerRate: '0.006',
      slippageBps: 0,
      name: 'main',
      status: 'active',
      cash: 100_000,
      reserved: 0,
      deposits: 100_000,
      withdrawals: 0,
      realizedPnl: 0,
      fees: 0,
      fillCount: 0,
    },
    {
      pk: `key#${keyHash}`,
      sk: 'key',
      keyId: keyHash.slice(0, 12),
      userId: USER,
      name: 'demo',
      scopes: ['read', 'trade'],
    },
  ];
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
