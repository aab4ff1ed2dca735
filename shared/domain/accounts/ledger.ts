import Big from 'big.js';
import type { MarketSymbol, VenueId } from '../market/symbol.ts';
import { type Money, money, negate } from '../money/decimal.ts';
import type { Fill, LegName } from '../trades/fill.ts';
import type { Direction } from '../trades/trade.ts';

/** Virtual money that came in or went out. */
export interface CashEntry {
  readonly kind: 'deposit' | 'withdrawal';
  readonly id: string;
  /** ms, of the request. */
  readonly time: number;
  /** More than zero. */
  readonly amount: Money;
  readonly clientEntryId?: string | undefined;
}

/** A fill with its fee. */
export interface FillEntry extends Fill {
  readonly kind: 'fill';
  readonly tradeId: string;
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly direction: Direction;
}

/** One line of a book. Lines are added, never changed. */
export type LedgerEntry = CashEntry | FillEntry;

export const ENTRY_KINDS = [
  'deposit',
  'withdrawal',
  'fill',
] as const satisfies readonly LedgerEntry['kind'][];

/** A long buys to open, a short sells. */
export const sideOf = ({ direction, leg }: { direction: Direction; leg: LegName }): 'buy' | 'sell' =>
  (direction === 'long') === (leg === 'entry') ? 'buy' : 'sell';

/**
 * What a line brings (more than zero) or costs, its fee included. What a short's sale brings is not free before it is
 * bought back: until then as much is held as collateral.
 */
export const amountOf = (entry: LedgerEntry): Money => {
  if (entry.kind !== 'fill') return entry.kind === 'deposit' ? entry.amount : negate(entry.amount);
  const brought = new Big(entry.notional).times(sideOf(entry) === 'sell' ? 1 : -1);
  return money(brought.minus(entry.fee));
};
