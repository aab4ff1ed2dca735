import { canonical } from '../../../domain/money/decimal.ts';

/** Decimals that a column needs, as text may write them: more than these are kept as text. */
const MOST_DECIMALS = 15;
const POWERS = Array.from({ length: MOST_DECIMALS + 1 }, (_, decimals) => Number(`1e${decimals}`));

/** Exact decimals as whole numbers of 10^-decimals, the fewest decimals that hold them all; undefined where some are too long. */
export const scaled = (
  values: readonly (number | string)[],
): { readonly decimals: number; readonly units: readonly number[] } | undefined => {
  const texts = values.map((value) => (typeof value === 'number' ? canonical(value) : value));
  const decimals = texts.reduce((most, text) => Math.max(most, (text.split('.')[1] ?? '').length), 0);
  if (decimals > MOST_DECIMALS) return undefined;
  const units = texts.map((text) => {
    const [whole = '', part = ''] = text.split('.');
    return Number(whole + part.padEnd(decimals, '0'));
  });
  // A quarter of what is safe: differences of two, with their sign, still are.
  return units.every((unit) => Math.abs(unit) <= Number.MAX_SAFE_INTEGER / 4)
    ? { decimals, units }
    : undefined;
};

/** The float that reads as this many units: both are whole and exact, and their quotient is rounded but once. */
export const unscaled = (units: number, decimals: number): number => units / (POWERS[decimals] ?? 1);

/** The canonical text of this many units, not negative. */
export const unscaledText = (units: number, decimals: number): string => {
  if (decimals === 0) return String(units);
  const digits = String(units).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`.replace(/\.?0+$/, '');
};
