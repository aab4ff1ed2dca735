import type { Operation } from '../operation.ts';
import { streamTicketSchema } from '../schemas/stream.ts';

export const streamOperations = [
  {
    id: 'createStreamTicket',
    method: 'POST',
    path: '/v1/stream-tickets',
    group: 'auth',
    auth: 'bearer',
    scope: 'read',
    summary:
      'A ticket for one WebSocket connection, which may do what its maker may: good once, for 30 seconds',
    status: 201,
    response: streamTicketSchema,
    errors: [],
  },
] as const satisfies readonly Operation[];
