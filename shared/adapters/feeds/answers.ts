import * as z from 'zod';

/**
 * A decimal as exchanges print it, to float64. "NaN" and "Infinity" pass, for the core screens what cannot be true
 * of a price; anything else that is no number makes a bad answer.
 */
export const decimal = z
  .string()
  .regex(/^(-?\d+(\.\d+)?(e[+-]?\d+)?|NaN|-?Infinity)$/i, 'must be a decimal number')
  .transform(Number);

/** A positive decimal kept as its exact text; zero, as in a switched-off filter, passes. */
export const exactDecimal = z.string().regex(/^\d+(\.\d+)?$/, 'must be a decimal number');

/** Milliseconds since 1970, between 1973 and 5138: seconds and microseconds are not mistaken for them. */
export const epochMs = z.int().min(1e11).max(1e14);

/** RFC 3339 text to ms; finer digits are cut off. */
export const timestamp = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
