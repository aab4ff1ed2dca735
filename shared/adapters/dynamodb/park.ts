import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { TradeKey } from '../../ports/trade-store.ts';

const PARKING = 'due#0';

/**
 * A parked trade keeps the earliest moment from which its path is owed, and is due at once: each tick meets it again
 * until it can be evaluated. Written without reading the item, which may be corrupt.
 */
export const park = async (
  client: DynamoDBDocumentClient,
  table: string,
  key: TradeKey,
  from: number,
  reason: string,
): Promise<void> => {
  await client.send(
    new UpdateCommand({
      TableName: table,
      Key: { ...key },
      ConditionExpression: 'attribute_exists(tradeId)',
      UpdateExpression:
        'SET evaluatedTo = if_not_exists(evaluatedTo, :from), parkedBecause = :reason, due = :due, dueAt = if_not_exists(evaluatedTo, :from)',
      ExpressionAttributeValues: { ':from': from, ':reason': reason.slice(0, 200), ':due': PARKING },
    }),
  );
};
