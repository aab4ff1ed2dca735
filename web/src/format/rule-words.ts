import { formatQuantity } from './number.ts';

const NAMES: Readonly<Record<string, string>> = {
  'entry.limit': 'the limit price',
  'entry.stop': 'the stop price',
  takeProfit: 'the take profit',
  stopLoss: 'the stop loss',
};

/**
 * A broken rule of the domain for the place under its own field: `takeProfit of a long must be above 60000` says
 * there `Must be above 60,000`.
 */
export const ruleWords = (broken: { readonly field: string; readonly message: string }): string => {
  let words = broken.message;
  if (words.startsWith(broken.field))
    words = words
      .slice(broken.field.length)
      .replace(/^ of a (long|short)/, '')
      .trim();
  for (const [field, name] of Object.entries(NAMES)) words = words.replaceAll(field, name);
  words = words.replaceAll(' x ', ' × ').replace(/\d+(\.\d+)?/g, formatQuantity);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};
