import { type DynamoDBDocumentClient, NumberValue, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { add } from '../../domain/money/decimal.ts';
import { type Settlement, StoreUnavailableError, type TradeKey } from '../../ports/trade-store.ts';
import type { TableNames } from './client.ts';
import { ledgerItem } from './ledger-item.ts';
import { logItem } from './log-item.ts';
import { isRetryable, jitter, MAX_ATTEMPTS, sleep } from './retry.ts';
import { toItem } from './trade-item.ts';

export interface SettleContext {
  readonly client: DynamoDBDocumentClient;
  readonly tables: TableNames;
  readonly shards: number;
}

type Action = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>[number];

/** DynamoDB takes at most this many actions in one transaction. */
const MAX_ACTIONS = 100;

export const keyOf = (settlement: Settlement): TradeKey => ({
  userId: settlement.trade.userId,
  tradeId: settlement.trade.id,
});

/** The writes of one trade: the trade on condition of its version, its log rows, its fills. */
const actionsOf = (settlement: Settlement, { tables, shards }: SettleContext): Action[] => [
  {
    Put: {
      TableName: tables.trades,
      Item: toItem(settlement.trade, shards),
      ConditionExpression: 'version = :expected',
      ExpressionAttributeValues: { ':expected': settlement.expectedVersion },
    },
  },
  ...settlement.rows.map((row) => ({
    Put: {
      TableName: tables.logs,
      Item: logItem(row),
      ConditionExpression: 'attribute_not_exists(tradeId)',
    },
  })),
  ...settlement.fills.map((fill) => ({
    Put: {
      TableName: tables.ledger,
      Item: ledgerItem(settlement.trade, fill),
      ConditionExpression: 'attribute_not_exists(book)',
    },
  })),
];

/** What all these settlements add to their account, in one update: added, so that none waits for another. */
const accountAction = (settlements: readonly Settlement[], { tables }: SettleContext): Action[] => {
  const deltas = settlements.flatMap(({ account }) => (account ? [account] : []));
  const owner = settlements[0]?.trade;
  if (deltas.length === 0 || !owner) return [];
  return [
    {
      Update: {
        TableName: tables.users,
        Key: { pk: `user#${owner.userId}`, sk: `account#${owner.accountId}` },
        UpdateExpression: 'ADD realizedPnl :pnl, fees :fees, fillCount :fills',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: {
          ':pnl': NumberValue.from(add(...deltas.map((delta) => delta.realizedPnl))),
          ':fees': NumberValue.from(add(...deltas.map((delta) => delta.fees))),
          ':fills': deltas.reduce((sum, delta) => sum + delta.fillCount, 0),
        },
      },
    },
  ];
};

/** An account that its own trades cannot find: never expected, stops this settlement alone. */
export class MissingAccountError extends Error {
  override readonly name = 'MissingAccountError';
}

/** A log row or a fill is there already though the trade never wrote it: stops this trade alone. */
export class ForeignRowError extends Error {
  override readonly name = 'ForeignRowError';
}

interface Cancellation {
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

const reasonsOf = (error: unknown): readonly { readonly Code?: string }[] =>
  error instanceof Error && error.name === 'TransactionCanceledException'
    ? ((error as Error & Cancellation).CancellationReasons ?? [])
    : [];

const TRANSIENT = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
]);

/** A conflict with another transaction, a throttle, or an answer that got lost. */
const isTransient = (error: unknown, reasons: readonly { readonly Code?: string }[]): boolean =>
  isRetryable(error) || reasons.some(({ Code }) => Code !== undefined && TRANSIENT.has(Code));

/**
 * Settlements of one account that fit one transaction. Each is written once or named as stale: a repeat of a write
 * whose answer was lost finds its version gone, and is stale too.
 */
const settleChunk = async (
  chunk: readonly Settlement[],
  context: SettleContext,
  attempt = 0,
): Promise<TradeKey[]> => {
  if (chunk.length === 0) return [];
  const perTrade = chunk.map((settlement) => actionsOf(settlement, context));
  const account = accountAction(chunk, context);
  try {
    await context.client.send(
      new TransactWriteCommand({
        TransactItems: [...perTrade.flat(), ...account],
      }),
    );
    return [];
  } catch (error) {
    const reasons = reasonsOf(error);
    const failed = (reason: { readonly Code?: string } | undefined) =>
      reason?.Code === 'ConditionalCheckFailed';
    let offset = 0;
    const outcomes = chunk.map((settlement, index) => {
      const count = perTrade[index]?.length ?? 0;
      const [trade, ...rows] = reasons.slice(offset, offset + count);
      offset += count;
      return { settlement, isStale: failed(trade), isForeign: !failed(trade) && rows.some(failed) };
    });
    const stale = outcomes.flatMap(({ settlement, isStale }) => (isStale ? [settlement] : []));
    if (stale.length > 0) {
      const rest = chunk.filter((settlement) => !stale.includes(settlement));
      return [...stale.map(keyOf), ...(await settleChunk(rest, context, attempt))];
    }
    const foreign = outcomes.find(({ isForeign }) => isForeign);
    if (foreign)
      throw new ForeignRowError(`trade ${foreign.settlement.trade.id} has rows that it never wrote`);
    if (account.length > 0 && failed(reasons[offset]))
      throw new MissingAccountError(`account ${chunk[0]?.trade.accountId} is missing`);
    if (!isTransient(error, reasons)) throw error;
    if (attempt + 1 >= MAX_ATTEMPTS)
      throw new StoreUnavailableError(`${chunk.length} trades could not be settled`, { cause: error });
    await sleep(jitter(attempt));
    return settleChunk(chunk, context, attempt + 1);
  }
};

/** Settlements of one account, in as few transactions as hold them. Answers the stale ones, which were not written. */
export const settleTogether = async (
  settlements: readonly Settlement[],
  context: SettleContext,
): Promise<TradeKey[]> => {
  const stale: TradeKey[] = [];
  let chunk: Settlement[] = [];
  let actions = 1;
  for (const settlement of settlements) {
    const count = 1 + settlement.rows.length + settlement.fills.length;
    if (actions + count > MAX_ACTIONS) {
      stale.push(...(await settleChunk(chunk, context)));
      chunk = [];
      actions = 1;
    }
    chunk.push(settlement);
    actions += count;
  }
  stale.push(...(await settleChunk(chunk, context)));
  return stale;
};
