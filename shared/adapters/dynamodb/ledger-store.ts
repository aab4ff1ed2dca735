import {
  type DynamoDBDocumentClient,
  GetCommand,
  NumberValue,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { accountOf } from '../../domain/accounts/book.ts';
import type { CashEntry, LedgerEntry } from '../../domain/accounts/ledger.ts';
import { negate } from '../../domain/money/decimal.ts';
import type { AccountKey } from '../../ports/account-store.ts';
import type { LedgerFilter, LedgerStore } from '../../ports/ledger-store.ts';
import { type Page, StoreUnavailableError } from '../../ports/trade-store.ts';
import { LIVE } from './account-item.ts';
import { hasFailed, isTransient, reasonsOf } from './cancellation.ts';
import type { TableNames } from './client.ts';
import { cashItem, fromEntryItem } from './ledger-entry-item.ts';
import { bookOf } from './ledger-item.ts';
import { timeKey } from './market-keys.ts';
import { decodeCursor, encodeCursor } from './page-cursor.ts';
import { isLast, jitter, sleep } from './retry.ts';
import { accountKey } from './user-keys.ts';

const entryIdText = z.string().regex(/^\d{13}#/);

/** Queries of one request at most: what is rare goes on on the next page. */
const MOST_QUERIES = 20;
const READ_AT_ONCE = 500;

/** Where a clientEntryId is kept: in the first book of the account, out of the range of its entries. */
const clientKey = ({ userId, accountId }: AccountKey, clientEntryId: string) => ({
  book: bookOf(userId, accountOf(accountId)),
  entryId: `client#${clientEntryId}`,
});

const accountUpdate = (table: string, key: AccountKey, entry: CashEntry) => {
  const isDeposit = entry.kind === 'deposit';
  return {
    Update: {
      TableName: table,
      Key: accountKey(key.userId, key.accountId),
      UpdateExpression: `ADD cash :cash, version :one, ${isDeposit ? 'deposits' : 'withdrawals'} :amount SET live = :live`,
      ConditionExpression: `#status = :active${isDeposit ? '' : ' AND cash >= :amount'}`,
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':active': 'active',
        ':live': LIVE,
        ':one': 1,
        ':cash': NumberValue.from(isDeposit ? entry.amount : negate(entry.amount)),
        ':amount': NumberValue.from(entry.amount),
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    },
  };
};

/** As it was when the condition failed; the SDK hands it over in either form. */
const statusOf = (item: Readonly<Record<string, unknown>> | undefined): unknown => {
  const status = item?.status;
  return typeof status === 'object' && status !== null && 'S' in status ? status.S : status;
};

const rangeOf = ({ from, to }: LedgerFilter) => ({
  // Entries begin with their time: whatever else is in the partition begins with a letter.
  ':from': from === undefined ? '0' : timeKey(from),
  ':to': to === undefined ? ':' : `${timeKey(to)}#~`,
});

const filterOf = ({ kind, symbol }: LedgerFilter): string =>
  [...(kind ? ['kind = :kind'] : []), ...(symbol ? ['symbol = :symbol'] : [])].join(' AND ');

export const ledgerStore = (
  client: DynamoDBDocumentClient,
  tables: Pick<TableNames, 'users' | 'ledger'>,
): LedgerStore => ({
  async earlier(key, clientEntryId) {
    const { Item } = await client.send(
      new GetCommand({ TableName: tables.ledger, Key: clientKey(key, clientEntryId), ConsistentRead: true }),
    );
    return Item ? (fromEntryItem(Item.made) as CashEntry) : undefined;
  },

  async book(key, entry) {
    const item = cashItem(key, entry);
    const once = { TableName: tables.ledger, ConditionExpression: 'attribute_not_exists(book)' };
    const { book: _, entryId: __, ...made } = item;
    const marker =
      entry.clientEntryId === undefined
        ? []
        : [{ Put: { ...once, Item: { ...clientKey(key, entry.clientEntryId), made } } }];
    for (let attempt = 0; ; attempt++) {
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              accountUpdate(tables.users, key, entry),
              { Put: { ...once, Item: item } },
              ...marker,
            ],
          }),
        );
        return 'booked';
      } catch (error) {
        const [account, line, taken] = reasonsOf(error);
        // Ids are ours alone: a line that is there already is this one, its first answer lost.
        if (hasFailed(line)) return 'booked';
        if (hasFailed(taken)) return 'taken';
        if (hasFailed(account))
          return statusOf(account?.Item) === 'active' ? 'insufficient_funds' : 'not_active';
        if (!isTransient(error)) throw error;
        if (isLast(error, attempt))
          throw new StoreUnavailableError(`${entry.kind} ${entry.id} could not be booked`, { cause: error });
        await sleep(jitter(attempt));
      }
    }
  },

  async list(key, filter, { limit, cursor }): Promise<Page<LedgerEntry>> {
    const book = bookOf(key.userId, key.accountId);
    const filtered = filterOf(filter);
    const items: LedgerEntry[] = [];
    let position = cursor === undefined ? undefined : decodeCursor(cursor, entryIdText);
    for (let queries = 0; queries < MOST_QUERIES; queries++) {
      const answer = await client.send(
        new QueryCommand({
          TableName: tables.ledger,
          KeyConditionExpression: 'book = :book AND entryId BETWEEN :from AND :to',
          ...(filtered ? { FilterExpression: filtered } : {}),
          ExpressionAttributeValues: {
            ':book': book,
            ...rangeOf(filter),
            ...(filter.kind ? { ':kind': filter.kind } : {}),
            ...(filter.symbol ? { ':symbol': filter.symbol } : {}),
          },
          ScanIndexForward: false,
          ConsistentRead: true,
          // Of a filter nobody knows what it leaves out: a page at first, then twice as much each time.
          Limit: filtered ? Math.min(READ_AT_ONCE, (limit + 1) * 2 ** queries) : limit + 1,
          ExclusiveStartKey: position === undefined ? undefined : { book, entryId: position },
        }),
      );
      for (const item of answer.Items ?? []) {
        if (items.length === limit) return { items, next: encodeCursor(String(position)) };
        items.push(fromEntryItem(item));
        position = String(item.entryId);
      }
      if (!answer.LastEvaluatedKey) return { items, next: undefined };
      if (items.length === limit) break;
      position = String(answer.LastEvaluatedKey.entryId);
    }
    return { items, next: encodeCursor(String(position)) };
  },
});
