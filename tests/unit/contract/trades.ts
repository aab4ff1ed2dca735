import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { money, price, quantity, rate, ZERO } from '../../../shared/domain/money/decimal.ts';
import type { Fill, FillRecord } from '../../../shared/domain/trades/fill.ts';
import type {
  ClosedTrade,
  OpenTrade,
  PendingTrade,
  UnfilledTrade,
} from '../../../shared/domain/trades/trade.ts';

export const ID = '01KAH2V9G0Q8ZJ4T6Y3W5X7R2M';
export const BTC = 'BTC/USDT' as MarketSymbol;
export const ETH = 'ETH/USDT' as MarketSymbol;

/** 2026-11-20T09:30:00.000Z */
export const CREATED = 1_795_167_000_000;
export const OPENED = CREATED + 64_999;
export const ENDED = CREATED + 3_600_000;

export const facts = {
  id: ID,
  userId: 'ada',
  accountId: 'main',
  venue: 'binance',
  symbol: BTC,
  direction: 'long',
  quantity: quantity('0.05'),
  entry: { type: 'limit', limit: price('64000') },
  exits: { takeProfit: price('66000'), stopLoss: price('63000') },
  terms: { makerRate: rate('0.006'), takerRate: rate('0.006'), slippageBps: 0, tickSize: price('0.01') },
  createdAt: CREATED,
  version: 1,
  reservation: ZERO,
  commands: [],
  fills: [],
} as const;

/** 64000 x 0.05 = 3200, fee 3200 x 0.006 = 19.2. */
export const entryFill: FillRecord = {
  id: `${ID}#entry#1`,
  leg: 'entry',
  time: OPENED,
  price: price('64000'),
  quantity: quantity('0.05'),
  notional: money('3200'),
  fee: money('19.2'),
  liquidity: 'maker',
  ambiguous: false,
  late: false,
};

/** 66000 x 0.05 = 3300, fee 3300 x 0.006 = 19.8. */
export const targetFill: FillRecord = {
  ...entryFill,
  id: `${ID}#take_profit#1`,
  leg: 'take_profit',
  time: ENDED,
  price: price('66000'),
  notional: money('3300'),
  fee: money('19.8'),
};

export const pending: PendingTrade = { ...facts, status: 'pending' };

export const open: OpenTrade = {
  ...facts,
  status: 'open',
  version: 2,
  fills: [entryFill],
  takeProfit: { price: price('66000'), armedAt: OPENED },
  stopLoss: { price: price('63000'), armedAt: OPENED },
};

export const closed: ClosedTrade = {
  ...facts,
  status: 'closed',
  version: 3,
  fills: [entryFill, targetFill],
  closeReason: 'take_profit',
  endedAt: ENDED,
};

export const cancelled: UnfilledTrade = {
  ...facts,
  status: 'cancelled',
  version: 3,
  endedAt: ENDED,
  endReason: 'cancelled by its owner',
};

export const fillWithEvidence: Fill = {
  ...entryFill,
  evidence: {
    rule: 'limit_at_its_price',
    trigger: price('64000'),
    point: {
      kind: 'bar',
      openTime: OPENED - 999,
      closeTime: OPENED,
      open: 64012.3,
      high: 64012.3,
      low: 63990,
      close: 63998.1,
    },
    source: 'binance',
    resolution: '1s',
  },
};
