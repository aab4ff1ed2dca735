import { isPositiveDecimal } from '../../../shared/contract/schemas/primitives.ts';

/** `1,000.50` as typed: the API's `1000.50`; undefined where it is no positive amount. Commas group thousands. */
export const readAmount = (text: string): string | undefined => {
  const typed = text.trim().replace(/^\$\s*/, '');
  if (!/^\d{1,3}(,\d{3})*(\.\d+)?$|^\d*\.?\d+$/.test(typed)) return undefined;
  const plain = typed.replaceAll(',', '').replace(/^\./, '0.');
  return isPositiveDecimal(plain) ? plain : undefined;
};
