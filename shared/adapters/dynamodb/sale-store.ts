import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Sale } from '../../domain/trades/order.ts';
import type { SaleStore } from '../../ports/sale-store.ts';
import { type Settlement, StoreUnavailableError, type Unwritten } from '../../ports/trade-store.ts';
import { clientItem } from './create-trade.ts';
import { storedPrice, storedQuantity, storedSymbol, storedTime } from './parse.ts';
import { isLast, jitter, sleep } from './retry.ts';
import { actionsOf, isTransient, keyOf, reasonsOf, type SettleContext } from './settle.ts';

/** Beside the user's trades, out of the range of their ULIDs. */
const saleKey = (userId: string, saleId: string) => ({ userId, tradeId: `sale#${saleId}` });

const saleSchema = z.object({
  id: z.string(),
  userId: z.string(),
  accountId: z.string(),
  symbol: storedSymbol,
  quantity: storedQuantity,
  limit: storedPrice.optional(),
  parts: z.array(z.object({ tradeId: z.string(), quantity: storedQuantity })),
  clientOrderId: z.string().optional(),
  createdAt: storedTime,
});

/** The account is still there and takes orders: nothing is written for a book that closes, or a user who is being erased. */
const headOf = (sale: Sale, bodyHash: string, { tables }: SettleContext) => [
  {
    ConditionCheck: {
      TableName: tables.users,
      Key: { pk: `user#${sale.userId}`, sk: `account#${sale.accountId}` },
      ConditionExpression: '#status = :active',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':active': 'active' },
    },
  },
  {
    Put: {
      TableName: tables.trades,
      Item: { ...saleKey(sale.userId, sale.id), sale },
      ConditionExpression: 'attribute_not_exists(tradeId)',
    },
  },
  ...(sale.clientOrderId === undefined
    ? []
    : [clientItem(tables.trades, sale.userId, sale.clientOrderId, sale.id, bodyHash)]),
];

const failed = (reason: { readonly Code?: string } | undefined): boolean =>
  reason?.Code === 'ConditionalCheckFailed';

const place = async (
  sale: Sale,
  settlements: readonly Settlement[],
  bodyHash: string,
  context: SettleContext,
  attempt = 0,
): Promise<readonly Unwritten[] | 'taken' | 'no_account'> => {
  const head = headOf(sale, bodyHash, context);
  const lots = settlements.map((settlement) => actionsOf(settlement, context));
  try {
    await context.client.send(new TransactWriteCommand({ TransactItems: [...head, ...lots.flat()] }));
    return [];
  } catch (error) {
    const reasons = reasonsOf(error);
    // Ids are ours alone: a sale that is there already is this one, its first answer lost.
    if (failed(reasons[1])) return [];
    if (head.length > 2 && failed(reasons[2])) return 'taken';
    if (failed(reasons[0])) return 'no_account';
    let offset = head.length;
    const stale = settlements.flatMap((settlement, index): Unwritten[] => {
      const own = reasons.slice(offset, offset + (lots[index]?.length ?? 0));
      offset += lots[index]?.length ?? 0;
      return own.some(failed) ? [{ key: keyOf(settlement), because: 'stale' }] : [];
    });
    if (stale.length > 0) return stale;
    if (!isTransient(error, reasons)) throw error;
    if (isLast(error, attempt))
      throw new StoreUnavailableError(`sale ${sale.id} could not be written`, { cause: error });
    await sleep(jitter(attempt));
    return place(sale, settlements, bodyHash, context, attempt + 1);
  }
};

export const saleStore = (context: SettleContext): SaleStore => ({
  place: (sale, settlements, bodyHash) => place(sale, settlements, bodyHash, context),

  async load(userId, saleId) {
    const { Item } = await context.client.send(
      new GetCommand({
        TableName: context.tables.trades,
        Key: saleKey(userId, saleId),
        ConsistentRead: true,
      }),
    );
    return Item ? (saleSchema.parse(Item.sale) as Sale) : undefined;
  },
});
