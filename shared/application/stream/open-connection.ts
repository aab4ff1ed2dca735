import type { Connection, Ticket, TicketStore } from '../../ports/connections.ts';
import { atOnce } from './at-once.ts';
import type { StreamPorts } from './stream-ports.ts';
import { LONGEST_MS } from './tell.ts';

/** A ticket is good for so long, ms. */
export const TICKET_MS = 30_000;
/** Connections of one user at a time. */
const PLACES = 20;
/** A connection that is younger, ms, may still be on its way in: a ticket lasts 30 s, its handshake as long. */
const SURELY_IN = 60_000;

interface TicketPorts {
  readonly tickets: TicketStore;
  /** The real clock, ms. */
  readonly clock: () => number;
  /** Text that nobody guesses: 256 random bits. */
  readonly newTicket: () => string;
  /** SHA-256, hex. */
  readonly hash: (text: string) => string;
}

/** @returns the ticket, which is shown this once, and its end, ms */
export const makeTicket = async (
  ports: TicketPorts,
  holder: Omit<Ticket, 'madeAt'>,
): Promise<{ readonly ticket: string; readonly expiresAt: number }> => {
  const ticket = ports.newTicket();
  const madeAt = ports.clock();
  const expiresAt = madeAt + TICKET_MS;
  await ports.tickets.put(ports.hash(ticket), { ...holder, madeAt }, expiresAt);
  return { ticket, expiresAt };
};

export interface ConnectPorts extends Pick<StreamPorts, 'connections' | 'clock'> {
  readonly sockets: Pick<StreamPorts['sockets'], 'isOpen'>;
  readonly tickets: TicketStore;
  readonly hash: (text: string) => string;
}

/**
 * Of a socket that died API Gateway tells once at best (`$disconnect`), and who is told nothing finds out by its first post. So
 * where all places are taken they are looked at, and those at which nobody is any more are left.
 * @returns whether there were any
 */
const leaveDeadPlaces = async (
  { connections, sockets }: ConnectPorts,
  userId: string,
  now: number,
): Promise<boolean> => {
  const settled = (await connections.ofUser(userId)).filter(({ madeAt }) => madeAt + SURELY_IN <= now);
  let left = false;
  await atOnce(settled, settled.length, async (connection) => {
    if (await sockets.isOpen(connection.id)) return;
    await connections.forget(connection);
    left = true;
  });
  return left;
};

const takePlace = async (ports: ConnectPorts, connection: Connection, now: number): Promise<boolean> => {
  const take = () => ports.connections.open(connection, PLACES, now);
  return (await take()) || ((await leaveDeadPlaces(ports, connection.userId, now)) && (await take()));
};

/**
 * Takes the ticket and lets the connection in. The credential is looked at once the connection can be found by its user: so
 * either it is seen here that it was revoked, or whoever revokes it finds the connection.
 */
export const openConnection = async (
  ports: ConnectPorts,
  { id, ticket: shown }: { readonly id: string; readonly ticket: string },
): Promise<'opened' | 'no_ticket' | 'no_place'> => {
  const now = ports.clock();
  const ticket = await ports.tickets.take(ports.hash(shown), now);
  if (!ticket) return 'no_ticket';
  const { userId, keyId, scopes, madeAt, credentialEndsAt } = ticket;
  const expiresAt = Math.min(credentialEndsAt ?? Number.POSITIVE_INFINITY, madeAt + LONGEST_MS);
  if (expiresAt <= now) return 'no_ticket';
  const connection = { id, userId, keyId, scopes, madeAt, expiresAt, slot: 0, channels: [] };
  if (!(await takePlace(ports, connection, now))) return 'no_place';
  if (await ports.tickets.isGood(ticket)) return 'opened';
  await ports.connections.forget({ id });
  return 'no_ticket';
};
