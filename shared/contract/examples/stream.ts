import type { ExamplesOf } from '../operation.ts';
import type { streamOperations } from '../operations/stream.ts';

const ticket = '3q2-7wF0c4Jm8Zt4a5s6d7f8g9h0j1kW3v6vV9bYf0r7Q';

export const streamExamples: ExamplesOf<typeof streamOperations> = {
  createStreamTicket: {
    response: {
      ticket,
      expiresAt: '2026-11-20T09:40:34.000Z',
      url: `wss://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/ws?ticket=${ticket}`,
    },
  },
};
