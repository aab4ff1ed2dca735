import type { Candle, Minutes } from '../../../shared/domain/market/candle.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { quantity } from '../../../shared/domain/money/decimal.ts';

export const MINUTE = 60_000;
export const DAY = 86_400_000;
export const BTC = 'BTC/USDT' as MarketSymbol;
/** A midnight. */
export const START = Date.UTC(2026, 10, 2);

/** A candle whose price tells its minute. */
export const candleAt = (openTime: number, close = 100 + ((openTime / MINUTE) % 1_000) / 100): Candle => ({
  openTime,
  open: 100,
  high: 200,
  low: 50.5,
  close,
  volume: quantity('0.3'),
});

/** So many minutes from a moment on, all traded. */
export const traded = (from: number, count: number, close?: number): Minutes => ({
  candles: Array.from({ length: count }, (_, index) => candleAt(from + index * MINUTE, close)),
  quiet: [],
});
