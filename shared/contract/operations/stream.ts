import type { Operation } from '../operation.ts';
import { streamTicketSchema } from '../schemas/stream.ts';

const ticket = '3q2-7wF0c4Jm8Zt4a5s6d7f8g9h0j1kW3v6vV9bYf0r7Q';

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
    example: {
      response: {
        ticket,
        expiresAt: '2026-11-20T09:40:34.000Z',
        url: `wss://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/ws?ticket=${ticket}`,
      },
    },
  },
] as const satisfies readonly Operation[];
