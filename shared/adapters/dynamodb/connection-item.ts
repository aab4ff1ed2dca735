import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Connection, OwnConnection, Ticket } from '../../ports/connections.ts';

/**
 * Rows of the connections table. A connection has two: one among all connections, in the order of a hash of its id, so that
 * any range of places is a fair part of all; and one at a numbered place of its user, of which there are as many as a user may
 * have connections. A ticket has one, until it is taken.
 */
export const ALL = 'connections';

/** The place of a connection among all: 4 hexadecimal digits that are spread evenly, then its id. */
export const placeOf = (id: string): string =>
  `${createHash('sha256').update(id).digest('hex').slice(0, 4)}#${id}`;

export const connectionKey = (id: string) => ({ pk: ALL, sk: placeOf(id) });
export const userPartition = (userId: string): string => `user#${userId}`;
export const slotKey = (userId: string, slot: number) => ({
  pk: userPartition(userId),
  sk: `slot#${String(slot).padStart(2, '0')}`,
});
export const ticketKey = (hash: string) => ({ pk: `ticket#${hash}`, sk: 'ticket' });

/** Rows outlive what they stand for by an hour: whoever finds one ends it properly. */
export const ttlOf = (expiresAt: number): number => Math.ceil(expiresAt / 1000) + 3_600;

const names = z
  .union([z.instanceof(Set).transform((set) => [...set]), z.array(z.unknown())])
  .pipe(z.array(z.string()))
  .default([]);

const common = {
  id: z.string(),
  userId: z.string(),
  keyId: z.string(),
  madeAt: z.number(),
  expiresAt: z.number(),
  slot: z.int(),
};
const connectionSchema = z.object({
  ...common,
  scopes: z.string().transform((text) => text.split(' ')),
  channels: names,
});
const ownSchema = z.object({ ...common, own: names });
const ticketSchema = z.object({
  userId: z.string(),
  keyId: z.string(),
  scopes: z.string().transform((text) => text.split(' ')),
  madeAt: z.number(),
  credentialEndsAt: z.number().optional(),
  signedInAt: z.number().optional(),
});

/** @throws ZodError, each of these */
export const fromConnectionItem = (item: unknown): Connection => connectionSchema.parse(item);
export const fromSlotItem = (item: unknown): OwnConnection => ownSchema.parse(item);
export const fromTicketItem = (item: unknown): Ticket => ticketSchema.parse(item);

/** Both rows, without channels: a set that is empty does not exist. */
export const toItems = ({ id, userId, keyId, scopes, madeAt, expiresAt, slot }: Connection) => {
  const both = { id, userId, keyId, madeAt, expiresAt, slot, ttl: ttlOf(expiresAt) };
  return {
    connection: { ...connectionKey(id), ...both, scopes: scopes.join(' ') },
    own: { ...slotKey(userId, slot), ...both },
  };
};

export const toTicketItem = (hash: string, { scopes, ...ticket }: Ticket, until: number) => ({
  ...ticketKey(hash),
  ...ticket,
  scopes: scopes.join(' '),
  expiresAt: until,
  ttl: Math.ceil(until / 1000),
});
