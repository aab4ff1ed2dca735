import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  NumberValue,
  paginateQuery,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { OPENING_BALANCE } from '../../domain/accounts/account.ts';
import { heldFor, imbalanceOf } from '../../domain/accounts/funds.ts';
import { add, negate, ZERO } from '../../domain/money/decimal.ts';
import type { Trade } from '../../domain/trades/trade.ts';
import { CorruptTradeError, StoreUnavailableError } from '../../ports/trade-store.ts';
import { LIVE } from './account-item.ts';
import type { TableNames } from './client.ts';
import { storedMoney } from './parse.ts';
import { fromItem } from './trade-item.ts';

type Item = Record<string, unknown>;
type Tables = Pick<TableNames, 'users' | 'trades'>;

const oldSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  userId: z.string(),
  accountId: z.string(),
  realizedPnl: storedMoney,
  fees: storedMoney,
  fillCount: z.number().int(),
});

/** An account made before there were funds: what it has of them is what its own trades have added since. */
export const isWithoutBooks = (item: Item): boolean => !('deposits' in item);

/** What waits or is open in an account, strongly consistent. What cannot be read cannot be settled either. */
const activeTrades = async (
  client: DynamoDBDocumentClient,
  table: string,
  { userId, accountId }: { userId: string; accountId: string },
): Promise<Trade[]> => {
  const trades: Trade[] = [];
  const query = {
    TableName: table,
    KeyConditionExpression: 'userId = :user',
    FilterExpression: '#status IN (:pending, :open)',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':user': userId, ':pending': 'pending', ':open': 'open' },
    ConsistentRead: true,
  };
  for await (const { Items = [] } of paginateQuery({ client }, query))
    for (const item of Items)
      try {
        trades.push(fromItem(item));
      } catch (error) {
        if (!(error instanceof CorruptTradeError)) throw error;
      }
  return trades.filter((trade) => trade.accountId === accountId);
};

/** Trades go on while the account is read: as long as one fills in between, it is read again, this often at most. */
const MAX_TRIES = 5;

/**
 * Opens the books of an account that was made before there were any, once: it gets the opening balance, less what its
 * open trades have cost and hold, and what its closed ones have made and paid. Written as a whole and on condition that
 * nobody was faster and nothing was filled meanwhile, so that nothing is lost or counted twice.
 * @returns the item as it is then
 */
export const openBooks = async (
  client: DynamoDBDocumentClient,
  tables: Tables,
  found: Item,
): Promise<Item | undefined> => {
  let item: Item | undefined = found;
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    if (!item || !isWithoutBooks(item)) return item;
    const old = oldSchema.parse(item);
    const Key = { pk: old.pk, sk: old.sk };
    const trades = await activeTrades(client, tables.trades, old);
    const reserved = add(...trades.map(heldFor));
    const totals = { ...old, reserved, deposits: OPENING_BALANCE, withdrawals: ZERO };
    const cash = negate(imbalanceOf({ ...totals, cash: ZERO }, trades));
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: tables.users,
          Key,
          UpdateExpression:
            'SET cash = :cash, reserved = :reserved, deposits = :deposits, withdrawals = :none, live = :live ADD version :one',
          ConditionExpression: 'attribute_not_exists(deposits) AND fillCount = :fills',
          ExpressionAttributeValues: {
            ':cash': NumberValue.from(cash),
            ':reserved': NumberValue.from(reserved),
            ':deposits': NumberValue.from(OPENING_BALANCE),
            ':none': 0,
            ':one': 1,
            ':fills': old.fillCount,
            ':live': LIVE,
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Attributes;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tables.users,
          KeyConditionExpression: 'pk = :pk AND sk = :sk',
          ExpressionAttributeValues: { ':pk': old.pk, ':sk': old.sk },
          ConsistentRead: true,
        }),
      );
      item = Items[0];
    }
  }
  throw new StoreUnavailableError('an account kept changing while its books were opened');
};
