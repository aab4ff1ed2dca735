import type { MarketSymbol, VenueId } from './symbol.ts';

/** Two sources that say different prices of one symbol. Both in the currency that the symbol is quoted in. */
export interface Disagreement {
  readonly symbol: MarketSymbol;
  readonly venue: VenueId;
  readonly price: number;
  readonly source: VenueId;
  readonly sourcePrice: number;
  /** How far the source lies from the venue, a share of the venue's price; below zero where it is lower. */
  readonly share: number;
  /** When it was first seen, ms. */
  readonly since: number;
}
