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
  },
] as const satisfies readonly Operation[];
