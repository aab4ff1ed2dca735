import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { intervalOf, spend, type WriteLimit } from '../../domain/identity/write-limit.ts';
import type { ConnectionStore, Received } from '../../ports/connections.ts';
import { StoreUnavailableError } from '../../ports/trade-store.ts';
import { connectionKey, fromConnectionItem } from './connection-item.ts';

/** What a connection may send. */
const LIMIT: WriteLimit = { perSecond: 10, burst: 40 };
const MOST_RACES = 10;
/** Connections that a container remembers; beyond that it forgets them all. */
const MOST_KNOWN = 10_000;

const refusedSchema = z.object({
  name: z.literal('ConditionalCheckFailedException'),
  Item: z.record(z.string(), z.unknown()).optional(),
});
/** The document client does not unmarshal what an exception carries. */
const rawNumber = z.object({ N: z.coerce.number() });

/** As for the writes of a user: a full bucket is set, any other moved by one message; see write-limiter.ts. */
const changeOf = (seen: number, now: number) =>
  seen > now
    ? {
        UpdateExpression: 'SET fullAt = fullAt + :interval',
        ConditionExpression: 'attribute_exists(pk) AND fullAt > :now AND fullAt <= :last',
        ExpressionAttributeValues: {
          ':interval': intervalOf(LIMIT),
          ':now': now,
          ':last': now + (LIMIT.burst - 1) * intervalOf(LIMIT),
        },
      }
    : {
        UpdateExpression: 'SET fullAt = :next',
        ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(fullAt) OR fullAt <= :now)',
        ExpressionAttributeValues: { ':next': now + intervalOf(LIMIT), ':now': now },
      };

/** One conditional write for each message counts it, and reads the connection. */
export const messageLimiter = (
  client: DynamoDBDocumentClient,
  table: string,
): Pick<ConnectionStore, 'receive'> => {
  const known = new Map<string, number>();
  const remember = (id: string, fullAt: number): void => {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(id, fullAt);
  };

  const receive = async (id: string, now: number, race = 0): Promise<Received> => {
    const next = spend(known.get(id), LIMIT, now);
    if ('wait' in next) return { verdict: 'wait', ms: next.wait };
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: connectionKey(id),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          ...changeOf(known.get(id) ?? 0, now),
        }),
      );
      remember(id, z.object({ fullAt: z.coerce.number() }).parse(Attributes).fullAt);
      return { verdict: 'go', connection: fromConnectionItem(Attributes) };
    } catch (error) {
      const refused = refusedSchema.safeParse(error);
      if (!refused.success) throw error;
      if (!refused.data.Item) return { verdict: 'unknown' };
      const stored = rawNumber.safeParse(refused.data.Item.fullAt);
      remember(id, stored.success ? stored.data.N : 0);
    }
    if (race + 1 >= MOST_RACES)
      throw new StoreUnavailableError('the messages of a connection could not be counted');
    return receive(id, now, race + 1);
  };
  return { receive: (id, now) => receive(id, now) };
};
