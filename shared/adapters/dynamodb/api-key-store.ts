import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { ApiKeyStore } from '../../ports/api-key-store.ts';
import { keyRecord } from './api-key-item.ts';
import { transact } from './transact.ts';
import { hashKey, ownKeyKey } from './user-keys.ts';

/** What the authorizer needs of API keys. */
export const apiKeyStore = (client: DynamoDBDocumentClient, table: string): ApiKeyStore => ({
  async byHash(hash) {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: hashKey(hash) }));
    return Item ? keyRecord(Item) : undefined;
  },

  async markUsed({ userId, keyId }, hash, now) {
    const update = (Key: Record<string, string>) => ({
      Update: {
        TableName: table,
        Key,
        // Of a key that has been revoked meanwhile nothing comes back.
        ConditionExpression: 'attribute_exists(pk)',
        UpdateExpression: 'SET lastUsedAt = :now',
        ExpressionAttributeValues: { ':now': new Date(now).toISOString() },
      },
    });
    await transact(client, [update(hashKey(hash)), update(ownKeyKey(userId, keyId))]);
  },
});
