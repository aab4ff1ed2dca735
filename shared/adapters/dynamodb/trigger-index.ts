import {
  type DynamoDBDocumentClient,
  NumberValue,
  paginateQuery,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { canonical } from '../../domain/money/decimal.ts';
import type { TradeKey, TriggerIndex } from '../../ports/trade-store.ts';

const queryAll = async (
  client: DynamoDBDocumentClient,
  query: QueryCommandInput,
): Promise<Record<string, unknown>[]> => {
  const items: Record<string, unknown>[] = [];
  for await (const answer of paginateQuery({ client }, query)) items.push(...(answer.Items ?? []));
  return items;
};

const keyOf = (item: Record<string, unknown>): TradeKey => ({
  userId: String(item.userId),
  tradeId: String(item.tradeId),
});

/** The three sparse indexes of the trades table: what fires is read, not what waits. */
export const triggerIndex = (client: DynamoDBDocumentClient, table: string, shards: number): TriggerIndex => {
  const everyShard = Array.from({ length: shards }, (_, shard) => shard);
  return {
    async firedBy(venue, symbol, { low, high }) {
      const sides = everyShard.flatMap((shard) => {
        const partition = `${venue}#${symbol}#${shard}`;
        return [
          {
            IndexName: 'fires-below',
            names: ['fb', 'fbPrice'] as const,
            operator: '>=',
            bound: low,
            partition,
          },
          {
            IndexName: 'fires-above',
            names: ['fa', 'faPrice'] as const,
            operator: '<=',
            bound: high,
            partition,
          },
        ];
      });
      const found = await Promise.all(
        sides.map(({ IndexName, names, operator, bound, partition }) =>
          queryAll(client, {
            TableName: table,
            IndexName,
            KeyConditionExpression: `${names[0]} = :partition AND ${names[1]} ${operator} :bound`,
            ExpressionAttributeValues: {
              ':partition': partition,
              ':bound': NumberValue.from(canonical(bound)),
            },
          }),
        ),
      );
      return found.flat().map(keyOf);
    },

    async dueBy(time, markets) {
      const found = await Promise.all(
        everyShard.map((shard) =>
          queryAll(client, {
            TableName: table,
            IndexName: 'due',
            KeyConditionExpression: 'due = :partition AND dueAt <= :time',
            ExpressionAttributeValues: {
              ':partition': `due#${shard}`,
              ':time': time,
            },
          }),
        ),
      );
      return found
        .flat()
        .filter((item) => markets.has(String(item.market)))
        .map(keyOf);
    },
  };
};
