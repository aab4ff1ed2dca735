import { type DynamoDBDocumentClient, NumberValue, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountDelta } from '../../domain/accounts/account.ts';
import { add, compare } from '../../domain/money/decimal.ts';
import {
  type Settlement,
  StoreUnavailableError,
  type TradeKey,
  type Unwritten,
} from '../../ports/trade-store.ts';
import type { TableNames } from './client.ts';
import { ledgerItem } from './ledger-item.ts';
import { logItem } from './log-item.ts';
import { isLast, isRetryable, jitter, sleep } from './retry.ts';
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
export const actionsOf = (settlement: Settlement, { tables, shards }: SettleContext): Action[] => [
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

const sumOf = (deltas: readonly AccountDelta[], of: 'cash' | 'reserved' | 'realizedPnl' | 'fees' | 'needs') =>
  NumberValue.from(add(...deltas.map((delta) => delta[of])));

/**
 * What all these settlements add to their account, in one update: added, so that none waits for another. Where an entry
 * costs more than was reserved for it, the free cash must be there; an account in debt opens nothing.
 */
const accountAction = (settlements: readonly Settlement[], { tables }: SettleContext): Action[] => {
  const deltas = settlements.flatMap(({ account }) => (account ? [account] : []));
  const owner = settlements[0]?.trade;
  if (deltas.length === 0 || !owner) return [];
  const opens = settlements.some(({ fills }) => fills.some(({ leg }) => leg === 'entry'));
  const needs = opens || hasNeeds(settlements);
  return [
    {
      Update: {
        TableName: tables.users,
        Key: { pk: `user#${owner.userId}`, sk: `account#${owner.accountId}` },
        UpdateExpression:
          'ADD cash :cash, reserved :reserved, realizedPnl :pnl, fees :fees, fillCount :fills, version :one',
        // One of before there were funds has no cash yet, and bears what its trades cost as it did: see open-books.ts.
        ConditionExpression: needs
          ? 'cash >= :needs OR (attribute_exists(pk) AND attribute_not_exists(deposits))'
          : 'attribute_exists(pk)',
        ExpressionAttributeValues: {
          ':cash': sumOf(deltas, 'cash'),
          ':reserved': sumOf(deltas, 'reserved'),
          ':pnl': sumOf(deltas, 'realizedPnl'),
          ':fees': sumOf(deltas, 'fees'),
          ':one': 1,
          ':fills': deltas.reduce((sum, delta) => sum + delta.fillCount, 0),
          ...(needs ? { ':needs': sumOf(deltas, 'needs') } : {}),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
  ];
};

const hasNeeds = (settlements: readonly Settlement[]): boolean =>
  settlements.some(({ account }) => account !== undefined && compare(account.needs, 0) > 0);

interface CancellationReason {
  readonly Code?: string;
  /** As it was, where a condition on it failed. */
  readonly Item?: unknown;
}

/** An account that its own trades cannot find: never expected, stops this settlement alone. */
export class MissingAccountError extends Error {
  override readonly name = 'MissingAccountError';
}

/** A log row or a fill is there already though the trade never wrote it: stops this trade alone. */
export class ForeignRowError extends Error {
  override readonly name = 'ForeignRowError';
}

interface Cancellation {
  readonly CancellationReasons?: readonly CancellationReason[];
}

export const reasonsOf = (error: unknown): readonly CancellationReason[] =>
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
export const isTransient = (error: unknown, reasons: readonly CancellationReason[]): boolean =>
  isRetryable(error) || reasons.some(({ Code }) => Code !== undefined && TRANSIENT.has(Code));

const entryTime = ({ fills }: Settlement): number =>
  fills.find(({ leg }) => leg === 'entry')?.time ?? Number.NEGATIVE_INFINITY;

/** Too little cash for all: one after another, in the order of their entries, and only those are refused that find none. */
const settleInOrder = async (chunk: readonly Settlement[], context: SettleContext): Promise<Unwritten[]> => {
  const [only] = chunk;
  if (chunk.length === 1 && only) return [{ key: keyOf(only), because: 'insufficient_funds' }];
  const unwritten: Unwritten[] = [];
  for (const one of chunk.toSorted((left, right) => entryTime(left) - entryTime(right)))
    unwritten.push(...(await settleChunk([one], context)));
  return unwritten;
};

/**
 * Settlements of one account that fit one transaction. Each is written once or named as stale: a repeat of a write
 * whose answer was lost finds its version gone, and is stale too.
 */
const settleChunk = async (
  chunk: readonly Settlement[],
  context: SettleContext,
  attempt = 0,
): Promise<Unwritten[]> => {
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
    const failed = (reason: CancellationReason | undefined) => reason?.Code === 'ConditionalCheckFailed';
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
      return [
        ...stale.map((one): Unwritten => ({ key: keyOf(one), because: 'stale' })),
        ...(await settleChunk(rest, context, attempt)),
      ];
    }
    const foreign = outcomes.find(({ isForeign }) => isForeign);
    if (foreign)
      throw new ForeignRowError(`trade ${foreign.settlement.trade.id} has rows that it never wrote`);
    const refusal = account.length > 0 ? reasons[offset] : undefined;
    if (failed(refusal)) {
      if (!refusal?.Item) throw new MissingAccountError(`account ${chunk[0]?.trade.accountId} is missing`);
      return settleInOrder(chunk, context);
    }
    if (!isTransient(error, reasons)) throw error;
    if (isLast(error, attempt))
      throw new StoreUnavailableError(`${chunk.length} trades could not be settled`, { cause: error });
    await sleep(jitter(attempt));
    return settleChunk(chunk, context, attempt + 1);
  }
};

/** Settlements of one account, in as few transactions as hold them. Answers those that were not written. */
export const settleTogether = async (
  settlements: readonly Settlement[],
  context: SettleContext,
): Promise<Unwritten[]> => {
  const stale: Unwritten[] = [];
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
