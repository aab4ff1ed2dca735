import type { MarketBar } from '../market.ts';
import { quoteVolumeOf } from '../rolling-day.ts';

/** The exchange writes prices and quantities with 8 decimals. */
export const decimal = (value: number): string => value.toFixed(8);
const ZERO = decimal(0);

export type Kline = [
  openTime: number,
  open: string,
  high: string,
  low: string,
  close: string,
  volume: string,
  closeTime: number,
  quoteVolume: string,
  trades: number,
  takerBuyVolume: string,
  takerBuyQuoteVolume: string,
  ignored: string,
];

/** A bar as the exchange writes it. Candles know nothing of single trades: their count and the takers' share are 0. */
export const kline = (bar: MarketBar, interval: number): Kline => [
  bar.openTime,
  decimal(bar.open),
  decimal(bar.high),
  decimal(bar.low),
  decimal(bar.close),
  decimal(bar.volume),
  bar.openTime + interval - 1,
  decimal(quoteVolumeOf(bar)),
  0,
  ZERO,
  ZERO,
  '0',
];
