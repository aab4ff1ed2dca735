import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Connection, ConnectionStore } from '../../ports/connections.ts';
import { connectionKey, slotKey } from './connection-item.ts';

/** Channels of which changes are told user by user: they stand in the user's row too. */
const OWN = new Set(['trades', 'account']);

const isRefused = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

/** Adds names to the sets of a connection, and takes them out. */
export const channelWriter = (
  client: DynamoDBDocumentClient,
  table: string,
): Pick<ConnectionStore, 'subscribe' | 'unsubscribe'> => {
  const change = async (
    Key: Record<string, string>,
    change: { readonly verb: 'ADD' | 'DELETE'; readonly attribute: 'channels' | 'own' },
    names: readonly string[],
    condition: string,
    values: Record<string, unknown>,
  ): Promise<boolean> => {
    if (names.length === 0) return true;
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key,
          UpdateExpression: `${change.verb} ${change.attribute} :names`,
          ConditionExpression: condition,
          ExpressionAttributeValues: { ':names': new Set(names), ...values },
        }),
      );
      return true;
    } catch (error) {
      if (isRefused(error)) return false;
      throw error;
    }
  };

  const inOwnRow = ({ id, userId, slot }: Connection, verb: 'ADD' | 'DELETE', names: readonly string[]) =>
    change(
      slotKey(userId, slot),
      { verb, attribute: 'own' },
      names.filter((name) => OWN.has(name)),
      'id = :id',
      { ':id': id },
    );

  return {
    async subscribe(connection, channels, most) {
      const has = new Set(connection.channels);
      const added = [...new Set(channels)].filter((channel) => !has.has(channel)).length;
      if (connection.channels.length + added > most) return false;
      // Of two messages at once neither counts what the other adds: the set itself must have room.
      const isIn = await change(
        connectionKey(connection.id),
        { verb: 'ADD', attribute: 'channels' },
        channels,
        'attribute_exists(pk) AND (attribute_not_exists(channels) OR size(channels) <= :room)',
        { ':room': most - added },
      );
      return isIn && inOwnRow(connection, 'ADD', channels);
    },

    async unsubscribe(connection, channels) {
      await inOwnRow(connection, 'DELETE', channels);
      const verb = { verb: 'DELETE', attribute: 'channels' } as const;
      await change(connectionKey(connection.id), verb, channels, 'attribute_exists(pk)', {});
    },
  };
};
