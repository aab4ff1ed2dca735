import { describe, expect, it } from 'vitest';
import {
  presentLivePrice,
  presentSimpleActive,
  presentSimpleClosed,
  presentSimpleLog,
  simpleMarket,
  simpleName,
} from '../../../shared/contract/present/simple.ts';
import { parseSymbol } from '../../../shared/domain/market/symbol.ts';
import { money, price, quantity } from '../../../shared/domain/money/decimal.ts';
import type { ClosedTrade } from '../../../shared/domain/trades/trade.ts';
import { BTC, CREATED, closed, ETH, entryFill, ID, open, pending } from './trades.ts';

const symbols = [ETH, BTC];

describe('the simple API', () => {
  it('has the price of the first BTC market under the name BTC/USD', () => {
    const quote = {
      symbol: BTC,
      price: 64500.1,
      change24h: -310.5,
      changePercent24h: -0.479,
      source: 'binance',
      time: CREATED,
    } as const;
    expect(presentLivePrice({ quote, ageMs: 0, stale: false })).toEqual({
      symbol: 'BTC/USD',
      price: 64500.1,
      change_24h: -310.5,
      change_percent_24h: -0.479,
      stale: false,
    });
  });

  it('calls only that market BTC/USD', () => {
    const euro = parseSymbol('BTC/EUR') ?? BTC;
    expect(simpleMarket([ETH, BTC, euro])).toBe('BTC/USDT');
    expect(simpleName(euro, [ETH, BTC, euro])).toBe('BTC/EUR');
    expect(simpleMarket([ETH])).toBeUndefined();
    expect(simpleName(ETH, [ETH])).toBe('ETH/USDT');
  });

  it('shows a pending trade, which has made exactly nothing', () => {
    expect(presentSimpleActive(pending, symbols, { price: 64500, stale: false })).toEqual({
      id: ID,
      user_id: 'ada',
      symbol: 'BTC/USD',
      buy_price: 64000,
      sell_price: 66000,
      stop_loss: 63000,
      quantity: 0.05,
      status: 'pending',
      created_at: '2026-11-20T09:30:00.000Z',
      current_price: 64500,
      current_price_stale: false,
      unrealized_pnl: 0,
      unrealized_pnl_percent: 0,
    });
  });

  it('shows an open trade as bought: (64500 - 64000) x 0.05 = 25', () => {
    expect(presentSimpleActive(open, symbols, { price: 64500, stale: true })).toMatchObject({
      status: 'bought',
      current_price: 64500,
      current_price_stale: true,
      unrealized_pnl: 25,
      unrealized_pnl_percent: 0.7812,
    });
  });

  it('does not know what an open trade has made while there is no price', () => {
    expect(presentSimpleActive(open, symbols)).toMatchObject({
      current_price: null,
      current_price_stale: false,
      unrealized_pnl: null,
      unrealized_pnl_percent: null,
    });
  });

  it('shows a trade closed at its target as sold, gross beside net', () => {
    expect(presentSimpleClosed(closed, symbols)).toEqual({
      id: ID,
      symbol: 'BTC/USD',
      status: 'sold',
      buy_price: 64000,
      exit_price: 66000,
      quantity: 0.05,
      pnl: 100,
      fees: 39,
      net_pnl: 61,
      created_at: '2026-11-20T09:30:00.000Z',
    });
  });

  it('shows a trade closed by its stop as stopped: (63000 - 64000) x 0.05 = -50, fees 19.2 + 18.9', () => {
    const stop = {
      ...entryFill,
      leg: 'stop_loss',
      price: price(63000),
      notional: money(3150),
      fee: money('18.9'),
    } as const;
    expect(
      presentSimpleClosed({ ...closed, closeReason: 'stop_loss', fills: [entryFill, stop] }, symbols),
    ).toMatchObject({
      status: 'stopped',
      exit_price: 63000,
      pnl: -50,
      fees: 38.1,
      net_pnl: -88.1,
    });
  });

  it.each<[ClosedTrade['closeReason'], string]>([
    ['take_profit', 'sold'],
    ['manual', 'sold'],
    ['timeout', 'sold'],
    ['daily_close', 'sold'],
    ['stop_loss', 'stopped'],
    ['trailing_stop', 'stopped'],
    ['liquidation', 'stopped'],
  ])('a trade closed by %s is %s', (closeReason, status) => {
    expect(presentSimpleClosed({ ...closed, closeReason }, symbols).status).toBe(status);
  });

  it('a trade whose entry filled in part closed that part', () => {
    const fills = closed.fills.map((fill) => ({ ...fill, quantity: quantity('0.02') }));
    expect(presentSimpleClosed({ ...closed, fills }, symbols).quantity).toBe(0.02);
  });

  it('shows a row of the log', () => {
    const event = { type: 'trade_created', at: CREATED, trade: pending } as const;
    expect(presentSimpleLog({ tradeId: ID, seq: 0, event, sentence: 'Trade created.' })).toEqual({
      id: `${ID}#0`,
      trade_id: ID,
      message: 'Trade created.',
      price: 64000,
      timestamp: '2026-11-20T09:30:00.000Z',
    });
  });
});
