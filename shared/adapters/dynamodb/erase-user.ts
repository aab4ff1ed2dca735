import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { StoreUnavailableError } from '../../ports/trade-store.ts';
import type { TableNames } from './client.ts';
import { bookOf } from './ledger-item.ts';
import { jitter, MAX_ATTEMPTS, sleep } from './retry.ts';
import { hashKey, profileKey } from './user-keys.ts';

interface Context {
  readonly client: DynamoDBDocumentClient;
  readonly tables: TableNames;
}
type Key = Record<string, unknown>;

/** DynamoDB deletes at most this many items in one batch. */
const MAX_BATCH = 25;

const deleteBatch = async (
  context: Context,
  table: string,
  keys: readonly Key[],
  attempt = 0,
): Promise<void> => {
  const RequestItems = { [table]: keys.map((Key) => ({ DeleteRequest: { Key } })) };
  const { UnprocessedItems = {} } = await context.client.send(new BatchWriteCommand({ RequestItems }));
  const left = (UnprocessedItems[table] ?? []).flatMap(({ DeleteRequest }) => DeleteRequest?.Key ?? []);
  if (left.length === 0) return;
  if (attempt + 1 >= MAX_ATTEMPTS)
    throw new StoreUnavailableError(`${left.length} items could not be deleted`);
  await sleep(jitter(attempt));
  await deleteBatch(context, table, left, attempt + 1);
};

const deleteAll = async (context: Context, table: string, keys: readonly Key[]): Promise<void> => {
  for (let at = 0; at < keys.length; at += MAX_BATCH) {
    await deleteBatch(context, table, keys.slice(at, at + MAX_BATCH));
  }
};

/** The keys of one partition, a page at a time, with these attributes besides. */
async function* pages(
  { client }: Context,
  table: string,
  partition: readonly [name: string, value: string],
  attributes: readonly string[],
): AsyncGenerator<Key[]> {
  const names = Object.fromEntries([partition[0], ...attributes].map((name, at) => [`#a${at}`, name]));
  let ExclusiveStartKey: Key | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: '#a0 = :value',
        ProjectionExpression: Object.keys(names).join(', '),
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':value': partition[1] },
        ConsistentRead: true,
        ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
      }),
    );
    yield Items;
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

const ownItem = z.object({
  pk: z.string(),
  sk: z.string(),
  hash: z.string().optional(),
  accountId: z.string().optional(),
});

/** From here on no key of the user and no new trade: what is erased does not grow back. */
const lock = async ({ client, tables }: Context, userId: string, accounts: readonly Key[]): Promise<void> => {
  const set = (Key: Key, attribute: string, value: unknown) =>
    client.send(
      new UpdateCommand({
        TableName: tables.users,
        Key,
        UpdateExpression: 'SET #a = :v',
        ExpressionAttributeNames: { '#a': attribute },
        ExpressionAttributeValues: { ':v': value },
      }),
    );
  await set(profileKey(userId), 'erasing', true);
  await Promise.all(accounts.map((key) => set(key, 'status', 'closed')));
};

/**
 * The user's trades, each with its log. A log goes before its trade, so that what a broken call leaves is still found by
 * the next one; and once more after it, for a tick may have written a row between the two.
 */
const eraseTrades = async (context: Context, userId: string, inTime: () => boolean): Promise<boolean> => {
  const { tables } = context;
  const eraseLog = async (tradeId: string): Promise<void> => {
    for await (const rows of pages(context, tables.logs, ['tradeId', tradeId], ['seq'])) {
      await deleteAll(context, tables.logs, rows);
    }
  };
  for await (const trades of pages(context, tables.trades, ['userId', userId], ['tradeId'])) {
    for (const trade of trades) {
      if (!inTime()) return false;
      const tradeId = String(trade.tradeId);
      await eraseLog(tradeId);
      await deleteAll(context, tables.trades, [trade]);
      await eraseLog(tradeId);
    }
  }
  return true;
};

const eraseBook = async (context: Context, book: string, inTime: () => boolean): Promise<boolean> => {
  for await (const entries of pages(context, context.tables.ledger, ['book', book], ['entryId'])) {
    if (!inTime()) return false;
    await deleteAll(context, context.tables.ledger, entries);
  }
  return true;
};

/** See UserStore.erase. May be called again and again until nothing is left. */
export const eraseUser = async (
  userId: string,
  inTime: () => boolean,
  context: Context,
): Promise<boolean> => {
  const { users } = context.tables;
  const own: z.output<typeof ownItem>[] = [];
  const attributes = ['sk', 'hash', 'accountId'];
  for await (const items of pages(context, users, ['pk', profileKey(userId).pk], attributes)) {
    own.push(...items.map((item) => ownItem.parse(item)));
  }
  if (own.length === 0) return true;
  const keyOf = ({ pk, sk }: { pk: string; sk: string }) => ({ pk, sk });
  const accounts = own.filter(({ sk }) => sk.startsWith('account#'));
  await lock(context, userId, accounts.map(keyOf));
  await deleteAll(
    context,
    users,
    own.flatMap(({ hash }) => (hash === undefined ? [] : [hashKey(hash)])),
  );
  if (!(await eraseTrades(context, userId, inTime))) return false;
  for (const { accountId } of accounts) {
    if (accountId !== undefined && !(await eraseBook(context, bookOf(userId, accountId), inTime)))
      return false;
  }
  const [profile, others] = [
    own.filter(({ sk }) => sk === 'profile'),
    own.filter(({ sk }) => sk !== 'profile'),
  ];
  await deleteAll(context, users, others.map(keyOf));
  await deleteAll(context, users, profile.map(keyOf));
  return true;
};
