import type { Draft } from './draft.ts';
import { readPrice, readQuantity, stepFrom } from './price-entry.ts';
import type { TicketMarket } from './ticket-market.ts';

export type NumberKey = 'quantity' | 'limit' | 'stop' | 'takeProfit' | 'stopLoss';

/** The text of a field one lot or one tick further; an empty price starts from what it would be counted from. */
export const steppedText = (
  key: NumberKey,
  draft: Draft,
  market: TicketMarket,
  reference: string | undefined,
  direction: 1 | -1,
): string => {
  const text = draft[key];
  if (key === 'quantity') {
    const lot = market.instrument?.lotSize;
    const amount = text.trim() === '' ? '0' : readQuantity(text);
    return lot === undefined || amount === undefined ? text : stepFrom(amount, lot, direction);
  }
  const read = readPrice(text, reference, market.tick);
  const from = read.kind === 'price' ? read.price : read.kind === 'empty' ? reference : undefined;
  return from === undefined ? text : stepFrom(from, market.tick, direction);
};
