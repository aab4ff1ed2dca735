import { account, portfolio, position } from '../examples/book-samples.ts';
import { feed, openTrade, price, TRADE_ID } from '../examples/samples.ts';
import type { BoardMessageJson } from './board.ts';
import type { ClientMessage } from './client.ts';
import type { ServerMessage } from './server.ts';

/** The examples of docs/websocket.md: one at least of each message; a test parses them all, and finds them there. */
const now = '2026-11-20T09:40:04.000Z';
const slot = Date.parse('2026-11-20T09:40:00.000Z');
const minute = Date.parse('2026-11-20T09:39:00.000Z');

export const clientExamples: readonly ClientMessage[] = [
  {
    type: 'subscribe',
    id: '1',
    channels: ['prices:BTC/USDT', 'candles:BTC/USDT:1m', 'market', 'trades', 'account', 'signals', 'status'],
  },
  { type: 'unsubscribe', id: '2', channels: ['candles:BTC/USDT:1m'] },
  { type: 'ping', id: '3' },
  { type: 'get_positions', id: '4', account: 'main' },
  { type: 'get_balance', id: '5' },
  {
    type: 'execute_trade',
    id: '6',
    symbol: 'BTC/USDT',
    quantity: '0.05',
    entry: { type: 'limit', limit: '64000' },
    takeProfit: '66000',
    stopLoss: '63000',
    clientTradeId: 'breakfast-1',
  },
  { type: 'close_position', id: '7', tradeId: TRADE_ID },
  { type: 'start_bot', id: '8', bot: 'grid' },
  { type: 'stop_bot', id: '9' },
  { type: 'start_analysis', id: '10' },
  { type: 'stop_analysis', id: '11' },
];

const candle = {
  time: '2026-11-20T09:39:00.000Z',
  open: '64490',
  high: '64510.2',
  low: '64480',
  close: '64500',
  volume: '12.5',
};
/** When it was read: two seconds after the minute's end. */
const revision = minute + 62_000;
const open = { ...candle, time: '2026-11-20T09:40:00.000Z', open: '64500', low: '64499', volume: '0.8' };
const board: BoardMessageJson = {
  asOf: '2026-11-20T09:40:00.000Z',
  source: 'coingecko',
  stale: false,
  items: [
    {
      rank: 1,
      base: 'BTC',
      name: 'Bitcoin',
      price: '64500',
      changePercent1h: '0.12',
      changePercent24h: '-0.48',
      changePercent7d: '3.1',
      volume24h: '31254876543',
      marketCap: '1287654321098',
      symbol: 'BTC/USDT',
    },
  ],
};
const status = {
  now,
  lastTickAt: '2026-11-20T09:40:00.000Z',
  feeds: [feed],
  markets: [],
  board: {
    asOf: '2026-11-20T09:40:00.000Z',
    source: 'coingecko' as const,
    ageSeconds: 4,
    stale: false,
    checkedAt: '2026-11-20T09:40:00.000Z',
    feeds: [],
  },
  disagreements: [],
  blindWindows: [],
};
const fill = openTrade.fills.slice(0, 1);
const trade = { ...openTrade, currentPrice: null, unrealizedPnl: null, unrealizedPnlPercent: null };

export const serverExamples: readonly ServerMessage[] = [
  { type: 'subscribed', id: '1', channels: ['prices:BTC/USDT', 'trades'] },
  { type: 'unsubscribed', id: '2', channels: ['candles:BTC/USDT:1m'] },
  { type: 'pong', id: '3', time: now },
  { type: 'positions', id: '4', account: 'main', time: now, items: [position] },
  { type: 'balance', id: '5', account, portfolio },
  { type: 'trade_accepted', id: '6', trade, repeated: false },
  {
    type: 'error',
    id: '6',
    code: 'validation_failed',
    message: 'quantity is required',
    errors: [{ field: 'quantity', code: 'required', message: 'is required' }],
  },
  { type: 'error', id: '8', code: 'not_available', message: 'bots do not exist here yet', errors: [] },
  { type: 'snapshot', channel: 'prices:BTC/USDT', seq: slot, data: price },
  {
    type: 'snapshot',
    channel: 'candles:BTC/USDT:1m',
    seq: minute,
    data: { candles: [candle], open, revision },
  },
  { type: 'snapshot', channel: 'market', seq: slot, data: board },
  { type: 'snapshot', channel: 'status', seq: slot, data: status },
  {
    type: 'snapshot',
    channel: 'trades',
    seq: slot,
    data: { items: [trade], part: 1, parts: 1, more: false },
  },
  { type: 'snapshot', channel: 'account', seq: slot, data: { items: [account] } },
  { type: 'snapshot', channel: 'signals', seq: slot, data: { items: [] } },
  {
    type: 'price_update',
    slot,
    previousSlot: slot - 10_000,
    prices: [price],
    unchanged: [{ symbol: 'ETH/USDT', time: '2026-11-20T09:39:50.000Z' }],
  },
  { type: 'candle_update', symbol: 'BTC/USDT', interval: '1m', candle, seq: minute, revision },
  { type: 'market_update', seq: slot, previousSeq: slot - 60_000, board },
  { type: 'status_update', seq: slot, status },
  { type: 'position_update', trade, version: 2, previousVersion: 1 },
  ...fill.map((one) => ({
    type: 'trade_executed' as const,
    tradeId: TRADE_ID,
    accountId: 'main',
    symbol: 'BTC/USDT',
    direction: 'long' as const,
    version: 2,
    fill: one,
  })),
  { type: 'balance_update', account, version: 2, previousVersion: 1 },
  { type: 'closing', reason: 'credential_expired' },
  ...fill.map((one) => ({
    type: 'bot_trade_executed' as const,
    botId: 'grid-1',
    tradeId: TRADE_ID,
    version: 2,
    fill: one,
  })),
  { type: 'analysis_status', analysisId: 'a-1', status: 'running', progress: 0.4 },
];
