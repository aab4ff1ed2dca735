import type { Operation } from '../operation.ts';
import {
  candleList,
  candlesQuery,
  exportBody,
  exportSchema,
  importBody,
  importSchema,
  jobParams,
} from '../schemas/candles.ts';

const about = { group: 'candles', auth: 'bearer', scope: 'read' } as const;
const span = { symbol: 'BTC/USDT', from: '2026-08-22T00:00:00.000Z', to: '2026-11-19T23:59:59.999Z' };
const anImport = {
  id: 'import-binance-btc.usdt-29789280-29918879',
  ...span,
  status: 'running',
  progress: { done: 36000, total: 129600 },
  error: null,
};
const anExport = {
  ...anImport,
  id: 'export-binance-btc.usdt-1h-29789280-29918880',
  interval: '1h',
  status: 'queued',
  progress: { done: 0, total: 129600 },
  url: null,
  expiresAt: null,
};

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
  {
    ...about,
    id: 'importCandles',
    // It writes what everybody sees from then on, and takes of the exchange's patience, which the ticks need.
    scope: 'trade',
    method: 'POST',
    status: 202,
    path: '/v1/candle-imports',
    summary:
      'Has the past of a symbol fetched from its venue, at most 400 days: asked by many, it is made once; what is there is not asked for again',
    body: importBody,
    response: importSchema,
    errors: ['unknown_symbol', 'price_unavailable', 'no_history'],
    example: {
      body: span,
      response: { ...anImport, status: 'queued', progress: { done: 0, total: 129600 } },
    },
  },
  {
    ...about,
    id: 'getCandleImport',
    method: 'GET',
    status: 200,
    path: '/v1/candle-imports/{id}',
    summary: 'How far an import has come',
    params: jobParams,
    response: importSchema,
    errors: ['not_found'],
    example: { params: { id: anImport.id }, response: anImport },
  },
  {
    ...about,
    id: 'exportCandles',
    method: 'POST',
    status: 202,
    path: '/v1/candle-exports',
    summary: 'Has candles written into a file (CSV, gzip), for what is too long for a page',
    body: exportBody,
    response: exportSchema,
    errors: ['unknown_symbol', 'price_unavailable', 'no_history'],
    example: { body: { ...span, interval: '1h' }, response: anExport },
  },
  {
    ...about,
    id: 'getCandleExport',
    method: 'GET',
    status: 200,
    path: '/v1/candle-exports/{id}',
    summary: 'How far an export has come, and once it is done a link to the file, good for 15 minutes',
    params: jobParams,
    response: exportSchema,
    errors: ['not_found'],
    example: {
      params: { id: anExport.id },
      response: {
        ...anExport,
        status: 'done',
        progress: { done: 129600, total: 129600 },
        url: 'https://exports.s3.eu-central-1.amazonaws.com/exports/export-binance-btc.usdt-1h-29789280-29918880.csv.gz?X-Amz-Signature=0',
        expiresAt: '2026-11-20T09:55:04.000Z',
      },
    },
  },
] as const satisfies readonly Operation[];
