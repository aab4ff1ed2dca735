import * as z from 'zod';
import { price, quantity, rate } from '../../domain/money/decimal.ts';
import { positiveDecimal } from './primitives.ts';

export const priceInput = positiveDecimal.transform((text) => price(text));
export const quantityInput = positiveDecimal.transform((text) => quantity(text));
export const rateInput = positiveDecimal.transform((text) => rate(text));

/** Null, as an answer writes what is absent, is as good as absent: a caller may send back what it was given. */
export const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

/** False is as good as absent. */
export const flag = z
  .boolean()
  .nullish()
  .transform((value): true | undefined => value || undefined);

/** An id that a caller chooses. */
export const clientId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, "-" or "_"' });
