import type { Fill } from '../../domain/trades/fill.ts';
import type { Trade } from '../../domain/trades/trade.ts';

export const bookOf = (userId: string, accountId: string): string => `${userId}#${accountId}`;

/** A fill in its account's book, in order of time; the fill's id makes a repeat the same entry. */
export const ledgerItem = (trade: Trade, fill: Fill): Record<string, unknown> => ({
  book: bookOf(trade.userId, trade.accountId),
  entryId: `${String(fill.time).padStart(13, '0')}#${fill.id}`,
  kind: 'fill',
  tradeId: trade.id,
  venue: trade.venue,
  symbol: trade.symbol,
  direction: trade.direction,
  ...fill,
});
