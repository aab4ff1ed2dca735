import * as z from 'zod';
import type { Operation } from '../operation.ts';
import { instrumentList, instrumentsQuery, pairParams, priceList, priceSchema } from '../schemas/market.ts';
import { healthSchema, statusSchema } from '../schemas/status.ts';

const about = {
  method: 'GET',
  group: 'market',
  auth: 'bearer',
  scope: 'read',
  status: 200,
} as const;
const open = {
  method: 'GET',
  group: 'market',
  auth: 'public',
  status: 200,
} as const;
export const marketOperations = [
  {
    ...about,
    id: 'listInstruments',
    path: '/v1/instruments',
    summary:
      'What can be traded, of each its venue, tick, lot and smallest and largest order: the symbols of the settings, or by `all`, `search`, `venue` or `quote` whatever the exchanges list',
    query: instrumentsQuery,
    response: instrumentList,
    errors: ['invalid_cursor'],
  },
  {
    ...about,
    id: 'listPrices',
    path: '/v1/prices',
    summary: 'The last price of each symbol, with its source and age',
    response: priceList,
    errors: [],
  },
  {
    ...about,
    id: 'getPrice',
    path: '/v1/prices/{pair}',
    summary: 'The last price of one symbol, written BASE-QUOTE',
    params: pairParams,
    response: priceSchema,
    errors: ['not_found', 'price_unavailable'],
  },
  {
    ...about,
    id: 'getStatus',
    path: '/v1/status',
    summary: 'How feeds, ticks, quotes and the board do; prices that do not agree; blind windows',
    response: statusSchema,
    errors: [],
  },
  {
    ...open,
    id: 'getHealth',
    path: '/health',
    summary: 'Whether ticks are running',
    alsoStatus: { 503: 'Degraded: no tick in the last three minutes' },
    response: healthSchema,
    errors: [],
  },
  {
    ...open,
    id: 'getOpenApi',
    path: '/openapi.json',
    summary: 'This description',
    response: z.looseObject({ openapi: z.string() }),
    errors: [],
  },
] as const satisfies readonly Operation[];
