import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type ApiKeyStore, SCOPES } from '../../ports/api-key-store.ts';

const keySchema = z.object({
  keyId: z.string(),
  userId: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
});

export const apiKeyStore = (client: DynamoDBDocumentClient, table: string): ApiKeyStore => ({
  async byHash(hash) {
    const { Item } = await client.send(
      new GetCommand({
        TableName: table,
        Key: { pk: `key#${hash}`, sk: 'key' },
      }),
    );
    return Item ? keySchema.parse(Item) : undefined;
  },
});
