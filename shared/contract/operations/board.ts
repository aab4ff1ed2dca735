import type { Operation } from '../operation.ts';
import { baseParams, boardQuery, boardSchema, marketSchema } from '../schemas/board.ts';

const about = { method: 'GET', group: 'market', auth: 'bearer', scope: 'read', status: 200 } as const;

export const boardOperations = [
  {
    ...about,
    id: 'listMarkets',
    path: '/v1/markets',
    summary: 'The largest coins with their moves, sorted and searched; made once a minute',
    query: boardQuery,
    response: boardSchema,
    errors: ['invalid_cursor'],
  },
  {
    ...about,
    id: 'getMarket',
    path: '/v1/markets/{base}',
    summary: 'One coin of the board, and the instruments by which it can be traded',
    params: baseParams,
    response: marketSchema,
    errors: ['not_found', 'price_unavailable'],
  },
] as const satisfies readonly Operation[];
