import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Connection, ConnectionStore, Subscribing } from '../../ports/connections.ts';
import { StoreUnavailableError } from '../../ports/trade-store.ts';
import { connectionKey, slotKey } from './connection-item.ts';

/** Channels of which changes are told user by user: they stand in the user's row too. */
const OWN = new Set(['trades', 'account']);

/** A write that was refused: the item as it was then. The document client does not unmarshal what an exception carries. */
const refusedSchema = z.object({
  name: z.literal('ConditionalCheckFailedException'),
  Item: z.object({ channels: z.object({ SS: z.array(z.string()) }).optional() }).optional(),
});

type Written =
  | { readonly is: 'written' }
  /** The condition does not hold: the channels that the row has. */
  | { readonly is: 'refused'; readonly channels: readonly string[] }
  | { readonly is: 'absent' };

/** Of one connection messages work side by side: each of these found other channels than the one before it. */
const MOST_RACES = 10;

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
  ): Promise<Written> => {
    if (names.length === 0) return { is: 'written' };
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key,
          UpdateExpression: `${change.verb} ${change.attribute} :names`,
          ConditionExpression: condition,
          ExpressionAttributeValues: { ':names': new Set(names), ...values },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { is: 'written' };
    } catch (error) {
      const refused = refusedSchema.safeParse(error);
      if (!refused.success) throw error;
      const { Item } = refused.data;
      return Item ? { is: 'refused', channels: Item.channels?.SS ?? [] } : { is: 'absent' };
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

  /** `known`: the channels that it had when it was last read. */
  const add = async (
    id: string,
    known: readonly string[],
    channels: readonly string[],
    most: number,
    race = 0,
  ): Promise<Subscribing> => {
    const has = new Set(known);
    const added = [...new Set(channels)].filter((channel) => !has.has(channel)).length;
    // Of what was read before this message began only the table knows whether it is so still.
    if (race > 0 && has.size + added > most) return 'too_many';
    // Of two messages at once neither counts what the other adds: the set itself must have room.
    const written = await change(
      connectionKey(id),
      { verb: 'ADD', attribute: 'channels' },
      channels,
      'attribute_exists(pk) AND (attribute_not_exists(channels) OR size(channels) <= :room)',
      { ':room': most - added },
    );
    if (written.is === 'written') return 'subscribed';
    if (written.is === 'absent') return 'gone';
    if (race + 1 >= MOST_RACES)
      throw new StoreUnavailableError('the channels of a connection could not be written');
    // Another message was faster, perhaps with the very same channels: what is there now decides.
    return add(id, written.channels, channels, most, race + 1);
  };

  return {
    async subscribe(connection, channels, most) {
      const outcome = await add(connection.id, connection.channels, channels, most);
      if (outcome !== 'subscribed') return outcome;
      const own = await inOwnRow(connection, 'ADD', channels);
      return own.is === 'written' ? 'subscribed' : 'gone';
    },

    async unsubscribe(connection, channels) {
      await inOwnRow(connection, 'DELETE', channels);
      const verb = { verb: 'DELETE', attribute: 'channels' } as const;
      await change(connectionKey(connection.id), verb, channels, 'attribute_exists(pk)', {});
    },
  };
};
