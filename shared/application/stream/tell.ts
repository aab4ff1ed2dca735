import type { Connection } from '../../ports/connections.ts';
import type { Delivery } from '../../ports/sockets.ts';
import type { StreamPorts } from './stream-ports.ts';

type Named = Pick<Connection, 'id' | 'userId' | 'slot'>;

/** Why the server ends a connection; the contract has the same names. */
export type CutReason =
  | 'credential_expired'
  | 'key_revoked'
  | 'signed_out'
  | 'user_erased'
  | 'connection_too_old';

/** In their order, as far as somebody is there. A socket that is gone costs this one post, and is forgotten. */
export const tell = async (
  ports: StreamPorts,
  connection: Named,
  texts: readonly string[],
): Promise<Delivery> => {
  for (const text of texts) {
    const delivery = await ports.sockets.post(connection.id, text);
    if (delivery === 'gone') await ports.connections.forget(connection);
    if (delivery !== 'sent') return delivery;
  }
  return 'sent';
};

/** Says why, and ends it. Forgotten first: nothing more is sent to it, and what it sends is no longer heard. */
export const cut = async (ports: StreamPorts, connection: Named, reason: CutReason): Promise<void> => {
  await ports.connections.forget(connection);
  const delivery = await ports.sockets.post(connection.id, JSON.stringify({ type: 'closing', reason }));
  if (delivery !== 'gone') await ports.sockets.close(connection.id);
};

/** A connection lives as long as API Gateway lets it, less what it takes to say so; a shorter end is that of its credential. */
export const expiryReason = ({ madeAt, expiresAt }: Pick<Connection, 'madeAt' | 'expiresAt'>): CutReason =>
  expiresAt - madeAt < LONGEST_MS ? 'credential_expired' : 'connection_too_old';

/** Two hours less the time of a ticket, and of a tick or two to find out. */
export const LONGEST_MS = 7_200_000 - 120_000;
