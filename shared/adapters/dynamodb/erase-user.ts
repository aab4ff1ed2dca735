import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  NumberValue,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { TableNames } from './client.ts';
import { deleteAll, type Key, pagesOf } from './delete-items.ts';
import { bookOf } from './ledger-item.ts';
import { chunksOf, expiresIn } from './market-keys.ts';
import { transact } from './transact.ts';
import { erasedKey, hashKey, profileKey } from './user-keys.ts';

interface Context {
  readonly client: DynamoDBDocumentClient;
  readonly tables: TableNames;
}

const ownItem = z.object({
  pk: z.string(),
  sk: z.string(),
  hash: z.string().optional(),
  accountId: z.string().optional(),
  status: z.string().optional(),
});
type OwnItem = z.output<typeof ownItem>;

const keyOf = ({ pk, sk }: OwnItem) => ({ pk, sk });
const isAccount = ({ sk }: OwnItem): boolean => sk.startsWith('account#');

const readOwn = async ({ client, tables }: Context, userId: string): Promise<OwnItem[]> => {
  const own: OwnItem[] = [];
  const partition = ['pk', profileKey(userId).pk] as const;
  for await (const items of pagesOf(client, tables.users, partition, ['sk', 'hash', 'accountId', 'status']))
    own.push(...items.map((item) => ownItem.parse(item)));
  return own;
};

/** Carries a write out where its condition holds. @returns whether it did */
const where = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};

/** Only what is there: another call may have erased it meanwhile, and nothing comes back. */
const update = ({ client, tables }: Context, key: Key, expression: string, name: string, value: unknown) =>
  where(
    client.send(
      new UpdateCommand({
        TableName: tables.users,
        Key: key,
        UpdateExpression: expression,
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: { ':value': value },
      }),
    ),
  );

/**
 * From here on no new key, account, trade or booking: what is erased does not grow back. First the profile, on which
 * the making of keys and accounts depends, then the books; a reset that was under way may add one while they are read.
 */
const lock = async (context: Context, userId: string): Promise<OwnItem[]> => {
  await update(context, profileKey(userId), 'SET #name = :value', 'erasing', true);
  for (;;) {
    const own = await readOwn(context, userId);
    const open = own.filter((item) => isAccount(item) && item.status !== 'closed');
    if (open.length === 0) return own;
    for (const account of open)
      await update(context, keyOf(account), 'SET #name = :value REMOVE live', 'status', 'closed');
  }
};

/** Trades erased side by side. */
const AT_ONCE = 8;

/**
 * A log goes before its trade, so that what a broken call leaves is found by the next; and the trade only as it was
 * when its log was read, for a tick may write to both between the two.
 */
const eraseTrade = async ({ client, tables }: Context, trade: Key): Promise<void> => {
  const key = { userId: trade.userId, tradeId: trade.tradeId };
  let version: unknown = trade.version;
  while (true) {
    // What has no version is no trade, and has no log.
    if (version !== undefined)
      for await (const rows of pagesOf(client, tables.logs, ['tradeId', String(key.tradeId)], ['seq']))
        await deleteAll(client, tables.logs, rows);
    try {
      await client.send(
        new DeleteCommand({
          TableName: tables.trades,
          Key: key,
          ...(version === undefined
            ? {}
            : {
                ConditionExpression: 'attribute_not_exists(tradeId) OR version = :version',
                ExpressionAttributeValues: { ':version': version },
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              }),
        }),
      );
      return;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // A settlement was faster: with the log that it left.
      version = NumberValue.from(error.Item?.version?.N ?? '0');
    }
  }
};

const eraseTrades = async (context: Context, userId: string, inTime: () => boolean): Promise<boolean> => {
  const { client, tables } = context;
  const attributes = ['tradeId', 'version'];
  for await (const trades of pagesOf(client, tables.trades, ['userId', userId], attributes))
    for (const some of chunksOf(trades, AT_ONCE)) {
      if (!inTime()) return false;
      await Promise.all(some.map((trade) => eraseTrade(context, trade)));
    }
  return true;
};

const eraseBook = async (context: Context, book: string, inTime: () => boolean): Promise<boolean> => {
  const { client, tables } = context;
  for await (const entries of pagesOf(client, tables.ledger, ['book', book], ['entryId'])) {
    if (!inTime()) return false;
    await deleteAll(client, tables.ledger, entries);
  }
  return true;
};

/** Longer than any token or request that was under way. DynamoDB takes what is over within two more days. */
const REMEMBERED_DAYS = 1;

/** The profile goes last, and leaves a marker that a sign-in under way finds. */
const forget = async ({ client, tables }: Context, userId: string): Promise<void> => {
  const marker = { ...erasedKey(userId), ttl: expiresIn(REMEMBERED_DAYS) };
  await transact(client, [
    { Delete: { TableName: tables.users, Key: profileKey(userId) } },
    { Put: { TableName: tables.users, Item: marker } },
  ]);
};

/** See UserStore.erase. May be called again and again, also at the same time, until nothing is left. */
export const eraseUser = async (
  userId: string,
  inTime: () => boolean,
  context: Context,
): Promise<boolean> => {
  const { client, tables } = context;
  const own = await lock(context, userId);
  if (own.length === 0) return true;
  const hashes = own.flatMap(({ hash }) => (hash === undefined ? [] : [hashKey(hash)]));
  await deleteAll(client, tables.users, hashes);
  if (!(await eraseTrades(context, userId, inTime))) return false;
  for (const { accountId } of own.filter(isAccount))
    if (accountId !== undefined && !(await eraseBook(context, bookOf(userId, accountId), inTime)))
      return false;
  const others = own.filter(({ sk }) => sk !== 'profile');
  await deleteAll(client, tables.users, others.map(keyOf));
  await forget(context, userId);
  return true;
};
