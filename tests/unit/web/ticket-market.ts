import type { Instrument } from '../../../shared/domain/market/instrument.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { money, price, quantity, rate } from '../../../shared/domain/money/decimal.ts';
import type { TicketMarket } from '../../../web/src/features/ticket/ticket-market.ts';

/** 2026-11-20T09:30:00.000Z */
export const NOW = 1_795_167_000_000;

export const BTC: Instrument = {
  venue: 'binance',
  symbol: 'BTC/USDT' as MarketSymbol,
  tickSize: price('0.01'),
  lotSize: quantity('0.00001'),
  minQuantity: quantity('0.00001'),
  maxQuantity: quantity('9000'),
  minNotional: money('5'),
};

/** BTC/USDT at 62,000 for an account that pays 0.6 %, whoever makes or takes. */
export const ticketMarket = (part: Partial<TicketMarket> = {}): TicketMarket => ({
  symbol: 'BTC/USDT',
  last: '62000',
  lastStale: false,
  places: 2,
  tick: BTC.tickSize,
  instrument: BTC,
  terms: { makerRate: rate('0.006'), takerRate: rate('0.006'), slippageBps: 0, tickSize: BTC.tickSize },
  accountId: 'main',
  free: '100000',
  ...part,
});
