import type { MarketListing } from './market.ts';
import { isDollar } from './worth.ts';

const MIN_NOTIONAL_IN_DOLLARS = 5;
const LARGEST_ORDER_IN_DOLLARS = 1e8;
/** Binance writes, and orders, at most 8 decimals. */
export const MOST_DECIMALS = 8;

const clampDecimals = (decimals: number): number => Math.min(Math.max(decimals, 0), MOST_DECIMALS);
const magnitude = (value: number): number => Math.floor(Math.log10(value));

/** 10 to the power of -decimals, in plain notation. */
const step = (decimals: number): string => (decimals === 0 ? '1' : `0.${'0'.repeat(decimals - 1)}1`);

/** Decimals of a quantity such that one lot is worth between 0.1 and 1 dollar (whole units where that is less). */
export const lotDecimalsAt = (dollarPrice: number): number => clampDecimals(magnitude(dollarPrice) + 1);

/** Decimals of a price such that a tick is about a ten-thousandth of it, cents from 10 on. */
export const priceDecimalsAt = (price: number): number =>
  price >= 10 ? 2 : clampDecimals(4 - Math.round(Math.log10(price)));

export interface Worth {
  readonly priceDecimals: number;
  /** About what one unit of the base is worth, in dollars. */
  readonly baseInDollars: number;
  readonly quoteInDollars: number;
}

export const listingOf = (symbol: string, worth: Worth): MarketListing => {
  const [base = '', quote = ''] = symbol.split('/');
  const lotSize = step(lotDecimalsAt(worth.baseInDollars));
  const largest = Math.max(magnitude(LARGEST_ORDER_IN_DOLLARS / worth.baseInDollars), 0);
  return {
    symbol,
    base,
    quote,
    tickSize: step(clampDecimals(worth.priceDecimals)),
    lotSize,
    minQuantity: lotSize,
    maxQuantity: `1${'0'.repeat(largest)}`,
    minNotional: isDollar(quote)
      ? String(MIN_NOTIONAL_IN_DOLLARS)
      : step(clampDecimals(-magnitude(MIN_NOTIONAL_IN_DOLLARS / worth.quoteInDollars) - 1)),
  };
};
