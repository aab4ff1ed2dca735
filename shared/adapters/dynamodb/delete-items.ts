import { BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { StoreUnavailableError } from '../../ports/trade-store.ts';
import { chunksOf, MAX_BATCH_WRITE } from './market-keys.ts';
import { jitter, MAX_ATTEMPTS, sleep } from './retry.ts';

export type Key = Record<string, unknown>;

const deleteBatch = async (
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Key[],
  attempt = 0,
): Promise<void> => {
  const RequestItems = { [table]: keys.map((Key) => ({ DeleteRequest: { Key } })) };
  const { UnprocessedItems = {} } = await client.send(new BatchWriteCommand({ RequestItems }));
  const left = (UnprocessedItems[table] ?? []).flatMap(({ DeleteRequest }) => DeleteRequest?.Key ?? []);
  if (left.length === 0) return;
  if (attempt + 1 >= MAX_ATTEMPTS)
    throw new StoreUnavailableError(`${left.length} items could not be deleted`);
  await sleep(jitter(attempt));
  await deleteBatch(client, table, left, attempt + 1);
};

/** What is not there any more is no error. @throws StoreUnavailableError */
export const deleteAll = async (
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Key[],
): Promise<void> => {
  for (const some of chunksOf(keys, MAX_BATCH_WRITE)) await deleteBatch(client, table, some);
};

/** The keys of one partition, a page at a time, with these attributes besides; strongly consistent. */
export async function* pagesOf(
  client: DynamoDBDocumentClient,
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
