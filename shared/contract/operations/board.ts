import { instrument } from '../examples.ts';
import type { Operation } from '../operation.ts';
import { type BoardRowJson, baseParams, boardQuery, boardSchema, marketSchema } from '../schemas/board.ts';

const about = { method: 'GET', group: 'market', auth: 'bearer', scope: 'read', status: 200 } as const;

const row: BoardRowJson = {
  rank: 1,
  base: 'BTC',
  name: 'Bitcoin',
  price: '64502',
  changePercent1h: '0.12',
  changePercent24h: '-0.48',
  changePercent7d: '3.05',
  volume24h: '31200000000',
  marketCap: '1280000000000',
  sparkline: ['62594', '63120', '64502'],
  symbol: 'BTC/USDT',
};
const made = { asOf: '2026-11-20T09:40:00.000Z', source: 'coingecko', stale: false } as const;

export const boardOperations = [
  {
    ...about,
    id: 'listMarkets',
    path: '/v1/markets',
    summary: 'The largest coins with their moves, sorted and searched; made once a minute',
    query: boardQuery,
    response: boardSchema,
    errors: ['invalid_cursor'],
    example: {
      query: { sort: 'change24h', order: 'desc', search: 'bit', limit: '10' },
      response: { ...made, items: [row], next: null },
    },
  },
  {
    ...about,
    id: 'getMarket',
    path: '/v1/markets/{base}',
    summary: 'One coin of the board, and the instruments by which it can be traded',
    params: baseParams,
    response: marketSchema,
    errors: ['not_found', 'price_unavailable'],
    example: {
      params: { base: 'BTC' },
      response: { ...row, ...made, instruments: [instrument] },
    },
  },
] as const satisfies readonly Operation[];
