import { type DynamoDBDocumentClient, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Connection, ConnectionStore, Shard } from '../../ports/connections.ts';
import { ALL, fromConnectionItem } from './connection-item.ts';

const PLACES = 0x10000;
/** Sorts behind everything. */
const END = '~';

/**
 * What is behind a place, in parts of about `size` connections. Places are spread evenly, so how far the first `size` of them
 * reach says how many there are: nobody needs to count.
 */
export const partsBehind = (last: string, size: number): Shard[] => {
  const reached = Number.parseInt(last.slice(0, 4), 16) + 1;
  const left = (size * (PLACES - reached)) / reached;
  const count = Math.max(1, Math.ceil(left / size));
  const bounds = Array.from({ length: count - 1 }, (_, index) =>
    Math.round(reached + ((PLACES - reached) * (index + 1)) / count)
      .toString(16)
      .padStart(4, '0'),
  );
  // No place ends with "!", which sorts before what places go on with: each is in one part.
  const starts = [`${last}!`, ...bounds];
  return starts.map((from, index) => ({ from, to: bounds[index] ?? END }));
};

const tolerant = (item: unknown): Connection[] => {
  try {
    return [fromConnectionItem(item)];
  } catch {
    // Nobody can be told by such a row; it goes with its TTL.
    return [];
  }
};

/** Reads of connections that are nobody's in particular. */
export const connectionReader = (
  client: DynamoDBDocumentClient,
  table: string,
): Pick<ConnectionStore, 'isAnybodyThere' | 'first' | 'within'> => {
  const all = { KeyConditionExpression: 'pk = :all', ExpressionAttributeValues: { ':all': ALL } };
  return {
    async isAnybodyThere() {
      const { Items = [] } = await client.send(
        new QueryCommand({ TableName: table, ...all, ProjectionExpression: 'sk', Limit: 1 }),
      );
      return Items.length > 0;
    },

    async first(limit) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({ TableName: table, ...all, Limit: limit }),
      );
      const last = LastEvaluatedKey?.sk;
      return {
        connections: Items.flatMap(tolerant),
        rest: typeof last === 'string' ? partsBehind(last, Math.max(1, Items.length)) : [],
      };
    },

    async *within({ from, to }) {
      const query = {
        TableName: table,
        KeyConditionExpression: 'pk = :all AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':all': ALL, ':from': from, ':to': to },
      };
      for await (const { Items = [] } of paginateQuery({ client }, query)) yield Items.flatMap(tolerant);
    },
  };
};
