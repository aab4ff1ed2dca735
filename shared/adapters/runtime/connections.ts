import { createHash } from 'node:crypto';
import type { ConnectPorts } from '../../application/stream/open-connection.ts';
import { ticketStore } from '../dynamodb/ticket-store.ts';
import { environment, once, sharedClient } from './process.ts';
import { connections, sockets } from './sockets.ts';

/** SHA-256, hex. */
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What opens connections. */
export const connectPorts = once((): ConnectPorts => {
  const { CONNECTIONS_TABLE, USERS_TABLE } = environment();
  return {
    connections: connections(),
    tickets: ticketStore(sharedClient(), { connections: CONNECTIONS_TABLE, users: USERS_TABLE }),
    sockets: sockets(),
    clock: Date.now,
    hash,
  };
});
