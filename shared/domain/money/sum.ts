import Big from 'big.js';
import { canonical, type Quantity } from './decimal.ts';

const PLAIN = /^\d+(\.\d+)?$/;

const decimalsOf = (text: string): number => {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
};

/** By whole numbers, where all of them and their sum are exact as floats; undefined where they are not. */
const sumOfSmall = (texts: readonly string[]): Quantity | undefined => {
  let decimals = 0;
  for (const text of texts) {
    if (!PLAIN.test(text)) return undefined;
    decimals = Math.max(decimals, decimalsOf(text));
  }
  let total = 0;
  for (const text of texts) {
    const scaled = Number(text.replace('.', '') + '0'.repeat(decimals - decimalsOf(text)));
    total += scaled;
    if (!Number.isSafeInteger(scaled) || !Number.isSafeInteger(total)) return undefined;
  }
  return canonicalOf(total, decimals);
};

/** A whole number of units of 10^-decimals as canonical text. */
const canonicalOf = (units: number, decimals: number): Quantity => {
  if (decimals === 0) return String(units) as Quantity;
  const digits = String(units).padStart(decimals + 1, '0');
  const text = `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return text.replace(/\.?0+$/, '') as Quantity;
};

/**
 * The exact sum of quantities that are not negative; a float counts as the shortest decimal that reads as it, so that
 * 0.1 + 0.2 is 0.3. @throws Error where one is no number
 */
export const sumOf = (values: readonly (string | number)[]): Quantity =>
  sumOfSmall(values.map(String)) ??
  (canonical(values.reduce<Big>((sum, value) => sum.plus(value), new Big(0))) as Quantity);
