import { BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { SampleStore } from '../../ports/venue.ts';
import { chunksOf, expiresIn, MAX_BATCH_WRITE, timeKey } from './market-keys.ts';

const DAYS_KEPT = 2;

/** Samples of a venue without a record of its own: (`samples#venue#symbol`, time), kept two days. */
export const sampleStore = (client: DynamoDBDocumentClient, table: string): SampleStore => ({
  async put(venue, samples) {
    for (const chunk of chunksOf(samples, MAX_BATCH_WRITE)) {
      await client.send(
        new BatchWriteCommand({
          RequestItems: {
            [table]: chunk.map(({ symbol, time, price }) => ({
              PutRequest: {
                Item: {
                  pk: `samples#${venue}#${symbol}`,
                  sk: timeKey(time),
                  price,
                  ttl: expiresIn(DAYS_KEPT),
                },
              },
            })),
          },
        }),
      );
    }
  },

  async since(venue, symbol, from) {
    const { Items } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :market AND sk >= :from',
        ExpressionAttributeValues: {
          ':market': `samples#${venue}#${symbol}`,
          ':from': timeKey(from),
        },
        ConsistentRead: true,
      }),
    );
    return (Items ?? []).map((item) => ({
      time: Number(item.sk),
      price: Number(item.price),
    }));
  },
});
