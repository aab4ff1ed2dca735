import {
  type DynamoDBDocumentClient,
  paginateQuery,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Account } from '../../domain/accounts/account.ts';
import { accountOf, bookIdOf, booksOf } from '../../domain/accounts/book.ts';
import type { AccountKey, AccountStore } from '../../ports/account-store.ts';
import { fromAccountItem, LIVE, toAccountItem, unchanged } from './account-item.ts';
import type { TableNames } from './client.ts';
import { isWithoutBooks, openBooks } from './open-books.ts';
import { transact } from './transact.ts';
import { accountKey, profileKey } from './user-keys.ts';

const isRefused = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

/** `status` is a word of DynamoDB's own. */
const STATUS = { '#status': 'status' };

export const accountStore = (
  client: DynamoDBDocumentClient,
  tables: Pick<TableNames, 'users' | 'trades'>,
): AccountStore => {
  const table = tables.users;

  /** One of before there were funds gets its books as it is first read. */
  const read = async (item: Record<string, unknown>): Promise<Account | undefined> => {
    const opened = isWithoutBooks(item) ? await openBooks(client, tables, item) : item;
    return opened && fromAccountItem(opened);
  };

  /** One update on a condition; the account after it, or undefined where the condition refused it. */
  const update = async (
    key: AccountKey,
    change: {
      set: string;
      condition: string;
      names?: Record<string, string>;
      values: Record<string, unknown>;
    },
  ): Promise<Account | undefined> => {
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: accountKey(key.userId, key.accountId),
          UpdateExpression: change.set,
          ConditionExpression: change.condition,
          ExpressionAttributeNames: { ...STATUS, ...change.names },
          ExpressionAttributeValues: change.values,
          ReturnValues: 'ALL_NEW',
        }),
      );
      return fromAccountItem(Attributes);
    } catch (error) {
      if (isRefused(error)) return undefined;
      throw error;
    }
  };

  const closing = (account: Account, from: Account['status']) => {
    const { condition, values } = unchanged(account);
    return {
      Update: {
        TableName: table,
        Key: accountKey(account.userId, account.accountId),
        UpdateExpression: 'SET #status = :closed REMOVE live ADD version :one',
        ConditionExpression: `#status = :from AND ${condition}`,
        ExpressionAttributeNames: STATUS,
        ExpressionAttributeValues: { ...values, ':closed': 'closed', ':from': from, ':one': 1 },
      },
    };
  };

  /** How many accounts a user has beside `main`, on the profile: no account without its user. */
  const counting = (userId: string, by: 1 | -1, most: number) => ({
    Update: {
      TableName: table,
      Key: profileKey(userId),
      UpdateExpression: 'ADD accounts :by',
      ConditionExpression:
        'attribute_exists(pk) AND attribute_not_exists(erasing) AND (attribute_not_exists(accounts) OR accounts < :most)',
      ExpressionAttributeValues: { ':by': by, ':most': most },
    },
  });

  return {
    async load(userId, accountId, book) {
      const range = booksOf(accountId);
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :user AND sk BETWEEN :first AND :last',
          ExpressionAttributeValues: {
            ':user': `user#${userId}`,
            ':first': `account#${book === undefined ? range.first : bookIdOf(accountId, book)}`,
            ':last': `account#${book === undefined ? range.last : bookIdOf(accountId, book)}`,
          },
          ScanIndexForward: false,
          Limit: 1,
          ConsistentRead: true,
        }),
      );
      return Items[0] && read(Items[0]);
    },

    async list(userId) {
      const current = new Map<string, Account>();
      const query = {
        TableName: table,
        KeyConditionExpression: 'pk = :user AND begins_with(sk, :account)',
        ExpressionAttributeValues: { ':user': `user#${userId}`, ':account': 'account#' },
        ConsistentRead: true,
      };
      for await (const { Items = [] } of paginateQuery({ client }, query)) {
        for (const item of Items) {
          const account = await read(item);
          if (account) current.set(accountOf(account.accountId), account);
        }
      }
      return [...current.values()];
    },

    async create(account, most) {
      const refused = await transact(client, [
        {
          Put: {
            TableName: table,
            Item: toAccountItem(account),
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        // `main` is made without being counted.
        counting(account.userId, 1, most - 1),
      ]);
      if (refused.length === 0) return 'created';
      return refused.includes(0) ? 'exists' : 'refused';
    },

    change(key, changes) {
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      return update(key, {
        set: `SET ${given.map(([name]) => `#${name} = :${name}`).join(', ')} ADD version :one`,
        condition: '#status = :active',
        names: Object.fromEntries(given.map(([name]) => [`#${name}`, name])),
        values: {
          ':active': 'active',
          ':one': 1,
          ...Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
        },
      });
    },

    async startClosing(key) {
      const closed = await update(key, {
        set: 'SET #status = :closing, live = :live ADD version :one',
        condition: '#status = :active',
        values: { ':closing': 'closing', ':active': 'active', ':live': LIVE, ':one': 1 },
      });
      return closed !== undefined;
    },

    async close(account) {
      const uncount = counting(account.userId, -1, Number.MAX_SAFE_INTEGER);
      return (await transact(client, [closing(account, 'active'), uncount])).length === 0;
    },

    async archive(account, next) {
      const refused = await transact(client, [
        closing(account, 'closing'),
        {
          Put: {
            TableName: table,
            Item: toAccountItem(next),
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
      ]);
      return refused.length === 0;
    },

    async live() {
      const keys: AccountKey[] = [];
      const query = {
        TableName: table,
        IndexName: 'live',
        KeyConditionExpression: 'live = :live',
        ExpressionAttributeValues: { ':live': LIVE },
      };
      for await (const { Items = [] } of paginateQuery({ client }, query))
        for (const { pk, sk } of Items)
          keys.push({
            userId: String(pk).slice('user#'.length),
            accountId: String(sk).slice('account#'.length),
          });
      return keys;
    },

    async rest(account) {
      const { condition, values } = unchanged(account);
      await update(account, {
        set: 'REMOVE live',
        condition: `#status = :as AND ${condition}`,
        values: { ...values, ':as': account.status },
      });
    },
  };
};
