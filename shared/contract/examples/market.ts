import type { ExamplesOf } from '../operation.ts';
import type { marketOperations } from '../operations/market.ts';
import { feed, instrument, price } from './samples.ts';

const now = '2026-11-20T09:40:04.000Z';

export const marketExamples: ExamplesOf<typeof marketOperations> = {
  listInstruments: {
    query: { search: 'btc', quote: 'USDT', limit: '1' },
    response: { items: [instrument], next: null },
  },
  listPrices: { response: { items: [price] } },
  getPrice: { params: { pair: 'BTC-USDT' }, response: price },
  getStatus: {
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
          late: false,
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
  getHealth: {
    response: {
      status: 'ok',
      market: 'binance',
      lastTickAt: '2026-11-20T09:40:00.000Z',
      lagSeconds: 4,
    },
  },
  getOpenApi: { response: { openapi: '3.1.0' } },
};
