import * as z from 'zod';
import type { Operation } from '../operation.ts';
import {
  livePrice,
  simpleActive,
  simpleClosed,
  simpleCreateBody,
  simpleCreated,
  simpleLog,
  simpleTradeParams,
} from '../schemas/simple.ts';

const about = { group: 'simple', auth: 'bearer' } as const;

/** The simple API: JSON numbers, plain JSON errors. Its paths and fields never change; fields may be added. */
export const simpleOperations = [
  {
    ...about,
    id: 'getLivePrice',
    method: 'GET',
    path: '/price/live',
    scope: 'read',
    summary: 'The last price of BTC/USD',
    status: 200,
    response: livePrice,
    errors: ['price_unavailable'],
  },
  {
    ...about,
    id: 'createSimpleTrade',
    method: 'POST',
    path: '/trade/create',
    scope: 'trade',
    summary: 'Buy at a price or better, sell at a higher one, stop at a lower one',
    body: simpleCreateBody,
    status: 201,
    response: simpleCreated,
    errors: ['no_account', 'insufficient_funds', 'too_many_symbols', 'unsettled_quote', 'price_unavailable'],
  },
  {
    ...about,
    id: 'listActiveSimpleTrades',
    method: 'GET',
    path: '/trade/active',
    scope: 'read',
    summary: 'Pending and bought trades, newest first',
    status: 200,
    response: z.array(simpleActive),
    errors: [],
  },
  {
    ...about,
    id: 'listSimpleTradeHistory',
    method: 'GET',
    path: '/trade/history',
    scope: 'read',
    summary: 'Sold and stopped trades, newest first',
    status: 200,
    response: z.array(simpleClosed),
    errors: [],
  },
  {
    ...about,
    id: 'listSimpleTradeLogs',
    method: 'GET',
    path: '/trade/{id}/logs',
    scope: 'read',
    summary: 'What happened to a trade, oldest first',
    params: simpleTradeParams,
    status: 200,
    response: z.array(simpleLog),
    errors: ['not_found'],
  },
] as const satisfies readonly Operation[];
