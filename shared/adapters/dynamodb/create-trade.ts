import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { LogRow } from '../../domain/trades/event.ts';
import type { Trade } from '../../domain/trades/trade.ts';
import type { CreateOutcome } from '../../ports/trade-store.ts';
import { logItem } from './log-item.ts';
import { isRetryable, jitter, MAX_ATTEMPTS, sleep } from './retry.ts';
import type { SettleContext } from './settle.ts';
import { toItem } from './trade-item.ts';

/** Where a clientTradeId is kept: beside the user's trades, out of the range of their ULIDs. */
const clientKey = (userId: string, clientTradeId: string) => ({
  userId,
  tradeId: `client#${clientTradeId}`,
});

const actionsOf = (trade: Trade, row: LogRow, bodyHash: string, { tables, shards }: SettleContext) => [
  {
    ConditionCheck: {
      TableName: tables.users,
      Key: { pk: `user#${trade.userId}`, sk: `account#${trade.accountId}` },
      ConditionExpression: '#status = :active',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':active': 'active' },
    },
  },
  {
    Put: {
      TableName: tables.trades,
      Item: toItem(trade, shards),
      ConditionExpression: 'attribute_not_exists(tradeId)',
    },
  },
  {
    Put: {
      TableName: tables.logs,
      Item: logItem(row),
      ConditionExpression: 'attribute_not_exists(tradeId)',
    },
  },
  ...(trade.clientTradeId === undefined
    ? []
    : [
        {
          Put: {
            TableName: tables.trades,
            Item: {
              ...clientKey(trade.userId, trade.clientTradeId),
              madeTradeId: trade.id,
              bodyHash,
            },
            ConditionExpression: 'attribute_not_exists(tradeId)',
          },
        },
      ]),
];

/** The trade that this clientTradeId made before, told apart by its body. */
const earlier = async (
  trade: Trade,
  bodyHash: string,
  context: SettleContext,
): Promise<CreateOutcome | undefined> => {
  if (trade.clientTradeId === undefined) return undefined;
  const { Item } = await context.client.send(
    new GetCommand({
      TableName: context.tables.trades,
      Key: clientKey(trade.userId, trade.clientTradeId),
      ConsistentRead: true,
    }),
  );
  if (!Item) return undefined;
  const tradeId = String(Item.madeTradeId);
  // Our own write whose answer was lost.
  if (tradeId === trade.id) return { outcome: 'created' };
  return {
    outcome: Item.bodyHash === bodyHash ? 'repeated' : 'conflict',
    tradeId,
  };
};

const codesOf = (error: unknown): (string | undefined)[] =>
  error instanceof Error && 'CancellationReasons' in error && Array.isArray(error.CancellationReasons)
    ? error.CancellationReasons.map((reason: { Code?: string }) => reason.Code)
    : [];

/** The trade, its first log row and its clientTradeId, all or nothing; only with an account to bear it. */
export const createTrade = async (
  trade: Trade,
  row: LogRow,
  bodyHash: string,
  context: SettleContext,
  attempt = 0,
): Promise<CreateOutcome> => {
  try {
    await context.client.send(
      new TransactWriteCommand({
        TransactItems: actionsOf(trade, row, bodyHash, context),
      }),
    );
    return { outcome: 'created' };
  } catch (error) {
    const [account, stored, , client] = codesOf(error);
    if (account === 'ConditionalCheckFailed') return { outcome: 'no_account' };
    if (client === 'ConditionalCheckFailed') {
      const before = await earlier(trade, bodyHash, context);
      if (before) return before;
    }
    // Ids are ours alone: a trade that is there already is this one, its first answer lost.
    if (stored === 'ConditionalCheckFailed') return { outcome: 'created' };
    const again = isRetryable(error) || codesOf(error).length > 0;
    if (!again || attempt + 1 >= MAX_ATTEMPTS) throw error;
    await sleep(jitter(attempt));
    return createTrade(trade, row, bodyHash, context, attempt + 1);
  }
};
