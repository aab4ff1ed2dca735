import type { Money, Price, Quantity } from '../money/decimal.ts';
import type { MarketSymbol, VenueId } from './symbol.ts';

/** What a venue says of a symbol that can be traded there. */
export interface Instrument {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  /** Prices are whole multiples of this. */
  readonly tickSize: Price;
  /** Quantities are whole multiples of this. */
  readonly lotSize: Quantity;
  readonly minQuantity: Quantity;
  readonly maxQuantity: Quantity;
  /** Price x quantity of an entry is at least this, in quote currency. */
  readonly minNotional: Money;
}
