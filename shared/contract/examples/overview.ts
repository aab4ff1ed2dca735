import type { ExamplesOf } from '../operation.ts';
import type { overviewOperations } from '../operations/overview.ts';
import { feed, openTrade, price } from './samples.ts';

export const overviewExamples: ExamplesOf<typeof overviewOperations> = {
  getOverview: {
    response: {
      now: '2026-11-20T09:40:04.000Z',
      market: { source: 'binance', simulated: false, stale: false },
      account: { id: 'main', makerRate: '0.006', takerRate: '0.006', slippageBps: 0 },
      prices: [price],
      active: [openTrade],
      history: [],
      feeds: [feed],
    },
  },
};
