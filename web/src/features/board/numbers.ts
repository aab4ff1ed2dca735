import { formatPrice } from '../../format/number.ts';

const LEAST = 2;
const SIGNIFICANT = 5;

/** A price in dollars with as many decimals as its first five digits need: `64,502.00`, `0.58071`, `0.000012345`. */
export const boardPrice = (price: string): string => {
  const value = Number(price);
  const places =
    value > 0 ? Math.min(12, Math.max(LEAST, SIGNIFICANT - 1 - Math.floor(Math.log10(value)))) : LEAST;
  return formatPrice(price, places);
};

const UNITS = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'K'],
] as const;

/** `1.28 T`, `31.20 B`: a large amount in three or more digits. */
export const shortAmount = (amount: string): string => {
  const value = Number(amount);
  const unit = UNITS.find(([size]) => value >= size);
  return unit ? `${(value / unit[0]).toFixed(2)} ${unit[1]}` : value.toFixed(2);
};
