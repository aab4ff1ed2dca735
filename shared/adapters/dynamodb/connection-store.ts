import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Connection, ConnectionStore, OwnConnection } from '../../ports/connections.ts';
import {
  connectionKey,
  fromConnectionItem,
  fromSlotItem,
  slotKey,
  toItems,
  userPartition,
} from './connection-item.ts';
import { connectionReader } from './connection-reader.ts';
import { messageLimiter } from './message-limiter.ts';
import { channelWriter } from './subscriptions.ts';

/** So many connects of one user at the same moment may take the place that another has chosen. */
const MOST_RACES = 25;

const isRefused = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

/** Waits for what may be refused. @returns whether it was not */
const accepted = async (call: Promise<unknown>): Promise<boolean> => {
  try {
    await call;
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
};

export const connectionStore = (client: DynamoDBDocumentClient, table: string): ConnectionStore => {
  const ofUser = async (userId: string): Promise<OwnConnection[]> => {
    // Twenty rows of a quarter of a kB: one page.
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :user',
        ExpressionAttributeValues: { ':user': userPartition(userId) },
        ConsistentRead: true,
      }),
    );
    return Items.map(fromSlotItem);
  };

  /** A place is free where nobody is, or whoever is should have left; and ours where we took it, and the answer was late. */
  const takePlace = (connection: Connection, now: number): Promise<boolean> =>
    accepted(
      client.send(
        new PutCommand({
          TableName: table,
          Item: toItems(connection).own,
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now OR id = :id',
          ExpressionAttributeValues: { ':now': now, ':id': connection.id },
        }),
      ),
    );

  const leavePlace = ({ id, userId, slot }: Pick<Connection, 'id' | 'userId' | 'slot'>) =>
    accepted(
      client.send(
        new DeleteCommand({
          TableName: table,
          Key: slotKey(userId, slot),
          // The place may be somebody else's by now.
          ConditionExpression: 'id = :id',
          ExpressionAttributeValues: { ':id': id },
        }),
      ),
    );

  return {
    ...messageLimiter(client, table),
    ...channelWriter(client, table),
    ...connectionReader(client, table),
    ofUser,

    async open(connection, places, now) {
      for (let race = 0; race < MOST_RACES; race += 1) {
        const taken = (await ofUser(connection.userId)).filter(({ expiresAt }) => expiresAt > now);
        const used = new Set(taken.map(({ slot }) => slot));
        const free = Array.from({ length: places }, (_, slot) => slot).filter((slot) => !used.has(slot));
        if (free.length === 0) return false;
        // Any of them, so that connects at one moment seldom choose the same.
        const slot = free[Math.floor(Math.random() * free.length)] ?? 0;
        const placed = { ...connection, slot };
        if (!(await takePlace(placed, now))) continue;
        await client.send(new PutCommand({ TableName: table, Item: toItems(placed).connection }));
        return true;
      }
      return false;
    },

    async forget({ id, userId, slot }) {
      const { Attributes } = await client.send(
        new DeleteCommand({ TableName: table, Key: connectionKey(id), ReturnValues: 'ALL_OLD' }),
      );
      const known = Attributes ? fromConnectionItem(Attributes) : { id, userId, slot };
      if (known.userId === undefined || known.slot === undefined) return;
      await leavePlace({ id, userId: known.userId, slot: known.slot });
    },
  };
};
