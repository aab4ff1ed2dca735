import * as z from 'zod';
import { feed, instrument, openTrade, price } from '../examples.ts';
import type { Operation } from '../operation.ts';
import { instrumentList, instrumentsQuery, pairParams, priceList, priceSchema } from '../schemas/market.ts';
import { healthSchema, overviewSchema, statusSchema } from '../schemas/status.ts';

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
const now = '2026-11-20T09:40:04.000Z';

export const marketOperations = [
  {
    ...about,
    id: 'getOverview',
    group: 'trades',
    path: '/v1/overview',
    summary:
      'In one answer what a dashboard polls: prices, fee rates, active trades, the newest closed ones, feeds',
    response: overviewSchema,
    errors: [],
    example: {
      response: {
        now,
        market: { source: 'binance', simulated: false, stale: false },
        account: { id: 'main', makerRate: '0.006', takerRate: '0.006', slippageBps: 0 },
        prices: [price],
        active: [openTrade],
        history: [],
        feeds: [feed],
      },
    },
  },
  {
    ...about,
    id: 'listInstruments',
    path: '/v1/instruments',
    summary:
      'What can be traded, of each its venue, tick, lot and smallest and largest order: the symbols of the settings, or by `all`, `search`, `venue` or `quote` whatever the exchanges list',
    query: instrumentsQuery,
    response: instrumentList,
    errors: ['invalid_cursor'],
    example: {
      query: { search: 'btc', quote: 'USDT', limit: '1' },
      response: { items: [instrument], next: null },
    },
  },
  {
    ...about,
    id: 'listPrices',
    path: '/v1/prices',
    summary: 'The last price of each symbol, with its source and age',
    response: priceList,
    errors: [],
    example: { response: { items: [price] } },
  },
  {
    ...about,
    id: 'getPrice',
    path: '/v1/prices/{pair}',
    summary: 'The last price of one symbol, written BASE-QUOTE',
    params: pairParams,
    response: priceSchema,
    errors: ['not_found', 'price_unavailable'],
    example: { params: { pair: 'BTC-USDT' }, response: price },
  },
  {
    ...about,
    id: 'getStatus',
    path: '/v1/status',
    summary: 'How feeds, ticks, quotes and the board do; prices that do not agree; blind windows',
    response: statusSchema,
    errors: [],
    example: {
      response: {
        now,
        lastTickAt: '2026-11-20T09:40:00.000Z',
        feeds: [feed],
        markets: [
          {
            symbol: 'BTC/USDT',
            venue: 'binance',
            cursor: '2026-11-20T09:39:59.999Z',
            lagSeconds: 4.001,
            resolution: '1s',
            quoteSource: 'binance',
            quoteAgeSeconds: 3.2,
            stale: false,
          },
        ],
        board: {
          asOf: '2026-11-20T09:40:00.000Z',
          source: 'coingecko',
          ageSeconds: 4,
          stale: false,
          checkedAt: '2026-11-20T09:40:00.000Z',
          feeds: [],
        },
        disagreements: [
          {
            symbol: 'ATOM/USDT',
            venue: 'binance',
            price: '4',
            source: 'coingecko',
            sourcePrice: '4.1',
            share: '0.025',
            since: '2026-11-20T09:38:00.000Z',
          },
        ],
        blindWindows: [],
      },
    },
  },
  {
    ...open,
    id: 'getHealth',
    path: '/health',
    summary: 'Whether ticks are running',
    alsoStatus: { 503: 'Degraded: no tick in the last three minutes' },
    response: healthSchema,
    errors: [],
    example: {
      response: {
        status: 'ok',
        market: 'binance',
        lastTickAt: '2026-11-20T09:40:00.000Z',
        lagSeconds: 4,
      },
    },
  },
  {
    ...open,
    id: 'getOpenApi',
    path: '/openapi.json',
    summary: 'This description',
    response: z.looseObject({ openapi: z.string() }),
    errors: [],
    example: { response: { openapi: '3.1.0' } },
  },
] as const satisfies readonly Operation[];
