import type { Operation } from '../operation.ts';
import { candleList, candlesQuery } from '../schemas/candles.ts';

export const candleOperations = [
  {
    id: 'listCandles',
    method: 'GET',
    group: 'candles',
    auth: 'bearer',
    scope: 'read',
    status: 200,
    path: '/v1/candles',
    summary:
      'Candles and indicators over them: the first `limit` from `from` on, or without `from` the last ones up to `to`',
    query: candlesQuery,
    response: candleList,
    alsoType: 'text/csv',
    errors: ['unknown_symbol', 'price_unavailable'],
    example: {
      query: { symbol: 'BTC/USDT', interval: '1m', limit: '1', indicators: 'ema:50' },
      response: {
        symbol: 'BTC/USDT',
        interval: '1m',
        items: [
          {
            time: '2026-11-20T09:39:00.000Z',
            open: '64490',
            high: '64510.2',
            low: '64480',
            close: '64500',
            volume: '12.5',
          },
        ],
        gaps: [],
        missing: [],
        indicators: { 'ema:50': { values: ['64477.0912'] } },
        next: null,
      },
    },
  },
] as const satisfies readonly Operation[];
