import type { ExamplesOf } from '../operation.ts';
import type { candleOperations } from '../operations/candles.ts';

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

export const candleExamples: ExamplesOf<typeof candleOperations> = {
  listCandles: {
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
  importCandles: {
    body: span,
    response: { ...anImport, status: 'queued', progress: { done: 0, total: 129600 } },
  },
  getCandleImport: { params: { id: anImport.id }, response: anImport },
  exportCandles: { body: { ...span, interval: '1h' }, response: anExport },
  getCandleExport: {
    params: { id: anExport.id },
    response: {
      ...anExport,
      status: 'done',
      progress: { done: 129600, total: 129600 },
      url: 'https://exports.s3.eu-central-1.amazonaws.com/exports/export-binance-btc.usdt-1h-29789280-29918880.csv.gz?X-Amz-Signature=0',
      expiresAt: '2026-11-20T09:55:04.000Z',
    },
  },
};
