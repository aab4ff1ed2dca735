import type { ExamplesOf } from '../operation.ts';
import type { tradeOperations } from '../operations/trades.ts';
import { endedProblem, logRow, OTHER_ID, openTrade, pendingTrade, TRADE_ID } from './samples.ts';

export const tradeExamples: ExamplesOf<typeof tradeOperations> = {
  createTrade: {
    body: {
      symbol: 'BTC/USDT',
      quantity: '0.05',
      entry: { type: 'limit', limit: '64000' },
      takeProfit: '66000',
      stopLoss: '63000',
      clientTradeId: 'breakfast-1',
    },
    response: pendingTrade,
  },
  listTrades: {
    query: { status: 'pending,open', symbol: 'BTC/USDT', limit: '20' },
    response: { items: [openTrade], next: null },
  },
  getTrade: { params: { id: TRADE_ID }, response: openTrade },
  amendTrade: {
    params: { id: TRADE_ID },
    headers: { 'if-match': '"2"' },
    body: { stopLoss: '63500' },
    response: { ...openTrade, state: 'amending', version: 3 },
  },
  cancelTrade: { params: { id: TRADE_ID }, response: { ...pendingTrade, state: 'cancelling', version: 2 } },
  closeTrade: {
    params: { id: TRADE_ID },
    body: { quantity: '0.02' },
    response: { ...openTrade, state: 'closing', version: 3 },
  },
  cancelTrades: {
    body: { symbol: 'BTC/USDT' },
    response: {
      items: [{ id: TRADE_ID, status: 202, trade: { ...pendingTrade, state: 'cancelling', version: 2 } }],
      next: null,
    },
  },
  closeTrades: {
    body: { ids: [TRADE_ID, OTHER_ID] },
    response: {
      items: [
        { id: TRADE_ID, status: 202, trade: { ...openTrade, state: 'closing', version: 3 } },
        { id: OTHER_ID, status: 409, problem: endedProblem },
      ],
      next: null,
    },
  },
  withdrawClose: {
    params: { id: TRADE_ID, orderId: 'half-1' },
    response: { ...openTrade, version: 5 },
  },
  listTradeLogs: {
    params: { id: TRADE_ID },
    query: { limit: '100' },
    response: { items: [logRow], next: null },
  },
};
