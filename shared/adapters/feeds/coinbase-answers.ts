import * as z from 'zod';
import type { Instrument } from '../../domain/market/instrument.ts';
import type { Bar, Print } from '../../domain/market/path.ts';
import type { MarketSymbol } from '../../domain/market/symbol.ts';
import { money, price, quantity } from '../../domain/money/decimal.ts';
import { decimal, exactDecimal, timestamp } from './answers.ts';

export const MINUTE = 60_000;

export const venueTime = z.object({ iso: timestamp });
export const ticker = z.object({ price: decimal, time: timestamp });
/** Of the last 24 hours. */
export const stats = z.object({ open: decimal });

export const products = z.array(
  z.object({
    id: z.string(),
    quote_increment: exactDecimal,
    base_increment: exactDecimal,
    // Left out of the answers since 2022: the increment is then the least, and the most is not said.
    base_min_size: exactDecimal.optional(),
    base_max_size: exactDecimal.optional(),
    min_market_funds: exactDecimal,
    status: z.string(),
    trading_disabled: z.boolean().optional(),
  }),
);
type Product = z.infer<typeof products>[number];

/** Newest first; ids are consecutive for each product. */
export const trades = z.array(
  z
    .object({
      trade_id: z.int().nonnegative(),
      time: timestamp,
      price: decimal,
      size: decimal,
    })
    .transform(
      (trade): Print => ({
        kind: 'print',
        id: trade.trade_id,
        time: trade.time,
        price: trade.price,
        quantity: trade.size,
      }),
    ),
);

/** 1-minute candles: time in seconds, low, high, open, close, volume. Minutes without trades are absent. */
export const candles = z.array(
  z
    .tuple([
      z.int().min(1e8).max(1e11).multipleOf(60),
      z.number(),
      z.number(),
      z.number(),
      z.number(),
      z.number(),
    ])
    .transform(
      ([time, low, high, open, close, volume]): Bar => ({
        kind: 'bar',
        openTime: time * 1000,
        closeTime: time * 1000 + MINUTE - 1,
        open,
        high,
        low,
        close,
        volume,
      }),
    ),
);

const NO_MAXIMUM = '1000000000';

/** Undefined where the product is not trading. */
export const toInstrument = (symbol: MarketSymbol, product: Product): Instrument | undefined => {
  if (product.status !== 'online' || product.trading_disabled) return undefined;
  if (Number(product.quote_increment) === 0 || Number(product.base_increment) === 0) return undefined;
  return {
    venue: 'coinbase',
    symbol,
    tickSize: price(product.quote_increment),
    lotSize: quantity(product.base_increment),
    minQuantity: quantity(product.base_min_size ?? product.base_increment),
    maxQuantity: quantity(product.base_max_size ?? NO_MAXIMUM),
    minNotional: money(product.min_market_funds),
  };
};
