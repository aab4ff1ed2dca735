import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { ApiKeyManager } from '../../ports/api-key-store.ts';
import { hashOf, keyAttributes, keyRecord } from './api-key-item.ts';
import { type Action, transact } from './transact.ts';
import { hashKey, ownKeyKey, profileKey } from './user-keys.ts';

const COUNTS =
  'attribute_exists(pk) AND attribute_not_exists(erasing) AND (attribute_not_exists(apiKeys) OR apiKeys < :most)';

/** The keys of a user: each is an item found by its hash, and one in the user's own partition. */
export const apiKeyManager = (client: DynamoDBDocumentClient, table: string): ApiKeyManager => {
  /** How many keys were made this way, on the profile: of requests at once none makes one too many. */
  const count = (
    userId: string,
    by: 1 | -1,
    { condition, values }: { condition: string; values: Record<string, unknown> },
  ): Action => ({
    Update: {
      TableName: table,
      Key: profileKey(userId),
      UpdateExpression: 'ADD apiKeys :by',
      ConditionExpression: condition,
      ExpressionAttributeValues: { ':by': by, ...values },
    },
  });

  const isUser = async (userId: string): Promise<boolean> => {
    const Key = profileKey(userId);
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item !== undefined && !('erasing' in Item);
  };

  return {
    async create(key, hash, { most, makerId }) {
      const put = (item: Record<string, unknown>): Action => ({
        Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
      });
      const failed = await transact(client, [
        count(key.userId, 1, { condition: COUNTS, values: { ':most': most } }),
        put({ ...hashKey(hash), ...keyAttributes(key) }),
        put({ ...ownKeyKey(key.userId, key.keyId), ...keyAttributes(key), hash, counted: true }),
        ...(makerId === ''
          ? []
          : [
              {
                ConditionCheck: {
                  TableName: table,
                  Key: ownKeyKey(key.userId, makerId),
                  ConditionExpression: 'attribute_exists(pk)',
                },
              },
            ]),
      ]);
      // The hash is of 240 random bits: what is there already is this key, its first answer lost.
      if (failed.length === 0 || failed.includes(1)) return 'created';
      if (failed.includes(0)) return (await isUser(key.userId)) ? 'too_many' : 'no_user';
      return 'no_maker';
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
      const hash = hashOf(Item);
      const remove = [
        { Delete: { TableName: table, Key: hashKey(hash) } },
        { Delete: { TableName: table, Key, ConditionExpression: 'attribute_exists(pk)' } },
      ];
      // Those that a script made are not counted.
      const uncount = count(userId, -1, { condition: 'attribute_exists(pk)', values: {} });
      // Where a condition fails, another request has just revoked it.
      await transact(client, 'counted' in Item ? [...remove, uncount] : remove);
      return true;
    },
  };
};
