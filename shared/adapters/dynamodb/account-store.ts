import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { AccountStore } from '../../ports/trade-store.ts';
import { storedMoney, storedRate } from './parse.ts';

const accountSchema = z.object({
  userId: z.string(),
  accountId: z.string(),
  makerRate: storedRate,
  takerRate: storedRate,
  slippageBps: z.number().min(0),
  name: z.string().default('main'),
  status: z.enum(['active', 'closing', 'closed']),
  cash: storedMoney,
  reserved: storedMoney,
  deposits: storedMoney,
  withdrawals: storedMoney,
  realizedPnl: storedMoney,
  fees: storedMoney,
  fillCount: z.number().int(),
});

export const accountStore = (client: DynamoDBDocumentClient, table: string): AccountStore => ({
  async load(userId, accountId) {
    const { Item } = await client.send(
      new GetCommand({
        TableName: table,
        Key: { pk: `user#${userId}`, sk: `account#${accountId}` },
        ConsistentRead: true,
      }),
    );
    return Item ? accountSchema.parse(Item) : undefined;
  },
});
