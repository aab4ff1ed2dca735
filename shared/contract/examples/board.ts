import type { ExamplesOf } from '../operation.ts';
import type { boardOperations } from '../operations/board.ts';
import type { BoardRowJson } from '../schemas/board.ts';
import { instrument } from './samples.ts';

const row: BoardRowJson = {
  rank: 1,
  base: 'BTC',
  name: 'Bitcoin',
  price: '64502',
  changePercent1h: '0.12',
  changePercent24h: '-0.48',
  changePercent7d: '3.05',
  volume24h: '31200000000',
  marketCap: '1280000000000',
  sparkline: ['62594', '63120', '64502'],
  symbol: 'BTC/USDT',
};
const made = { asOf: '2026-11-20T09:40:00.000Z', source: 'coingecko', stale: false } as const;

export const boardExamples: ExamplesOf<typeof boardOperations> = {
  listMarkets: {
    query: { sort: 'change24h', order: 'desc', search: 'bit', limit: '10' },
    response: { ...made, items: [row], next: null },
  },
  getMarket: {
    params: { base: 'BTC' },
    response: { ...row, ...made, instruments: [instrument] },
  },
};
