import type { ExamplesOf } from '../operation.ts';
import type { bookOperations } from '../operations/books.ts';
import { accountFill, deposit, fillEntry, portfolio, position } from './book-samples.ts';

export const bookExamples: ExamplesOf<typeof bookOperations> = {
  listLedger: {
    query: { account: 'main', kind: 'fill', from: '2026-11-01T00:00:00Z' },
    response: { items: [deposit, fillEntry], next: null },
  },
  listFills: {
    query: { account: 'main', symbol: 'BTC/USDT' },
    response: { items: [accountFill], next: null },
  },
  listPositions: {
    query: { account: 'main' },
    response: { account: 'main', time: portfolio.time, items: [position] },
  },
  getPortfolio: { query: { account: 'main' }, response: portfolio },
  getPortfolioHistory: {
    query: { account: 'main', period: '1d' },
    response: {
      account: 'main',
      period: '1d',
      items: [
        { time: '2026-11-20T09:00:00.000Z', total: '100000', netDeposits: '100000', stale: false },
        { time: portfolio.time, total: portfolio.total, netDeposits: '100000', stale: false },
      ],
    },
  },
};
