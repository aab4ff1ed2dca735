import { GetCommand, NumberValue, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { negate } from '../../domain/money/decimal.ts';
import type { LogRow } from '../../domain/trades/event.ts';
import type { Trade } from '../../domain/trades/trade.ts';
import { type CreateOutcome, type EarlierTrade, StoreUnavailableError } from '../../ports/trade-store.ts';
import { LIVE } from './account-item.ts';
import { logItem } from './log-item.ts';
import { isLast, isRetryable, jitter, sleep } from './retry.ts';
import type { SettleContext } from './settle.ts';
import { toItem } from './trade-item.ts';

/** Where a clientTradeId is kept: beside the user's trades, out of the range of their ULIDs. */
const clientKey = (userId: string, clientTradeId: string) => ({
  userId,
  tradeId: `client#${clientTradeId}`,
});

/** What a client's id made: written with it, so that a repeat finds it. */
export const clientItem = (
  table: string,
  userId: string,
  clientId: string,
  madeId: string,
  bodyHash: string,
) => ({
  Put: {
    TableName: table,
    Item: { ...clientKey(userId, clientId), madeTradeId: madeId, bodyHash },
    ConditionExpression: 'attribute_not_exists(tradeId)',
  },
});

const actionsOf = (trade: Trade, row: LogRow, bodyHash: string, { tables, shards }: SettleContext) => [
  {
    Update: {
      TableName: tables.users,
      Key: { pk: `user#${trade.userId}`, sk: `account#${trade.accountId}` },
      UpdateExpression: 'ADD cash :spent, reserved :held, version :one SET live = :live',
      ConditionExpression: '#status = :active AND cash >= :held',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':active': 'active',
        ':live': LIVE,
        ':one': 1,
        ':held': NumberValue.from(trade.reservation),
        ':spent': NumberValue.from(negate(trade.reservation)),
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
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
    : [clientItem(tables.trades, trade.userId, trade.clientTradeId, trade.id, bodyHash)]),
];

/** What this clientTradeId made before; strongly consistent. */
export const earlierTrade = async (
  userId: string,
  clientTradeId: string,
  { client, tables }: SettleContext,
): Promise<EarlierTrade | undefined> => {
  const { Item } = await client.send(
    new GetCommand({ TableName: tables.trades, Key: clientKey(userId, clientTradeId), ConsistentRead: true }),
  );
  return Item ? { tradeId: String(Item.madeTradeId), bodyHash: String(Item.bodyHash) } : undefined;
};

/** How a create ends whose clientTradeId is taken. */
const outcomeOf = (trade: Trade, bodyHash: string, before: EarlierTrade): CreateOutcome => {
  // Our own write whose answer was lost.
  if (before.tradeId === trade.id) return { outcome: 'created' };
  return { outcome: before.bodyHash === bodyHash ? 'repeated' : 'conflict', tradeId: before.tradeId };
};

const codesOf = (error: unknown): (string | undefined)[] =>
  error instanceof Error && 'CancellationReasons' in error && Array.isArray(error.CancellationReasons)
    ? error.CancellationReasons.map((reason: { Code?: string }) => reason.Code)
    : [];

/** The account as it was when its condition failed: there and active, so that only the cash can be the reason. */
const isActiveAccount = (error: unknown): boolean => {
  const reasons = (error as { CancellationReasons?: { Item?: { status?: { S?: string } | string } }[] })
    .CancellationReasons;
  const status = reasons?.[0]?.Item?.status;
  return (typeof status === 'object' ? status.S : status) === 'active';
};

/**
 * The trade, its first log row and its clientTradeId, all or nothing; only with an account to bear it.
 * @throws StoreUnavailableError
 */
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
    // Ids are ours alone: a trade that is there already is this one, its first answer lost, and paid for.
    if (stored === 'ConditionalCheckFailed') return { outcome: 'created' };
    if (client === 'ConditionalCheckFailed' && trade.clientTradeId !== undefined) {
      const before = await earlierTrade(trade.userId, trade.clientTradeId, context);
      if (before) return outcomeOf(trade, bodyHash, before);
    }
    if (account === 'ConditionalCheckFailed')
      return { outcome: isActiveAccount(error) ? 'insufficient_funds' : 'no_account' };
    const again = isRetryable(error) || codesOf(error).length > 0;
    if (!again) throw error;
    if (isLast(error, attempt))
      throw new StoreUnavailableError(`trade ${trade.id} could not be written`, { cause: error });
    await sleep(jitter(attempt));
    return createTrade(trade, row, bodyHash, context, attempt + 1);
  }
};
