import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type MarketSymbol, parseSymbol } from '../../domain/market/symbol.ts';
import type { Trade } from '../../domain/trades/trade.ts';
import {
  CorruptTradeError,
  type Page,
  StaleTradeError,
  StoreUnavailableError,
  type TradeKey,
  type TradeStore,
} from '../../ports/trade-store.ts';
import type { TableNames } from './client.ts';
import { createTrade, earlierTrade } from './create-trade.ts';
import { fromLogItem } from './log-item.ts';
import { decodeCursor, encodeCursor } from './page-cursor.ts';
import { park } from './park.ts';
import { jitter, MAX_ATTEMPTS, sleep } from './retry.ts';
import { type SettleContext, settleTogether } from './settle.ts';
import { fromItem } from './trade-item.ts';

const ulidText = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);

/** DynamoDB reads at most this many items in one batch. */
const MAX_BATCH = 100;
type Item = Record<string, unknown>;

const tolerant = (item: Item): Trade | CorruptTradeError => {
  try {
    return fromItem(item);
  } catch (error) {
    if (error instanceof CorruptTradeError) return error;
    throw error;
  }
};

const readBatch = async (
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly TradeKey[],
  attempt = 0,
): Promise<Item[]> => {
  if (keys.length === 0) return [];
  const answer = await client.send(
    new BatchGetCommand({
      RequestItems: {
        [table]: {
          Keys: keys.map((key) => ({ ...key })),
          ConsistentRead: true,
        },
      },
    }),
  );
  const found: Item[] = answer.Responses?.[table] ?? [];
  const left = (answer.UnprocessedKeys?.[table]?.Keys ?? []) as unknown as TradeKey[];
  if (left.length === 0) return found;
  if (attempt + 1 >= MAX_ATTEMPTS)
    throw new StoreUnavailableError(`${left.length} trades could not be read: throttled`);
  await sleep(jitter(attempt));
  return [...found, ...(await readBatch(client, table, left, attempt + 1))];
};

interface Query {
  readonly index?: string;
  readonly condition: string;
  readonly filter?: string;
  readonly names?: Record<string, string>;
  readonly values: Record<string, unknown>;
}

/** One page of an answer takes at most this many reads of a hundred trades; the next goes on from there. */
const MAX_READS = 20;

/** Newest first; reads on until the page is full, for a filter may leave out what was read. */
const page = async (
  client: DynamoDBDocumentClient,
  table: string,
  query: Query,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<Trade>> => {
  const items: Trade[] = [];
  const userId = query.values[':user'];
  let position = cursor === undefined ? undefined : decodeCursor(cursor, ulidText);
  for (let reads = 0; reads < MAX_READS; reads++) {
    const answer = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: query.index,
        KeyConditionExpression: query.condition,
        FilterExpression: query.filter,
        ExpressionAttributeNames: query.names,
        ExpressionAttributeValues: query.values,
        ScanIndexForward: false,
        Limit: query.filter ? Math.max(limit, 100) : limit + 1,
        ConsistentRead: query.index === undefined,
        ExclusiveStartKey:
          position === undefined
            ? undefined
            : {
                userId,
                tradeId: position,
                ...(query.index ? { openUser: userId } : {}),
              },
      }),
    );
    for (const item of answer.Items ?? []) {
      if (items.length === limit) return { items, next: encodeCursor(items.at(-1)?.id ?? '') };
      const trade = tolerant(item);
      if (!(trade instanceof CorruptTradeError)) items.push(trade);
    }
    if (!answer.LastEvaluatedKey) return { items, next: undefined };
    position = String(answer.LastEvaluatedKey.tradeId);
  }
  return { items, next: position === undefined ? undefined : encodeCursor(position) };
};

export const tradeStore = (
  client: DynamoDBDocumentClient,
  tables: TableNames,
  shards: number,
): TradeStore => {
  const context: SettleContext = { client, tables, shards };
  return {
    earlier: (userId, clientTradeId) => earlierTrade(userId, clientTradeId, context),

    create: (trade, row, bodyHash) => createTrade(trade, row, bodyHash, context),

    async load(key) {
      const { Item } = await client.send(
        new GetCommand({
          TableName: tables.trades,
          Key: { ...key },
          ConsistentRead: true,
        }),
      );
      return Item ? fromItem(Item) : undefined;
    },

    async loadMany(keys) {
      const found: Item[] = [];
      for (let from = 0; from < keys.length; from += MAX_BATCH) {
        found.push(...(await readBatch(client, tables.trades, keys.slice(from, from + MAX_BATCH))));
      }
      return found.map(tolerant);
    },

    async settle(settlement) {
      const [unwritten] = await settleTogether([settlement], context);
      if (unwritten?.because === 'stale') throw new StaleTradeError(unwritten.key);
      return unwritten?.because ?? 'settled';
    },

    settleTogether: (settlements) => settleTogether(settlements, context),

    park: (key, from, reason) => park(client, tables.trades, key, from, reason),

    active: (userId, at) =>
      page(
        client,
        tables.trades,
        {
          index: 'open',
          condition: 'openUser = :user',
          values: { ':user': userId },
        },
        at,
      ),

    async symbolsInUse(userId) {
      const found = new Set<MarketSymbol>();
      const query = {
        TableName: tables.trades,
        IndexName: 'open',
        KeyConditionExpression: 'openUser = :user',
        ProjectionExpression: '#market',
        ExpressionAttributeNames: { '#market': 'market' },
        ExpressionAttributeValues: { ':user': userId },
      };
      for await (const { Items = [] } of paginateQuery({ client }, query))
        for (const { market } of Items) {
          const symbol = parseSymbol(String(market).split('#')[1] ?? '');
          if (symbol) found.add(symbol);
        }
      return [...found];
    },

    list(userId, { statuses, symbol }, at) {
      const filters = [
        ...(statuses ? [`#status IN (${statuses.map((_, index) => `:s${index}`).join(', ')})`] : []),
        ...(symbol ? ['trade.symbol = :symbol'] : []),
      ];
      return page(
        client,
        tables.trades,
        {
          // ULIDs begin with 0 to 7: what lies beside the trades of a user is out of this range.
          condition: 'userId = :user AND tradeId BETWEEN :first AND :last',
          ...(filters.length > 0 ? { filter: filters.join(' AND ') } : {}),
          ...(statuses ? { names: { '#status': 'status' } } : {}),
          values: {
            ':user': userId,
            ':first': '0',
            ':last': '8',
            ...Object.fromEntries((statuses ?? []).map((status, index) => [`:s${index}`, status])),
            ...(symbol ? { ':symbol': symbol } : {}),
          },
        },
        at,
      );
    },

    async logs(tradeId, { limit, cursor }) {
      const answer = await client.send(
        new QueryCommand({
          TableName: tables.logs,
          KeyConditionExpression: 'tradeId = :trade',
          ExpressionAttributeValues: { ':trade': tradeId },
          Limit: limit,
          ConsistentRead: true,
          ExclusiveStartKey:
            cursor === undefined ? undefined : { tradeId, seq: decodeCursor(cursor, z.number().int()) },
        }),
      );
      const items = (answer.Items ?? []).map(fromLogItem);
      const last = answer.LastEvaluatedKey?.seq;
      return {
        items,
        next: typeof last === 'number' ? encodeCursor(last) : undefined,
      };
    },
  };
};
