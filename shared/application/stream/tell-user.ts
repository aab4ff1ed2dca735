import type { OwnConnection } from '../../ports/connections.ts';
import { atOnce } from './at-once.ts';
import type { StreamPorts } from './stream-ports.ts';
import { cut, expiryReason, tell } from './tell.ts';

/** A message about what is the user's alone. */
export interface OwnMessage {
  readonly channel: 'trades' | 'account';
  readonly message: unknown;
}

/**
 * Tells a user's connections, each in this order. Where that fails the connection is cut: what it missed may be the last word
 * on a trade, and who comes back gets a snapshot.
 */
export const tellUser = async (
  ports: StreamPorts,
  userId: string,
  messages: readonly OwnMessage[],
): Promise<void> => {
  const connections = await ports.connections.ofUser(userId);
  await atOnce(connections, connections.length, async (connection) => {
    if (connection.expiresAt <= ports.clock()) return cut(ports, connection, expiryReason(connection));
    const wanted = messages.filter(({ channel }) => connection.own.includes(channel));
    const delivery = await tell(
      ports,
      connection,
      wanted.map(({ message }) => JSON.stringify(message)),
    );
    if (delivery !== 'failed') return;
    ports.report('connection_cut', { connectionId: connection.id, messages: wanted.length });
    await ports.connections.forget(connection);
    await ports.sockets.close(connection.id);
  });
};

/** Ends those of a user's connections that no longer have a right to be. */
export const cutUser = async (
  ports: StreamPorts,
  userId: string,
  reason: Parameters<typeof cut>[2],
  concerns: (connection: OwnConnection) => boolean,
): Promise<void> => {
  const connections = (await ports.connections.ofUser(userId)).filter(concerns);
  await atOnce(connections, connections.length, (connection) => cut(ports, connection, reason));
};
