import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { ApiKeyManager } from '../../ports/api-key-store.ts';
import { hashOf, keyAttributes, keyRecord } from './api-key-item.ts';
import { type Action, transact } from './transact.ts';
import { hashKey, ownKeyKey, profileKey } from './user-keys.ts';

/** The keys of a user: each is an item found by its hash, and one in the user's own partition. */
export const apiKeyManager = (client: DynamoDBDocumentClient, table: string): ApiKeyManager => ({
  async create(key, hash) {
    const put = (item: Record<string, unknown>): Action => ({
      Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
    });
    const failed = await transact(client, [
      {
        ConditionCheck: {
          TableName: table,
          Key: profileKey(key.userId),
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(erasing)',
        },
      },
      put({ ...hashKey(hash), ...keyAttributes(key) }),
      put({ ...ownKeyKey(key.userId, key.keyId), ...keyAttributes(key), hash }),
    ]);
    // The hash is of 240 random bits: what is there already is this key, its first answer lost.
    return failed.includes(0) ? 'no_user' : 'created';
  },

  async list(userId) {
    const { pk } = profileKey(userId);
    // Fifty keys of at most 1 kB: one page.
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pk, ':prefix': 'key#' },
        ConsistentRead: true,
      }),
    );
    return Items.map(keyRecord).sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
  },

  async revoke(userId, keyId) {
    const Key = ownKeyKey(userId, keyId);
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    if (!Item) return false;
    await transact(client, [
      { Delete: { TableName: table, Key: hashKey(hashOf(Item)) } },
      { Delete: { TableName: table, Key } },
    ]);
    return true;
  },
});
