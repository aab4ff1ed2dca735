import type { Connection, Shard } from '../../ports/connections.ts';
import type { Publication } from '../../ports/publication.ts';
import { atOnce } from './at-once.ts';
import { type Answer, messagesFor } from './messages-for.ts';
import type { PublishPorts, StreamPorts } from './stream-ports.ts';
import { cut, expiryReason, tell } from './tell.ts';

/** Posts under way at a time; a slow one holds up one of these for a few seconds at most. */
const POSTS_AT_ONCE = 50;

type Teller = (connections: readonly Connection[]) => Promise<void>;

/** What somebody missed is found by the next message, whose sequence does not fit: nothing is sent twice for one reader. */
const teller = (ports: StreamPorts, publication: Publication, answer: Answer): Teller => {
  const messages = messagesFor(publication, answer);
  return (connections) =>
    atOnce(connections, POSTS_AT_ONCE, async (connection) => {
      if (connection.expiresAt <= ports.clock()) return cut(ports, connection, expiryReason(connection));
      const delivery = await tell(ports, connection, await messages(connection.channels));
      if (delivery === 'failed') ports.report('message_lost', { connectionId: connection.id });
    });
};

/** Tells one part of the connections. */
export const publishTo = async (
  ports: StreamPorts,
  publication: Publication,
  answer: Answer,
  shard: Shard,
): Promise<void> => {
  const told = teller(ports, publication, answer);
  for await (const connections of ports.connections.within(shard)) await told(connections);
};

/**
 * Tells everybody who has subscribed. The first connections are told here; what is behind them in parts of about as many,
 * by others at the same time. Where nobody is connected it costs half a read unit.
 */
export const publish = async (
  ports: PublishPorts,
  publication: Publication,
  answer: Answer,
): Promise<void> => {
  if (publication.length === 0) return;
  const { connections, rest } = await ports.connections.first(ports.connectionsAtOnce);
  // Others begin before we do.
  if (rest.length > 0) await ports.fanOut.send(publication, rest);
  await teller(ports, publication, answer)(connections);
};
