import type { LogRowJson } from '../schemas/log.ts';
import type { InstrumentJson, PriceJson } from '../schemas/market.ts';
import type { Problem } from '../schemas/problem.ts';
import type { StatusJson } from '../schemas/status.ts';
import type { TradeJson } from '../schemas/trade.ts';

/** The examples of the documentation; a test parses each with its schema. */
export const TRADE_ID = '01KAH2V9G0Q8ZJ4T6Y3W5X7R2M';
export const OTHER_ID = '01KAH3A1B3C5D7E9F1G3H5J7K9';

const entryFill = {
  id: `${TRADE_ID}#entry#1`,
  leg: 'entry',
  time: '2026-11-20T09:31:04.999Z',
  price: '64000',
  quantity: '0.05',
  notional: '3200',
  fee: '19.2',
  liquidity: 'maker',
  ambiguous: false,
  late: false,
} as const;

export const pendingTrade: TradeJson = {
  id: TRADE_ID,
  accountId: 'main',
  clientTradeId: 'breakfast-1',
  symbol: 'BTC/USDT',
  venue: 'binance',
  direction: 'long',
  quantity: '0.05',
  entry: { type: 'limit', limit: '64000' },
  takeProfit: '66000',
  stopLoss: '63000',
  stopLimit: null,
  targets: null,
  trailing: null,
  breakEven: false,
  covers: null,
  timeOutSeconds: null,
  dailyClose: null,
  participation: null,
  visible: null,
  status: 'pending',
  state: 'pending',
  version: 1,
  createdAt: '2026-11-20T09:30:00.000Z',
  goodTill: null,
  endedAt: null,
  closeReason: null,
  endReason: null,
  legs: [
    {
      leg: 'entry',
      type: 'limit',
      price: '64000',
      quantity: '0.05',
      filledQuantity: '0',
      state: 'armed',
      armedAt: '2026-11-20T09:30:00.000Z',
    },
    {
      leg: 'take_profit',
      type: 'limit',
      price: '66000',
      filledQuantity: '0',
      state: 'planned',
      armedAt: null,
    },
    {
      leg: 'stop_loss',
      type: 'stop',
      price: '63000',
      filledQuantity: '0',
      state: 'planned',
      armedAt: null,
    },
  ],
  fills: [],
  filledQuantity: '0',
  openQuantity: '0',
  entryPrice: null,
  exitPrice: null,
  currentPrice: '64120.5',
  currentPriceStale: false,
  unrealizedPnl: null,
  unrealizedPnlPercent: null,
  realizedPnl: null,
  fees: '0',
  netPnl: null,
  readings: null,
};

export const openTrade: TradeJson = {
  ...pendingTrade,
  status: 'open',
  state: 'open',
  version: 2,
  legs: [
    {
      leg: 'entry',
      type: 'limit',
      price: '64000',
      quantity: '0.05',
      filledQuantity: '0.05',
      state: 'filled',
      armedAt: '2026-11-20T09:30:00.000Z',
    },
    {
      leg: 'take_profit',
      type: 'limit',
      price: '66000',
      filledQuantity: '0',
      state: 'armed',
      armedAt: entryFill.time,
    },
    {
      leg: 'stop_loss',
      type: 'stop',
      price: '63000',
      filledQuantity: '0',
      state: 'armed',
      armedAt: entryFill.time,
    },
  ],
  fills: [entryFill],
  filledQuantity: '0.05',
  openQuantity: '0.05',
  entryPrice: '64000',
  currentPrice: '64500',
  unrealizedPnl: '25',
  unrealizedPnlPercent: '0.7812',
  fees: '19.2',
};

export const logRow: LogRowJson = {
  seq: 1,
  tradeId: TRADE_ID,
  type: 'entry_filled',
  time: entryFill.time,
  message: 'Bought 0.05 BTC at 64000 USDT (limit, maker), fee 19.2 USDT.',
  price: '64000',
  fill: entryFill,
  evidence: {
    rule: 'limit_at_its_price',
    trigger: '64000',
    point: {
      kind: 'bar',
      openTime: '2026-11-20T09:31:04.000Z',
      closeTime: entryFill.time,
      open: '64012.3',
      high: '64012.3',
      low: '63990',
      close: '63998.1',
    },
    source: 'binance',
    resolution: '1s',
    reading: null,
    better: null,
  },
  leg: 'entry',
  via: null,
  reason: null,
  readings: null,
  changes: null,
};

export const endedProblem: Problem = {
  type: 'urn:paperwick:problem:trade_ended',
  title: 'The trade has ended',
  status: 409,
  detail: 'the trade is closed: it cannot be changed any more',
  code: 'trade_ended',
  instance: 'b1946ac9-2e7c-4b6e-9a3b-5f1f4e1f0f7a',
  errors: [],
};

export const price: PriceJson = {
  symbol: 'BTC/USDT',
  price: '64500',
  change24h: '-310.5',
  changePercent24h: '-0.479',
  source: 'binance',
  time: '2026-11-20T09:40:00.000Z',
  ageSeconds: 4,
  stale: false,
};

export const instrument: InstrumentJson = {
  symbol: 'BTC/USDT',
  venue: 'binance',
  tickSize: '0.01',
  lotSize: '0.00001',
  minQuantity: '0.00001',
  maxQuantity: '9000',
  minNotional: '5',
  followed: true,
};

export const feed: StatusJson['feeds'][number] = {
  venue: 'binance',
  state: 'ok',
  failures: 0,
  retryAt: null,
  lastOkAt: '2026-11-20T09:40:00.000Z',
  lastError: null,
  lastErrorAt: null,
  latencyMs: 140,
  lastLatencyMs: 122,
  errorRate: 0,
  clockOffsetMs: 0,
};
