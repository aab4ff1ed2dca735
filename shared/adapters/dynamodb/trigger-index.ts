import {
  type DynamoDBDocumentClient,
  NumberValue,
  paginateQuery,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { canonical } from '../../domain/money/decimal.ts';
import { earlier } from '../../domain/trades/nearest.ts';
import type { TradeKey } from '../../ports/trade-store.ts';
import type { TriggerIndex } from '../../ports/trigger-index.ts';

type Item = Record<string, unknown>;

const INDEXES = {
  'fires-below': { partition: 'fb', sort: 'fbPrice', reaches: '>=', nearestFirst: false },
  'fires-above': { partition: 'fa', sort: 'faPrice', reaches: '<=', nearestFirst: true },
  due: { partition: 'due', sort: 'dueAt', reaches: '<=', nearestFirst: true },
} as const;
type IndexName = keyof typeof INDEXES;

const keyOf = (item: Item): TradeKey => ({ userId: String(item.userId), tradeId: String(item.tradeId) });

/** The three sparse indexes of the trades table: what fires is read, not what waits. */
export const triggerIndex = (client: DynamoDBDocumentClient, table: string, shards: number): TriggerIndex => {
  /** `<prefix>#<shard>`, of each shard. */
  const partitions = (prefix: string, count: number): string[] =>
    Array.from({ length: count }, (_, shard) => `${prefix}#${shard}`);

  const reached = async (
    name: IndexName,
    prefix: string,
    bound: NumberValue | number,
    count: number,
  ): Promise<Item[]> => {
    const { partition, sort, reaches } = INDEXES[name];
    const found = await Promise.all(
      partitions(prefix, count).map(async (value) => {
        const query: QueryCommandInput = {
          TableName: table,
          IndexName: name,
          KeyConditionExpression: `${partition} = :partition AND ${sort} ${reaches} :bound`,
          ExpressionAttributeValues: { ':partition': value, ':bound': bound },
        };
        const items: Item[] = [];
        for await (const answer of paginateQuery({ client }, query)) items.push(...(answer.Items ?? []));
        return items;
      }),
    );
    return found.flat();
  };

  /** The sort keys of the nearest entry of each shard. */
  const nearest = async (name: IndexName, prefix: string, count: number): Promise<number[]> => {
    const { partition, sort, nearestFirst } = INDEXES[name];
    const found = await Promise.all(
      partitions(prefix, count).map((value) =>
        client.send(
          new QueryCommand({
            TableName: table,
            IndexName: name,
            KeyConditionExpression: `${partition} = :partition`,
            ExpressionAttributeValues: { ':partition': value },
            ScanIndexForward: nearestFirst,
            Limit: 1,
          }),
        ),
      ),
    );
    return found.flatMap(({ Items = [] }) => Items.map((item) => Number(item[sort])));
  };

  const price = (value: number) => NumberValue.from(canonical(value));
  return {
    shards,
    async firedBelow(venue, symbol, low, count) {
      return (await reached('fires-below', `${venue}#${symbol}`, price(low), count)).map(keyOf);
    },
    async firedAbove(venue, symbol, high, count) {
      return (await reached('fires-above', `${venue}#${symbol}`, price(high), count)).map(keyOf);
    },
    async dueBy(time, markets, count) {
      return (await reached('due', 'due', time, count))
        .map((item) => ({ ...keyOf(item), market: String(item.market), dueAt: Number(item.dueAt) }))
        .filter(({ market }) => markets.has(market));
    },
    async nearestBelow(venue, symbol, count) {
      const found = await nearest('fires-below', `${venue}#${symbol}`, count);
      return found.length === 0 ? null : Math.max(...found);
    },
    async nearestAbove(venue, symbol, count) {
      const found = await nearest('fires-above', `${venue}#${symbol}`, count);
      return found.reduce<number | null>(earlier, null);
    },
    async nearestDue(count) {
      const found = await nearest('due', 'due', count);
      return found.reduce<number | null>(earlier, null);
    },
  };
};
