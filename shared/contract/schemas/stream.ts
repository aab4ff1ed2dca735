import * as z from 'zod';
import { moment } from './primitives.ts';

/** POST /v1/stream-tickets. */
export const streamTicketSchema = z
  .object({
    /** Opens one connection, once. */
    ticket: z.string(),
    /** Real time: half a minute from now. */
    expiresAt: moment,
    /** Where to connect, the ticket included. The dashboard uses `/ws` of its own host instead. */
    url: z.string(),
  })
  .meta({ id: 'StreamTicket' });
