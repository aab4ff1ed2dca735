import { type DynamoDBDocumentClient, GetCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Watchlist } from '../../domain/market/watchlist.ts';
import type { WatchlistStore } from '../../ports/watchlist-store.ts';
import { storedSymbol } from './parse.ts';
import { transact } from './transact.ts';
import { profileKey, watchlistsKey } from './user-keys.ts';

/** Puts what is watched into the index of what the hourly job looks at. */
export const WATCHING = 'watch';

/** Id, name, symbols, version; the client's id and the hash of its request. */
const row = z.tuple([
  z.string(),
  z.string(),
  z.array(storedSymbol),
  z.int(),
  z.tuple([z.string(), z.string()]).optional(),
]);
const itemSchema = z.object({
  version: z.int(),
  lists: z.string().transform((text) => z.array(row).parse(JSON.parse(text))),
});

const toRow = ({ id, name, symbols, version, madeBy }: Watchlist) => [
  id,
  name,
  symbols,
  version,
  ...(madeBy ? [[madeBy.clientWatchlistId, madeBy.bodyHash]] : []),
];

/** @throws ZodError where the item is corrupt */
const fromItem = (item: unknown) => {
  const { version, lists } = itemSchema.parse(item);
  return {
    version,
    lists: lists.map(
      ([id, name, symbols, version, made]): Watchlist => ({
        id,
        name,
        symbols,
        version,
        ...(made ? { madeBy: { clientWatchlistId: made[0], bodyHash: made[1] } } : {}),
      }),
    ),
  };
};

/** All lists of a user as one item: twenty of a hundred symbols are some twenty kilobytes. */
export const watchlistStore = (client: DynamoDBDocumentClient, table: string): WatchlistStore => ({
  async load(userId) {
    const Key = watchlistsKey(userId);
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item ? fromItem(Item) : { version: 0, lists: [] };
  },

  async save(userId, { version, lists }) {
    const isWatching = lists.some(({ symbols }) => symbols.length > 0);
    const failed = await transact(client, [
      {
        Put: {
          TableName: table,
          Item: {
            ...watchlistsKey(userId),
            userId,
            version: version + 1,
            lists: JSON.stringify(lists.map(toRow)),
            ...(isWatching ? { live: WATCHING } : {}),
          },
          ...(version === 0
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                ConditionExpression: 'version = :version',
                ExpressionAttributeValues: { ':version': version },
              }),
        },
      },
      {
        ConditionCheck: {
          TableName: table,
          Key: profileKey(userId),
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(erasing)',
        },
      },
    ]);
    if (failed.includes(1)) return 'no_user';
    return failed.length === 0 ? 'saved' : 'stale';
  },

  async watched() {
    const found = [];
    const watching = {
      TableName: table,
      IndexName: 'live',
      KeyConditionExpression: 'live = :watch',
      ExpressionAttributeValues: { ':watch': WATCHING },
    };
    for await (const { Items = [] } of paginateQuery({ client }, watching))
      for (const { pk, sk } of Items) {
        const { Items: [item] = [] } = await client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk AND sk = :sk',
            ExpressionAttributeValues: { ':pk': pk, ':sk': sk },
          }),
        );
        // Its user may have been erased since.
        if (!item) continue;
        const symbols = fromItem(item).lists.flatMap((list) => list.symbols);
        found.push({ userId: String(pk).slice('user#'.length), symbols });
      }
    return found;
  },
});
