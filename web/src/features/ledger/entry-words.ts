import type { LedgerEntryView } from '../../api.ts';
import { legName } from '../../format/words.ts';

/** What a line is about: `Bought`, `Sold short`, `Deposit`. */
export const kindWords = (entry: LedgerEntryView): string => {
  if (entry.kind === 'deposit') return 'Deposit';
  if (entry.kind !== 'fill') return 'Withdrawal';
  if (entry.direction === 'short') return entry.side === 'sell' ? 'Sold short' : 'Bought back';
  return entry.side === 'buy' ? 'Bought' : 'Sold';
};

/** By which leg a fill came; of a booking nothing. */
export const legWords = (entry: LedgerEntryView): string => (entry.kind === 'fill' ? legName(entry.leg) : '');
