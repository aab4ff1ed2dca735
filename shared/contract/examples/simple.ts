import type { ExamplesOf } from '../operation.ts';
import type { simpleOperations } from '../operations/simple.ts';
import { TRADE_ID } from './samples.ts';

export const simpleExamples: ExamplesOf<typeof simpleOperations> = {
  getLivePrice: {
    response: {
      symbol: 'BTC/USD',
      price: 64500,
      change_24h: -310.5,
      change_percent_24h: -0.479,
      stale: false,
    },
  },
  createSimpleTrade: {
    body: {
      symbol: 'BTC/USD',
      buy_price: 64000,
      sell_price: 66000,
      stop_loss: 63000,
      quantity: 0.05,
    },
    response: {
      status: 'success',
      trade_id: TRADE_ID,
      message: 'Trade created: buys 0.05 BTC/USD at 64000, sells at 66000, stops at 63000',
    },
  },
  listActiveSimpleTrades: {
    response: [
      {
        id: TRADE_ID,
        user_id: 'demo',
        symbol: 'BTC/USD',
        buy_price: 64000,
        sell_price: 66000,
        stop_loss: 63000,
        quantity: 0.05,
        status: 'bought',
        created_at: '2026-11-20T09:30:00.000Z',
        current_price: 64500,
        current_price_stale: false,
        unrealized_pnl: 25,
        unrealized_pnl_percent: 0.7812,
      },
    ],
  },
  listSimpleTradeHistory: {
    response: [
      {
        id: TRADE_ID,
        symbol: 'BTC/USD',
        status: 'sold',
        buy_price: 64000,
        exit_price: 66000,
        quantity: 0.05,
        pnl: 100,
        fees: 39,
        net_pnl: 61,
        created_at: '2026-11-20T09:30:00.000Z',
      },
    ],
  },
  listSimpleTradeLogs: {
    params: { id: TRADE_ID },
    response: [
      {
        id: `${TRADE_ID}#0`,
        trade_id: TRADE_ID,
        message: 'Trade created: buys 0.05 BTC at 64000 USDT.',
        price: 64000,
        timestamp: '2026-11-20T09:30:00.000Z',
      },
    ],
  },
};
