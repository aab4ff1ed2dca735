import * as z from 'zod';
import { TRADE_ID } from '../examples.ts';
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
    example: {
      response: {
        symbol: 'BTC/USD',
        price: 64500,
        change_24h: -310.5,
        change_percent_24h: -0.479,
        stale: false,
      },
    },
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
    example: {
      body: {
        symbol: 'BTC/USD',
        buy_price: 64000,
        sell_price: 66000,
        stop_loss: 63000,
        quantity: 0.05,
      },
      response: {
        status: 'success',
        trade_id: TRADE_ID,
        message: 'Trade created: buys 0.05 BTC/USD at 64000, sells at 66000, stops at 63000',
      },
    },
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
    example: {
      response: [
        {
          id: TRADE_ID,
          user_id: 'demo',
          symbol: 'BTC/USD',
          buy_price: 64000,
          sell_price: 66000,
          stop_loss: 63000,
          quantity: 0.05,
          status: 'bought',
          created_at: '2026-11-20T09:30:00.000Z',
          current_price: 64500,
          current_price_stale: false,
          unrealized_pnl: 25,
          unrealized_pnl_percent: 0.7812,
        },
      ],
    },
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
    example: {
      response: [
        {
          id: TRADE_ID,
          symbol: 'BTC/USD',
          status: 'sold',
          buy_price: 64000,
          exit_price: 66000,
          quantity: 0.05,
          pnl: 100,
          fees: 39,
          net_pnl: 61,
          created_at: '2026-11-20T09:30:00.000Z',
        },
      ],
    },
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
    example: {
      params: { id: TRADE_ID },
      response: [
        {
          id: `${TRADE_ID}#0`,
          trade_id: TRADE_ID,
          message: 'Trade created: buys 0.05 BTC at 64000 USDT.',
          price: 64000,
          timestamp: '2026-11-20T09:30:00.000Z',
        },
      ],
    },
  },
] as const satisfies readonly Operation[];
