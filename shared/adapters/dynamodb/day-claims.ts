import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DayClaims } from '../../ports/history.ts';
import { dayKey } from './day-item.ts';
import { chunksOf, expiresIn } from './market-keys.ts';

/** Who fetches a day: `pk` = `claim#<venue>#<symbol>`, `sk` = `YYYY-MM-DD`, `owner`, `until` (its lease); TTL a day. */
const DAYS_KEPT = 1;
const AT_ONCE = 25;

const isRefusal = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

export const dayClaims = (client: DynamoDBDocumentClient, table: string): DayClaims => {
  const keyOf: typeof dayKey = (venue, symbol, day) => ({
    ...dayKey(venue, symbol, day),
    pk: `claim#${venue}#${symbol}`,
  });

  /** False where the condition does not hold. */
  const send = async (command: PutCommand | DeleteCommand): Promise<boolean> => {
    try {
      await client.send(command as PutCommand);
      return true;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  };

  return {
    async claim({ venue, symbol, owner }, days, { now, until }) {
      const won: number[] = [];
      for (const some of chunksOf(days, AT_ONCE)) {
        const answers = await Promise.all(
          some.map((day) =>
            send(
              new PutCommand({
                TableName: table,
                Item: { ...keyOf(venue, symbol, day), owner, until, ttl: expiresIn(DAYS_KEPT) },
                // One's own is taken again: after a crash, and where the answer to the first attempt was lost.
                ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now OR #owner = :owner',
                ExpressionAttributeNames: { '#until': 'until', '#owner': 'owner' },
                ExpressionAttributeValues: { ':now': now, ':owner': owner },
              }),
            ),
          ),
        );
        won.push(...some.filter((_, index) => answers[index]));
      }
      return won;
    },

    async release({ venue, symbol, owner }, days) {
      for (const some of chunksOf(days, AT_ONCE))
        await Promise.all(
          some.map((day) =>
            send(
              new DeleteCommand({
                TableName: table,
                Key: keyOf(venue, symbol, day),
                ConditionExpression: '#owner = :owner',
                ExpressionAttributeNames: { '#owner': 'owner' },
                ExpressionAttributeValues: { ':owner': owner },
              }),
            ),
          ),
        );
    },
  };
};
